import Sync

/// A task that somebody joins, on either runtime.
package final class RuntimeTask<Value: Sendable, Failure: Error>: Sendable {
    private let end = Event<Native>()
    /// Written before `end` is set, by the task; read after it, by whoever joins.
    nonisolated(unsafe) private var result: Result<Value, Failure>?
    /// Set before anybody else knows of this object.
    nonisolated(unsafe) private var cancelTask: (@Sendable () -> Void)?

    fileprivate init() {}

    fileprivate func start<Scope: TaskScope>(
        _ name: StaticString, on scope: Scope, _ body: @escaping @Sendable (Scope) throws(Failure) -> Value
    ) throws(SpawnFailure) {
        cancelTask = try scope.start(name) { scope in
            self.result = Result { () throws(Failure) in try body(scope) }
            self.end.set()
        }
    }

    /// Asks the task to come to its end: wherever it waits, an interruption is thrown.
    package func cancel() { if !end.isSet { cancelTask?() } }

    package var hasEnded: Bool { end.isSet }

    /// Waits for the task's end, and gives its result; as often as wanted, by any thread or fiber.
    ///
    /// Where the caller is interrupted meanwhile, the task is cancelled, and still waited for.
    ///
    /// - Throws: what the task threw.
    package func join() throws(Failure) -> Value {
        if (try? end.wait()) == nil {
            cancel()
            // Without patience there is no failure.
            try? end.wait(.endless)
        }
        guard let result else { preconditionFailure("a task that has ended has a result") }
        return try result.get()
    }
}

extension TaskScope {
    /// Starts a task beside this one.
    ///
    /// - Parameters:
    ///   - name: for whoever reads a crash report.
    ///   - body: what it does, with the scope that is its own.
    /// - Throws: when there is no stack or no thread for it.
    package func task<Value: Sendable, Failure: Error>(
        _ name: StaticString = "task", _ body: @escaping @Sendable (Self) throws(Failure) -> Value
    ) throws(SpawnFailure) -> RuntimeTask<Value, Failure> {
        let task = RuntimeTask<Value, Failure>()
        try task.start(name, on: self, body)
        return task
    }
}
