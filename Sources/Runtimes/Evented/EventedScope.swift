// `public`: what a `@usableFromInline` type mentions may not come from a narrower import.
public import Fibers
import Kernel
package import Ring

/// What a fiber of an Evented runtime can do: what any fiber can, and wait for the kernel. A handle: valid while `run`
/// runs, on its thread.
@usableFromInline
package struct EventedScope {
    @usableFromInline package let fibers: FiberScope
    let state: UnsafeMutablePointer<EventedState>

    /// `FiberScope.spawn`.
    @inlinable
    package func spawn<Value, Failure: Error>(
        _ name: StaticString = "fiber", _ body: consuming @escaping () throws(Failure) -> Value
    ) throws(StackFailure) -> SpawnedFiber<Value, Failure> {
        try fibers.spawn(name, body)
    }

    /// `FiberScope.detach`.
    package func detach(_ name: StaticString = "fiber", _ body: @escaping () -> Void) throws(StackFailure) {
        try fibers.detach(name, body)
    }

    /// `FiberScope.yield`.
    @inlinable
    package func yield() { fibers.yield() }

    /// `FiberScope.checkInterruption`.
    package func checkInterruption() throws(Interruption) { try fibers.checkInterruption() }

    /// Waits for at least `nanoseconds`; with 0 or less it only lets the others run first.
    package func sleep(nanoseconds: Int64) throws(Interruption) {
        guard nanoseconds > 0 else {
            try fibers.checkInterruption()
            return fibers.yield()
        }
        try sleep(untilNanoseconds: EventedScope.moment(after: nanoseconds))
    }

    /// Waits until the monotonic clock shows at least `untilNanoseconds`.
    package func sleep(untilNanoseconds: Int64) throws(Interruption) {
        try fibers.checkInterruption()
        var wait = PendingWait(.sleep, of: fibers.current)
        withUnsafeMutablePointer(to: &wait) { wait in
            state.pointee.timers.add(wait, atNanoseconds: untilNanoseconds)
            fibers.suspend(isInterruptible: true, wait: wait)
        }
        try fibers.checkInterruption()
    }

    /// On the monotonic clock; what lies beyond its end never comes.
    private static func moment(after nanoseconds: Int64) -> Int64 {
        let (moment, isBeyond) = Clock.nanoseconds.addingReportingOverflow(nanoseconds)
        return isBeyond ? .max : moment
    }

    /// IOSQE_CQE_SKIP_SUCCESS, a macro that Swift does not import.
    private static var skipsCompletion: UInt8 { 1 << 6 }

    /// Hands `submission` to the ring, and waits for its one completion; its user data is set here.
    ///
    /// Memory that the submission points to must stay until this returns or throws: an operation that is interrupted is
    /// cancelled (IORING_OP_ASYNC_CANCEL) and waited for.
    ///
    /// - Returns: what the kernel said of the operation, which may be an errno. Where it succeeded although the fiber was
    ///   interrupted meanwhile, the interruption is thrown by the next wait.
    /// - Throws: when the fiber was interrupted before, or the operation was cut short for that.
    package func perform(_ submission: Submission) throws(Interruption) -> Completion {
        precondition(submission.flags & EventedScope.skipsCompletion == 0, "what is waited for has a completion")
        try fibers.checkInterruption()
        var wait = PendingWait(.operation, of: fibers.current)
        withUnsafeMutablePointer(to: &wait) { wait in
            enqueue(submission, userData: UInt64(UInt(bitPattern: wait)))
            state.pointee.operations += 1
            fibers.suspend(isInterruptible: true, wait: wait)
        }
        guard let completion = wait.completion else { preconditionFailure("an operation ends by its completion") }
        if let errno = completion.errno, errno == .cancelled || errno == .interrupted { try fibers.checkInterruption() }
        return completion
    }

    /// Runs `body`, whose waits throw `Interruption.deadlinePassed` once `nanoseconds` have passed; a fiber that it joins
    /// then is cancelled.
    ///
    /// Deadlines nest, and whoever goes on after one has passed calls `checkInterruption` first: it throws when one further
    /// out has passed too, within which nothing waits any more.
    package func withDeadline<Value, Failure: Error>(
        nanoseconds: Int64, _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        var deadline = PendingWait(.deadline, of: fibers.current)
        return try withUnsafeMutablePointer(to: &deadline) { deadline throws(Failure) in
            state.pointee.timers.add(deadline, atNanoseconds: EventedScope.moment(after: nanoseconds))
            defer {
                // What is left of it: nothing but its passing takes it from the timers before this.
                if deadline.pointee.timerIndex < 0 {
                    deadline.pointee.fiber.pointee.passedDeadlines -= 1
                } else {
                    state.pointee.timers.remove(deadline)
                }
            }
            return try body()
        }
    }
}
