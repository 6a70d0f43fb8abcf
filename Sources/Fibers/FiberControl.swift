public import CFiber

/// What is known of one fiber. Lives at the top of the fiber's own stack, and is only ever reached through a pointer.
///
/// A pointer, not a class: Swift checks at run time that accesses to properties of classes don't overlap, and keeps the
/// accesses in progress in a list for each thread. One that is open while its fiber is switched away from would meet
/// those of other fibers. Memory behind an unsafe pointer is not checked.
@usableFromInline
package struct FiberControl: ~Copyable {
    // What every switch and every wait needs is in the first 64 bytes, which are one line of the cache.

    /// Where it has stopped. The first member: `context(_:)` relies on it.
    package var context = fiber_context()
    /// The next in whatever list the fiber stands in: ready fibers, or free stacks.
    @usableFromInline package var next: UnsafeMutablePointer<FiberControl>?
    /// What it waits for, in the words of the room that made it wait; nil when it is only parked.
    @usableFromInline package var wait: UnsafeMutableRawPointer?
    @usableFromInline package var state = State.free
    @usableFromInline package var isCancelled = false
    /// Whether cancellation wakes it where it waits.
    @usableFromInline package var isInterruptible = false
    /// Nobody will join it: its stack is free as soon as it has ended.
    package var isDetached = false
    /// Deadlines around what it does that have passed.
    @usableFromInline package var passedDeadlines: Int32 = 0

    /// The fiber that waits for this one's end.
    package var joiner: UnsafeMutablePointer<FiberControl>?
    /// Somebody gave it its token, and it has not taken it.
    var hasToken = false
    /// The next in the inbox of its scheduler. Another thread writes it.
    var inboxNext: UnsafeMutablePointer<FiberControl>?
    /// Above any thread's number, and no other fiber's that lives: it stays with the stack.
    @usableFromInline package let identity: UInt32
    /// Locks that it holds: a fiber must not end with any.
    @usableFromInline package var heldLocks: Int32 = 0
    /// What it runs; nil while it runs, and where there is no fiber.
    var work: FiberWork?
    package var scheduler: UnsafeMutablePointer<SchedulerState>?
    /// Counted from 1 by its scheduler, never given twice.
    package var number: UInt64 = 0
    let stack: Stack

    @frozen
    @usableFromInline
    package enum State: UInt8 {
        /// No fiber: the stack waits for one.
        case free
        /// It runs, or waits for its turn.
        case ready
        /// It waits for `unpark`.
        case parked
        /// It waits for `giveToken`.
        case awaitingToken
        /// It waits for something else: another fiber's end, or what `suspend` was told.
        case waiting
        case ended

        // Of the state, and not of the control block: a getter in that is called with a copy of all of it.
        @inlinable
        package var isWaiting: Bool { self == .parked || self == .waiting || self == .awaitingToken }
    }

    /// What is set aside for it on each stack.
    static let reservedBytes = 256

    init(stack: Stack) {
        precondition(MemoryLayout<FiberControl>.size <= FiberControl.reservedBytes, "a control block fits its place")
        self.stack = stack
        identity = FiberIdentity.next()
    }

    /// The context of a control block: its first member.
    @inlinable
    package static func context(_ control: UnsafeMutablePointer<FiberControl>) -> UnsafeMutablePointer<fiber_context> {
        UnsafeMutableRawPointer(control).assumingMemoryBound(to: fiber_context.self)
    }

    @inlinable
    package var interruption: Interruption? {
        isCancelled ? .cancelled : passedDeadlines > 0 ? .deadlinePassed : nil
    }
}

/// A fiber's closure, and later its result, in memory on the fiber's stack, with their types forgotten.
///
/// A function, rather than a protocol for `SpawnedFiber` to conform to: how a generic type conforms is looked up at run
/// time for each fiber, and its code is not specialised. Not copied, because a copy counts references, even to nothing.
@usableFromInline
struct FiberWork: ~Copyable {
    @usableFromInline
    enum Step {
        /// Calls the closure, and leaves what came of it in its place.
        case run
        /// Destroys a result that nobody took.
        case dropResult
    }

    let place: UnsafeMutableRawPointer
    private let perform: (Step, UnsafeMutableRawPointer) -> Void

    @usableFromInline
    init(at place: UnsafeMutableRawPointer, _ perform: consuming @escaping (Step, UnsafeMutableRawPointer) -> Void) {
        self.place = place
        self.perform = perform
    }

    func run() { perform(.run, place) }
    func dropResult() { perform(.dropResult, place) }
}
