import CFiber

/// What the thread itself does while its fibers run.
extension FiberScope {
    /// Runs `body` as the first fiber, and every other until it has ended; those that are left when `body` has ended are
    /// cancelled first.
    ///
    /// - Parameter idle: called on the thread's own stack whenever no fiber is ready, and every `turnsBetweenIdling`
    ///   switches: makes fibers ready, and waits for that where none is.
    package func runMain<Value, Failure: Error>(
        _ body: @escaping () throws(Failure) -> Value, idle: () -> Void
    ) throws(RunFailure<Failure>) -> Value {
        precondition(!state.pointee.isRunning, "a scheduler runs once at a time")
        state.pointee.isRunning = true
        state.pointee.isEnding = false
        let outer = fiber_scheduler()
        fiber_set_scheduler(state)
        defer {
            fiber_set_scheduler(outer)
            state.pointee.isRunning = false
        }
        fiber_adopt_thread(SchedulerState.thread(state))
        let main: SpawnedFiber<Value, Failure>
        do throws(StackFailure) { main = try spawn("main", body) } catch { throw .stack(error) }
        while main.control.pointee.state != .ended {
            runReady()
            if main.control.pointee.state != .ended { idle() }
        }
        cancelAll()
        while state.pointee.living > 0 {
            runReady()
            if state.pointee.living > 0 { idle() }
        }
        let result = SpawnedFiber<Value, Failure>.takeResult(main.control)
        reclaimUnjoined()
        do throws(Failure) { return try result.get() } catch { throw .body(error) }
    }

    @inlinable
    package var hasReadyFiber: Bool { state.pointee.first != nil }

    /// How many fibers have not ended, the first one among them.
    package var livingCount: Int { state.pointee.living }

    /// Enough that the thread's turn costs a fiber that yields next to nothing, and few enough that completions don't wait.
    private static var turnsBetweenIdling: Int32 { 64 }

    /// Runs ready fibers until none is left, or the thread's own turn has come.
    private func runReady() {
        guard let next = state.pointee.first else { return }
        state.pointee.turns = FiberScope.turnsBetweenIdling
        state.pointee.first = next.pointee.next
        state.pointee.current = next
        fiber_switch(SchedulerState.thread(state), FiberControl.context(next))
    }

    /// "2 (reader)".
    func description(of fiber: UnsafeMutablePointer<FiberControl>) -> String {
        let label = fiber.pointee.stack.label(state.pointee.stacks.layout).pointee
        return "\(fiber.pointee.number) (\(label.name.map { String(cString: $0) } ?? "fiber"))"
    }

    private func cancelAll() {
        state.pointee.isEnding = true
        for fiber in state.pointee.stacks.controls(where: { $0 != .free && $0 != .ended }) { cancel(fiber) }
    }

    private func reclaimUnjoined() {
        for fiber in state.pointee.stacks.controls(where: { $0 == .ended }) {
            fiber.pointee.work.take()!.dropResult()
            FiberScope.reclaim(fiber)
        }
    }

    /// For when no fiber is ready and nothing is left that could wake one.
    package func trapForDeadlock() {
        if hasReadyFiber { return }
        let waiting = state.pointee.stacks.controls { $0 == .parked || $0 == .waiting }.prefix(8).map(description)
        let more = state.pointee.living > waiting.count ? " and \(state.pointee.living - waiting.count) more" : ""
        fatalError("deadlock: nothing is left that could wake fiber \(waiting.joined(separator: ", "))\(more)")
    }
}
