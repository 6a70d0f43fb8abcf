public import CFiber
package import Kernel
import Synchronization

/// How the wait for a token ended.
@frozen
@usableFromInline
package enum TokenWait: Sendable {
    /// The token was given, and is used up.
    case given
    case deadlinePassed
    case interrupted
}

/// Each fiber has a token, which anybody may give it, on any thread: once for each time that it waits.
extension FiberScope {
    /// Waits until the calling fiber's token is given, takes it, and says so even where the wait would have ended anyway.
    ///
    /// - Parameter isInterruptible: whether cancellation and passed deadlines end the wait.
    @usableFromInline
    package func awaitToken(untilNanoseconds: Int64, isInterruptible: Bool) -> TokenWait {
        let fiber = current
        if !fiber.pointee.hasToken {
            if isInterruptible, fiber.pointee.interruption != nil { return .interrupted }
            state.pointee.tokenWaiters += 1
            if untilNanoseconds == .max {
                suspend(.awaitingToken, isInterruptible: isInterruptible, wait: nil)
            } else {
                withWakeTimer(atNanoseconds: untilNanoseconds) {
                    suspend(.awaitingToken, isInterruptible: isInterruptible, wait: nil)
                }
            }
            state.pointee.tokenWaiters -= 1
        }
        if fiber.pointee.hasToken {
            fiber.pointee.hasToken = false
            return .given
        }
        return isInterruptible && fiber.pointee.interruption != nil ? .interrupted : .deadlinePassed
    }

    /// Gives `fiber` its token, which waits for it now or is sure to: by any thread. From here on the fiber may be gone.
    @usableFromInline
    package static func giveToken(to fiber: UnsafeMutablePointer<FiberControl>) {
        let state = fiber.pointee.scheduler.unsafelyUnwrapped
        if fiber_scheduler() == UnsafeMutableRawPointer(state) {
            FiberScope(state: state).acceptToken(fiber)
        } else {
            Doorbell.deliver(fiber, to: state.pointee.bell)
        }
    }

    /// Gives their tokens to the fibers that other threads meant.
    package func acceptTokens() {
        var next = state.pointee.bell.pointee.takeAll()
        while let fiber = next {
            next = fiber.pointee.inboxNext
            acceptToken(fiber)
        }
    }

    private func acceptToken(_ fiber: UnsafeMutablePointer<FiberControl>) {
        precondition(!fiber.pointee.hasToken, "a token is given once for each wait")
        fiber.pointee.hasToken = true
        if fiber.pointee.state == .awaitingToken { resume(fiber) }
    }

    /// Whether another thread may yet wake a fiber.
    @inlinable
    package var mayBeWokenByOthers: Bool { state.pointee.tokenWaiters > 0 }

    /// The thread's turn where there is no ring: makes fibers ready, and waits for that where none is.
    func idle() {
        acceptTokens()
        wakeExpired()
        if hasReadyFiber { return }
        let earliest = earliestNanoseconds
        guard earliest != nil || mayBeWokenByOthers else { return trapForDeadlock() }
        Doorbell.sleep(at: state.pointee.bell, untilNanoseconds: earliest)
        acceptTokens()
        wakeExpired()
    }

    // MARK: Where the thread waits for its ring

    /// The eventfd by which other threads wake this one: its own as long as the scheduler lives.
    package func makeWakeEvent() throws(CallFailure) -> Int32 { try Doorbell.addEvent(to: state.pointee.bell) }

    /// Says that the thread is going to wait for its ring, and for the wake event on it: false when it must not, because a
    /// fiber was woken meanwhile. `wakeUp` has to follow.
    package func fallAsleepOnRing() -> Bool { state.pointee.bell.pointee.fallAsleepOnRing() }

    package func wakeUp() { state.pointee.bell.pointee.wakeUp() }

    /// From here until `stopBeingWoken`, whoever has to wake the thread while it waits for its ring calls `wake`, on any
    /// thread, which has to be sure to end that wait, or else answers false: then the wake event is made readable.
    ///
    /// It may come late, when the thread is awake already.
    package func beWoken(by wake: @escaping @Sendable () -> Bool) {
        Doorbell.openOtherWay(of: state.pointee.bell, wake)
    }

    /// From here on `wake` is not called any more; calls in progress are waited for.
    package func stopBeingWoken() { Doorbell.shutOtherWay(of: state.pointee.bell) }

    /// Makes the wake event readable.
    package func ringOwnBell() { Doorbell.ring(state.pointee.bell) }
}

extension FiberScope {
    /// The scheduler whose fiber runs on the calling thread, if one does.
    @inlinable
    package static var ofRunningFiber: FiberScope? {
        guard let address = fiber_scheduler() else { return nil }
        // Only `runMain` puts one there, for as long as it runs.
        let state = address.assumingMemoryBound(to: SchedulerState.self)
        return state.pointee.current == nil ? nil : FiberScope(state: state)
    }

    /// The scheduler whose fibers the calling thread runs: one of them calls, or the thread itself between them.
    package static var ofThread: FiberScope? {
        // As above.
        fiber_scheduler().map { FiberScope(state: $0.assumingMemoryBound(to: SchedulerState.self)) }
    }

    /// What the room that runs these fibers on a ring keeps with them; nil where there is none. It alone knows what it is.
    package var ringState: UnsafeMutableRawPointer? {
        get { state.pointee.ringState }
        nonmutating set { state.pointee.ringState = newValue }
    }

    /// Whether the calling thread runs this scheduler's fibers, and one of them calls.
    @inlinable
    package var isOnItsThread: Bool { fiber_scheduler() == UnsafeMutableRawPointer(state) && state.pointee.current != nil }

    /// `current`, of a scope that `ofRunningFiber` gave.
    @inlinable
    package var runningFiber: UnsafeMutablePointer<FiberControl> { state.pointee.current.unsafelyUnwrapped }
}

/// Numbers that tell fibers from each other, and from threads by thread number (at most 2^22 in Linux).
enum FiberIdentity {
    private static let taken = Atomic<UInt32>(0)

    /// The first number that no thread has, and how many there are from there on: 30 bits in all.
    private static let first: UInt32 = 1 << 22
    private static let count: UInt32 = 1 << 30 - 1 << 22

    /// They come again after a thousand million stacks.
    static func next() -> UInt32 { first + taken.wrappingAdd(1, ordering: .relaxed).oldValue % count }
}
