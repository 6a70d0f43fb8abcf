import Glibc
package import Kernel
import Sync

/// Why there is no other thread.
package enum ThreadFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The configured limit.
    case limitReached(threads: Int)
    /// What pthread_create(3) answered: EAGAIN where the limit of processes (RLIMIT_NPROC, ulimit -u) is reached, or the
    /// control group's (pids.max).
    case call(CallFailure, threads: Int)

    package var description: String {
        switch self {
        case .limitReached(let threads): "no thread for another task: \(threads) is the configured limit"
        case .call(let failure, let threads): "no thread for another task beyond \(threads): \(failure)"
        }
    }
}

/// Threads, each for one job at a time, started when none is idle, up to a limit; idle ones end after a while.
///
/// A job is never kept waiting for a thread: jobs that wait for each other would wait for ever. For any thread or fiber.
package final class ThreadPool: Sendable {
    package typealias Job = @Sendable () -> Void

    private let shared: Shared

    /// - Parameters:
    ///   - limit: how many threads there may be at a time.
    ///   - stackBytes: of each: touched only as far as it is used.
    ///   - onThreadStart: called by each thread when it begins.
    package init(
        limit: Int = 512, stackBytes: Int = 1 << 20, idleNanoseconds: Int64 = 10_000_000_000,
        onThreadStart: Job? = nil
    ) {
        shared = Shared(
            limit: limit, stackBytes: stackBytes, idleNanoseconds: idleNanoseconds, onThreadStart: onThreadStart)
    }

    /// Idle threads end; others when their jobs have.
    deinit { shared.close() }

    /// How many threads there are.
    package var threads: Int { shared.threads }

    /// How many of them wait for a job.
    var idleThreads: Int { shared.idleThreads }

    /// Has `job` run by a thread, at once.
    package func run(_ job: @escaping Job) throws(ThreadFailure) { try shared.run(job) }

    /// What the threads hold on to.
    private final class Shared: @unchecked Sendable {
        // Unchecked: the mutex guards what is below it.
        private let limit: Int
        private let stackBytes: Int
        private let idleNanoseconds: Int64
        private let onThreadStart: Job?
        private let jobsToTake = WakeCounter()
        private let mutex = Mutex()
        private var jobs: [Job] = []
        private var count = 0
        /// Threads that wait and for which no job is in `jobs`.
        private var idle = 0
        private var isClosed = false

        init(limit: Int, stackBytes: Int, idleNanoseconds: Int64, onThreadStart: Job?) {
            self.limit = limit
            self.stackBytes = stackBytes
            self.idleNanoseconds = idleNanoseconds
            self.onThreadStart = onThreadStart
        }

        var threads: Int { mutex.withLock { count } }
        var idleThreads: Int { mutex.withLock { idle } }

        func run(_ job: @escaping Job) throws(ThreadFailure) {
            mutex.lock()
            if idle > 0 {
                idle -= 1
                jobs.append(job)
                mutex.unlock()
                jobsToTake.release()
                return
            }
            let threads = count
            if threads >= limit {
                mutex.unlock()
                throw .limitReached(threads: threads)
            }
            count += 1
            mutex.unlock()
            do throws(CallFailure) {
                try start(job)
            } catch {
                mutex.withLock { count -= 1 }
                throw .call(error, threads: threads)
            }
        }

        func close() {
            mutex.withLock { isClosed = true }
            jobsToTake.releaseAll()
        }

        /// What a thread begins with.
        private final class First {
            let shared: Shared
            private var job: Job?

            init(_ shared: Shared, _ job: @escaping Job) {
                self.shared = shared
                self.job = job
            }

            /// What the job holds is free once it has ended, while its thread goes on.
            func run() { job.take()!() }
        }

        private func start(_ job: @escaping Job) throws(CallFailure) {
            var attributes = pthread_attr_t()
            pthread_attr_init(&attributes)
            defer { pthread_attr_destroy(&attributes) }
            pthread_attr_setstacksize(&attributes, stackBytes)
            pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
            var thread = pthread_t()
            let argument = Unmanaged.passRetained(First(self, job)).toOpaque()
            let result = pthread_create(
                &thread, &attributes,
                { argument in
                    let first = Unmanaged<First>.fromOpaque(argument.unsafelyUnwrapped).takeRetainedValue()
                    first.shared.work(first)
                    return nil
                }, argument)
            if result == 0 { return }
            Unmanaged<First>.fromOpaque(argument).release()
            throw CallFailure("pthread_create", "", Errno(result))
        }

        /// What a thread does: one job after another.
        private func work(_ first: First) {
            onThreadStart?()
            first.run()
            while let job = nextJob() { job() }
        }

        /// Waits for a job; nil when there was none for a while, and the thread has to end.
        private func nextJob() -> Job? {
            mutex.lock()
            idle += 1
            let patience = Patience(
                untilNanoseconds: Clock.nanoseconds(after: idleNanoseconds), isInterruptible: false)
            while true {
                // A job is for whoever comes first: as many threads wait as there are jobs and idle ones.
                if !jobs.isEmpty {
                    let job = jobs.removeFirst()
                    mutex.unlock()
                    return job
                }
                let seen = jobsToTake.count
                let mustEnd = isClosed || Clock.nanoseconds >= patience.untilNanoseconds
                if mustEnd {
                    idle -= 1
                    count -= 1
                    mutex.unlock()
                    return nil
                }
                mutex.unlock()
                try? jobsToTake.wait(past: seen, patience)
                mutex.lock()
            }
        }
    }
}
