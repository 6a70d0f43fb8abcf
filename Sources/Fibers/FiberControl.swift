package import CFiber

/// What is known of one fiber. Lives at the top of the fiber's own stack, and is only ever reached through a pointer.
///
/// A pointer, not a class: Swift checks at run time that accesses to properties of classes don't overlap, and keeps the
/// accesses in progress in a list for each thread. One that is open while its fiber is switched away from would meet
/// those of other fibers. Memory behind an unsafe pointer is not checked.
package struct FiberControl {
    /// Where it has stopped. The first member: `context(_:)` relies on it.
    package var context = fiber_context()
    /// The next in whatever list the fiber stands in: ready fibers, or free stacks.
    package var next: UnsafeMutablePointer<FiberControl>?
    /// The fiber that waits for this one's end.
    package var joiner: UnsafeMutablePointer<FiberControl>?
    /// What it runs: a closure, its result, and what knows their types.
    package var work: UnsafeMutableRawPointer?
    package var workType: (any FiberWork.Type)?
    /// What it waits for, in the words of the room that made it wait; nil when it is only parked.
    package var wait: UnsafeMutableRawPointer?
    package var scheduler: UnsafeMutablePointer<SchedulerState>?
    /// Counted from 1 by its scheduler, never given twice.
    package var number: UInt64 = 0
    package var state = State.free
    package var isCancelled = false
    /// Whether cancellation wakes it where it waits.
    package var isInterruptible = false
    /// Nobody will join it: its stack is free as soon as it has ended.
    package var isDetached = false
    /// Deadlines around what it does that have passed.
    package var passedDeadlines: Int32 = 0
    let stack: Stack

    package enum State: UInt8 {
        case free, ready, running, parked, ended
    }

    /// What is set aside for it on each stack.
    static let reservedBytes = 256

    init(stack: Stack) {
        precondition(MemoryLayout<FiberControl>.size <= FiberControl.reservedBytes, "a control block fits its place")
        self.stack = stack
    }

    /// The context of a control block: its first member.
    @inlinable
    package static func context(_ control: UnsafeMutablePointer<FiberControl>) -> UnsafeMutablePointer<fiber_context> {
        UnsafeMutableRawPointer(control).assumingMemoryBound(to: fiber_context.self)
    }

    package var interruption: Interruption? {
        isCancelled ? .cancelled : passedDeadlines > 0 ? .deadlinePassed : nil
    }
}

/// A fiber's closure and its result, in memory on the fiber's stack, with their types forgotten.
package protocol FiberWork {
    /// Calls the closure, and keeps what came of it.
    static func run(_ work: UnsafeMutableRawPointer)
    /// Destroys what `work` holds: a closure that never ran, or a result that nobody took.
    static func destroy(_ work: UnsafeMutableRawPointer)
}
