// `public`: what a `@usableFromInline` type mentions may not come from a narrower import.
public import Fibers
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

    /// `FiberScope.sleep(nanoseconds:)`.
    package func sleep(nanoseconds: Int64) throws(Interruption) { try fibers.sleep(nanoseconds: nanoseconds) }

    /// `FiberScope.sleep(untilNanoseconds:)`.
    package func sleep(untilNanoseconds: Int64) throws(Interruption) {
        try fibers.sleep(untilNanoseconds: untilNanoseconds)
    }

    /// `FiberScope.withDeadline`.
    package func withDeadline<Value, Failure: Error>(
        nanoseconds: Int64, _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try fibers.withDeadline(nanoseconds: nanoseconds, body)
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
        var operation = PendingOperation(of: fibers.current)
        withUnsafeMutablePointer(to: &operation) { operation in
            enqueue(submission, userData: UInt64(UInt(bitPattern: operation)))
            state.pointee.operations += 1
            fibers.suspend(isInterruptible: true, wait: operation)
        }
        guard let completion = operation.completion else { preconditionFailure("an operation ends by its completion") }
        if let errno = completion.errno, errno == .cancelled || errno == .interrupted { try fibers.checkInterruption() }
        return completion
    }
}
