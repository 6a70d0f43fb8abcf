package import Fibers
import Glibc
import Kernel
import Sync

/// Tasks, each on a thread of its own: one that waits keeps nobody else from running.
///
/// There are as many threads as tasks that run at a time, up to a limit, then an error: a fixed number of threads comes to
/// a standstill once more tasks wait for others than it has threads.
package final class Threaded: Runtime {
    private let pool: ThreadPool

    package init(_ pool: ThreadPool = ThreadPool()) { self.pool = pool }

    /// Runs `body` on the calling thread, as its first task.
    package func run<Value, Failure: Error>(
        _ body: @escaping (ThreadedScope) throws(Failure) -> Value
    ) throws(RunFailure<Failure>) -> Value {
        precondition(
            FiberScope.ofRunningFiber == nil, "Threaded.run was called by a fiber, whose siblings it would keep waiting")
        let group = ThreadedGroup(pool)
        defer { group.end() }
        let task = ThreadedTask()
        task.begin()
        defer { task.end() }
        do throws(Failure) { return try body(ThreadedScope(group: group, task: task)) } catch { throw .body(error) }
    }
}

/// The tasks of one `run`.
final class ThreadedGroup: @unchecked Sendable {
    // Unchecked: the mutex guards what is below it.
    let pool: ThreadPool
    private let ends = WakeCounter()
    private let mutex = Mutex()
    private var tasks: [ObjectIdentifier: ThreadedTask] = [:]
    private var isEnding = false

    init(_ pool: ThreadPool) { self.pool = pool }

    func start(_ body: @escaping @Sendable (ThreadedScope) -> Void) throws(SpawnFailure) -> ThreadedTask {
        let task = ThreadedTask(body)
        let isLate = mutex.withLock {
            tasks[ObjectIdentifier(task)] = task
            return isEnding
        }
        if isLate { task.cancel() }
        do throws(ThreadFailure) {
            try pool.run {
                task.begin()
                task.runBody(ThreadedScope(group: self, task: task))
                task.end()
                self.remove(task)
            }
        } catch {
            remove(task)
            throw .thread(error)
        }
        return task
    }

    private func remove(_ task: ThreadedTask) {
        mutex.withLock { tasks[ObjectIdentifier(task)] = nil }
        ends.releaseAll()
    }

    /// Cancels the tasks that are left, and waits until they have ended.
    func end() {
        let left = mutex.withLock {
            isEnding = true
            return Array(tasks.values)
        }
        for task in left { task.cancel() }
        while true {
            let seen = ends.count
            if mutex.withLock({ tasks.isEmpty }) { return }
            // Without patience there is no failure.
            try? ends.wait(past: seen, .endless)
        }
    }
}
