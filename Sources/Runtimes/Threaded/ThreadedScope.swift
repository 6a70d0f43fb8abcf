package import Fibers
import Glibc
import Kernel
import Sync

/// What a task on a thread can do.
package struct ThreadedScope: TaskScope, Sendable {
    let group: ThreadedGroup
    let task: ThreadedTask

    package func yield() { sched_yield() }

    package func checkInterruption() throws(Interruption) {
        if let interruption = task.ownThread.interruption { throw interruption }
    }

    package func sleep(untilNanoseconds: Int64) throws(Interruption) {
        try checkInterruption()
        // Nobody sets it: the wait ends by its patience.
        let never = Event()
        try? never.wait(Patience(untilNanoseconds: untilNanoseconds))
        try checkInterruption()
    }

    package func withDeadline<Value, Failure: Error>(
        nanoseconds: Int64, _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let thread = task.ownThread
        let outer = thread.deadlineNanoseconds
        thread.deadlineNanoseconds = min(outer, Clock.nanoseconds(after: nanoseconds))
        defer { thread.deadlineNanoseconds = outer }
        return try body()
    }

    package func start(
        _ name: StaticString, _ body: @escaping @Sendable (ThreadedScope) -> Void
    ) throws(SpawnFailure) -> @Sendable () -> Void {
        let task = try group.start(body)
        return { task.cancel() }
    }
}
