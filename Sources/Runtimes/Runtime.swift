package import Fibers

/// What runs tasks: `Evented` as fibers on a ring, `Threaded` each on a thread of its own. The same code runs on both.
package protocol Runtime: ~Copyable {
    associatedtype Scope: TaskScope

    /// Runs `body` as the first task, and all tasks that it starts, until all have ended; those that are left when `body`
    /// has ended are cancelled.
    ///
    /// - Throws: `.body` with what `body` threw, or `.stack` when there is no stack for it.
    borrowing func run<Value, Failure: Error>(
        _ body: @escaping (Scope) throws(Failure) -> Value
    ) throws(RunFailure<Failure>) -> Value
}

/// What a task can do, whichever runtime it runs on. A handle for that task, and for nobody else: used from another thread
/// it traps, and says so.
///
/// Wherever a task waits, here or by a primitive of `Sync`, it can be cancelled, and a deadline around what it does cuts
/// the wait short.
package protocol TaskScope: Network, SendableMetatype {
    /// Lets others run.
    func yield()

    /// - Throws: why the task has to come to its end, if it has to.
    func checkInterruption() throws(Interruption)

    /// Waits until the monotonic clock shows at least `untilNanoseconds`.
    func sleep(untilNanoseconds: Int64) throws(Interruption)

    /// Runs `body`, whose waits are interrupted once `nanoseconds` have passed. Deadlines nest.
    func withDeadline<Value, Failure: Error>(
        nanoseconds: Int64, _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value

    /// Starts a task: `RuntimeTask` is what it is for.
    ///
    /// - Returns: what cancels it, to be called by this runtime's tasks, before it has ended or while that is unknown.
    func start(
        _ name: StaticString, _ body: @escaping @Sendable (Self) -> Void
    ) throws(SpawnFailure) -> @Sendable () -> Void
}

/// Why there is no other task.
package enum SpawnFailure: Error, Sendable, CustomStringConvertible {
    /// No stack for a fiber.
    case stack(StackFailure)
    /// No thread.
    case thread(ThreadFailure)

    package var description: String {
        switch self {
        case .stack(let failure): "\(failure)"
        case .thread(let failure): "\(failure)"
        }
    }
}
