public import CKernel
public import Fibers
import Kernel
public import Synchronization

/// The real waiters: threads, and fibers of any scheduler. Which one calls, its thread knows.
///
/// A fiber that waits costs its siblings nothing; a thread sleeps in the kernel (futex(2)).
@frozen
@usableFromInline
package struct ThreadsAndFibers: Tokens {
    @inlinable
    package init() {}

    // MARK: Words

    /// Memory of an atomic integer.
    @frozen
    @usableFromInline
    package struct Word: Hashable, @unchecked Sendable {
        // Any thread may use it: all access is atomic.
        @usableFromInline let place: UnsafeMutablePointer<Atomic<UInt32>>

        @inlinable
        init(_ place: UnsafeMutablePointer<Atomic<UInt32>>) { self.place = place }

        @inlinable
        package static func == (one: Word, other: Word) -> Bool { one.place == other.place }

        @usableFromInline
        package func hash(into hasher: inout Hasher) { hasher.combine(place) }
    }

    @usableFromInline
    package func makeWord(_ value: UInt32) -> Word {
        // A line of the cache of its own: who uses another word does not take this one away.
        let place = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)
            .bindMemory(to: Atomic<UInt32>.self, capacity: 1)
        place.initialize(to: Atomic(value))
        return Word(place)
    }

    @usableFromInline
    package func freeWord(_ word: Word) {
        word.place.deinitialize(count: 1)
        word.place.deallocate()
    }

    @inlinable
    package func load(_ word: Word) -> UInt32 { word.place.pointee.load(ordering: .sequentiallyConsistent) }

    @inlinable
    package func exchange(_ word: Word, _ value: UInt32) -> UInt32 {
        word.place.pointee.exchange(value, ordering: .sequentiallyConsistent)
    }

    @inlinable
    package func release(_ word: Word, _ value: UInt32) { word.place.pointee.store(value, ordering: .releasing) }

    @inlinable
    package func compareExchange(_ word: Word, _ expected: UInt32, _ desired: UInt32) -> UInt32 {
        word.place.pointee.compareExchange(
            expected: expected, desired: desired, ordering: .sequentiallyConsistent
        ).original
    }

    @inlinable
    package func add(_ word: Word, _ value: UInt32) -> UInt32 {
        word.place.pointee.wrappingAdd(value, ordering: .sequentiallyConsistent).oldValue
    }

    @usableFromInline
    package func makeNumber() -> UInt32 { ThreadsAndFibers.objects.wrappingAdd(2, ordering: .relaxed).newValue }

    /// Odd, so that it is never 0.
    private static let objects = Atomic<UInt32>(1)

    @usableFromInline
    package func fail(_ misuse: Misuse) -> Never { fatalError("\(misuse)") }

    /// By Fibonacci hashing: words lie 16 bytes apart and more.
    @inlinable
    package func spread(_ word: Word) -> Int {
        Int((UInt64(UInt(bitPattern: word.place)) >> 4 &* 0x9e37_79b9_7f4a_7c15) >> 40)
    }

    // MARK: Identities

    /// A fiber's control block, or a thread's state with the lowest bit set.
    @frozen
    @usableFromInline
    package struct Party: @unchecked Sendable {
        // Any thread may have one of a party that waits, only to give it its token.
        @usableFromInline let bits: UInt

        @inlinable
        init(_ fiber: UnsafeMutablePointer<FiberControl>) { bits = UInt(bitPattern: fiber) }

        @inlinable
        init(_ thread: UnsafeMutablePointer<thread_state>) { bits = UInt(bitPattern: thread) | 1 }

        /// nil for a thread.
        @inlinable
        var fiber: UnsafeMutablePointer<FiberControl>? {
            bits & 1 == 0 ? UnsafeMutablePointer(bitPattern: bits) : nil
        }

        /// Of one that is not a fiber.
        @inlinable
        var thread: UnsafeMutablePointer<thread_state> { UnsafeMutablePointer(bitPattern: bits & ~1).unsafelyUnwrapped }
    }

    @inlinable
    package var caller: Party {
        if let scope = FiberScope.ofRunningFiber { return Party(scope.runningFiber) }
        return Party(this_thread())
    }

    /// A thread's number in Linux, or a fiber's `identity`, which lies above those.
    @inlinable
    package func identity(of caller: Party) -> UInt32 {
        if let fiber = caller.fiber { return fiber.pointee.identity }
        let number = caller.thread.pointee.number
        return number != 0 ? number : numberThread()
    }

    @usableFromInline
    func numberThread() -> UInt32 {
        number_this_thread { fatalError("\(Misuse.endedWhileHolding)") }
        return this_thread().pointee.number
    }

    @inlinable
    package func noteLocks(_ change: Int32, of caller: Party) {
        if let fiber = caller.fiber {
            fiber.pointee.heldLocks &+= change
        } else {
            caller.thread.pointee.held_locks &+= change
        }
    }

    @inlinable
    package func holdsLocks(_ caller: Party) -> Bool {
        if let fiber = caller.fiber { return fiber.pointee.heldLocks > 0 }
        return caller.thread.pointee.held_locks > 0
    }

    /// Longer and longer: each look takes the word's line of the cache from whoever has the lock, who may have lost its
    /// processor to this thread besides.
    @inlinable
    package func pause(_ attempt: Int) {
        if attempt >= 64 { return rest() }
        for _ in 0..<1 << min(attempt, 4) { relax_processor() }
    }

    @usableFromInline
    func rest() { Processors.rest(nanoseconds: 50_000) }

    // MARK: Tokens

    @inlinable
    package var waiter: Party { caller }

    @inlinable
    package func awaitToken(_ patience: Patience) -> TokenWait {
        if let scope = FiberScope.ofRunningFiber {
            return scope.awaitToken(
                untilNanoseconds: patience.untilNanoseconds, isInterruptible: patience.isInterruptible)
        }
        return ThreadToken(this_thread()).wait(patience)
    }

    @inlinable
    package func giveToken(to waiter: Party) {
        if let fiber = waiter.fiber {
            FiberScope.giveToken(to: fiber)
        } else {
            ThreadToken(waiter.thread).give()
        }
    }
}

/// Threads and fibers, which sleep in one lot for the whole program.
@usableFromInline package typealias Native = Parking<ThreadsAndFibers>

extension Parking where Base == ThreadsAndFibers {
    @usableFromInline package static let shared = Native(ParkingLot(on: ThreadsAndFibers(), buckets: bucketCount))

    /// No more can be at a bucket at the same time than there are processors: some for each, and a power of 2.
    private static var bucketCount: Int {
        let wanted = max(64, 16 * Processors.online)
        return 1 << (Int.bitWidth - (wanted - 1).leadingZeroBitCount)
    }
}
