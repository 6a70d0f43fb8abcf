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

    /// IOSQE_IO_DRAIN, IOSQE_IO_LINK and IOSQE_IO_HARDLINK, macros that Swift does not import: what they do to others
    /// that stand in the same queue is more than their owner asked for, and would keep messages to other rings back.
    private static var bindingFlags: UInt8 { 1 << 1 | 1 << 2 | 1 << 3 }

    /// Hands `submission` to the ring, and waits for its one completion; its user data is set here.
    ///
    /// Memory that the submission points to must stay until this returns or throws: an operation that is interrupted is
    /// cancelled (IORING_OP_ASYNC_CANCEL) and waited for.
    ///
    /// - Returns: what the kernel said of the operation, which may be an errno. Where it succeeded although the fiber was
    ///   interrupted meanwhile, the interruption is thrown by the next wait.
    /// - Throws: when the fiber was interrupted before, or the operation was cut short for that.
    package func perform(_ submission: Submission) throws(Interruption) -> Completion {
        precondition(submission.flags & Ring.skipsCompletionOfSuccess == 0, "what is waited for has a completion")
        precondition(submission.flags & EventedScope.bindingFlags == 0, "an operation stands alone among those of others")
        return try perform(submission.opcode) { $0.pointee = submission }
    }

    /// The same with an operation of its own kind for each place of use, filled in where the kernel will read it: to make
    /// a submission elsewhere and to copy it takes as long as to switch to another fiber.
    @inline(__always)
    func perform(
        _ opcode: UInt8, _ fill: (UnsafeMutablePointer<Submission>) -> Void
    ) throws(Interruption) -> Completion {
        expectOwnFiber()
        try fibers.checkInterruption()
        var operation = PendingOperation(of: fibers.current)
        withUnsafeMutablePointer(to: &operation) { operation in
            let userData = UInt64(UInt(bitPattern: operation))
            let submission = takeEntry(userData: userData)
            fill(submission)
            submission.pointee.opcode = opcode
            submission.pointee.user_data = userData
            count(opcode)
            state.pointee.operations += 1
            fibers.suspend(isInterruptible: true, wait: operation)
        }
        guard let completion = operation.completion else { preconditionFailure("an operation ends by its completion") }
        if completion.result < 0 { try checkInterruption(after: completion) }
        return completion
    }

    /// What was cut short was so for the interruption, if there is one.
    @inline(never)
    private func checkInterruption(after completion: Completion) throws(Interruption) {
        if completion.errno == .cancelled || completion.errno == .interrupted { try fibers.checkInterruption() }
    }

    /// `enqueue`, counted.
    func submit(_ submission: Submission, userData: UInt64) {
        count(submission.opcode)
        enqueue(submission, userData: userData)
    }

    func count(_ opcode: UInt8) { (state.pointee.operationCounts + Int(opcode)).pointee &+= 1 }

    /// Traps where somebody else than a fiber of this ring calls: what a ring does is bound to its thread.
    @inline(__always)
    func expectOwnFiber(_ function: StaticString = #function) {
        if !fibers.isOnItsThread { trapForStranger(function) }
    }

    @inline(never)
    private func trapForStranger(_ function: StaticString) -> Never {
        fatalError("EventedScope.\(function) was called by a thread or fiber that is not of this ring: give it a task there")
    }

    /// Whether the kernel has the opcode `operation`.
    package func hasOpcode(_ operation: UInt8) -> Bool {
        if let known = state.pointee.knownOpcodes { return known.contains(operation) }
        let known = state.pointee.ring.knownOpcodes()
        state.pointee.knownOpcodes = known
        return known.contains(operation)
    }

    /// What the ring has done so far.
    package var counters: EventedCounters {
        var counters = state.pointee.counters
        counters.operations = Array(
            UnsafeBufferPointer(start: state.pointee.operationCounts, count: EventedCounters.opcodeCount))
        counters.lostCompletions = UInt64(state.pointee.ring.droppedCompletions)
        return counters
    }
}
