import Kernel

/// Waiting for moments of the monotonic clock.
extension FiberScope {
    /// Waits for at least `nanoseconds`; with 0 or less it only lets the others run first.
    package func sleep(nanoseconds: Int64) throws(Interruption) {
        guard nanoseconds > 0 else {
            try checkInterruption()
            return yield()
        }
        try sleep(untilNanoseconds: Clock.nanoseconds(after: nanoseconds))
    }

    /// Waits until the monotonic clock shows at least `untilNanoseconds`.
    package func sleep(untilNanoseconds: Int64) throws(Interruption) {
        try checkInterruption()
        withWakeTimer(atNanoseconds: untilNanoseconds) { suspend(isInterruptible: true, wait: nil) }
        try checkInterruption()
    }

    /// Runs `body`, whose waits throw `Interruption.deadlinePassed` once `nanoseconds` have passed; a fiber that it joins
    /// then is cancelled.
    ///
    /// Deadlines nest, and whoever goes on after one has passed calls `checkInterruption` first: it throws when one further
    /// out has passed too, within which nothing waits any more.
    package func withDeadline<Value, Failure: Error>(
        nanoseconds: Int64, _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        var deadline = FiberTimer(.deadline, of: current)
        return try withUnsafeMutablePointer(to: &deadline) { deadline throws(Failure) in
            state.pointee.timers.add(deadline, atNanoseconds: Clock.nanoseconds(after: nanoseconds))
            defer {
                // What is left of it: nothing but its passing takes it from the timers before this.
                if deadline.pointee.index < 0 {
                    deadline.pointee.fiber.pointee.passedDeadlines -= 1
                } else {
                    state.pointee.timers.remove(deadline)
                }
            }
            return try body()
        }
    }

    /// Runs `wait`, in which the calling fiber suspends itself, and is resumed at that moment if by nothing earlier.
    func withWakeTimer(atNanoseconds moment: Int64, _ wait: () -> Void) {
        var timer = FiberTimer(.wake, of: current)
        withUnsafeMutablePointer(to: &timer) { timer in
            state.pointee.timers.add(timer, atNanoseconds: moment)
            wait()
            if timer.pointee.index >= 0 { state.pointee.timers.remove(timer) }
        }
    }

    /// The earliest moment that a fiber waits for, on the monotonic clock.
    package var earliestNanoseconds: Int64? { state.pointee.timers.earliestNanoseconds }

    /// Makes those ready whose moment has come.
    package func wakeExpired() {
        guard state.pointee.timers.earliestNanoseconds != nil else { return }
        let now = Clock.nanoseconds
        while let timer = state.pointee.timers.takeEarliest(notAfterNanoseconds: now) {
            let fiber = timer.pointee.fiber
            switch timer.pointee.kind {
            case .wake:
                // Something else may have made it ready already.
                if fiber.pointee.state.isWaiting { resume(fiber) }
            case .deadline:
                fiber.pointee.passedDeadlines += 1
                interruptWait(of: fiber)
            }
        }
    }
}
