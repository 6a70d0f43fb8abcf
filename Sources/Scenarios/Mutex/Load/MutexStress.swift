import Synchronization

extension StressScenario {
    /// Mutexes used as they should be, by many at once.
    package static let mutex = StressScenario(
        name: "mutex", subject: "mutexes", patterns: MutexStress.patterns, primitives: MutexStress.primitives)
}

private enum MutexStress {
    static let misuse = StressPattern(
        "misuse", "each misuse of each kind of lock, in a process of its own", crew: .misuse)
    static let threads = StressPattern(
        "threads", "threads lock, look whether they are alone, and unlock", crew: .threads)
    static let fibers = StressPattern(
        "fibers", "the same by fibers of one ring, which now and then yield inside", crew: .fibers)
    static let mixed = StressPattern("mixed", "the same by threads and fibers together")

    static let patterns = [misuse] + right
    private static let right = [threads, fibers, mixed]

    static let primitives = [
        primitive("Mutex", "the mutex between threads and fibers of any runtime", misused: [.ours], through: right) {
            OwnLock()
        },
        primitive("pthread", "pthread_mutex_t, PTHREAD_MUTEX_NORMAL under load",
            misused: [.pthreadNormal, .pthreadErrorcheck, .pthreadRecursive, .pthreadRobust], through: [threads]
        ) { PosixLock() },
        primitive(
            "Synchronization", "Synchronization.Mutex of Swift's standard library", misused: [.swift], through: [threads]
        ) { StandardLock() },
        primitive("Futex", "FUTEX_LOCK_PI of futex(2)", misused: [.kernel], through: [threads]) { KernelLock() },
        primitive(
            "BackendBoundMutex", "bound to its runtime; under load to threads, and kept to them", isSpecimen: true,
            misused: [.boundEvented, .boundThreaded], through: [threads]
        ) { BoundLock(.threaded) },
    ]

    private static func primitive<Lock: StressedLock>(
        _ name: String, _ purpose: String, isSpecimen: Bool = false, misused: [LockKind],
        through patterns: [StressPattern], _ make: @escaping @Sendable () -> Lock
    ) -> StressedPrimitive {
        StressedPrimitive(
            name, purpose, isSpecimen: isSpecimen, misused: misused,
            Dictionary(
                uniqueKeysWithValues: patterns.map { pattern in
                    (pattern.name, { @Sendable (bench) throws(BodyFailure) in try load(bench, make()) })
                }))
    }

    private static func load(_ bench: StressBench, _ lock: some StressedLock) throws(BodyFailure) {
        let inside = Inside()
        try StressWatch(bench: bench).run(
            Crew(bench) { worker in
                while !worker.isOver {
                    let yields = worker.scope != nil && worker.chance(1, in: 4)
                    let start = worker.startWaiting()
                    lock.withLock {
                        worker.stopWaiting(since: start)
                        if inside.worker.exchange(worker.index + 1, ordering: .relaxed) != 0 { bench.count(.twoInside) }
                        if yields { worker.yield() }
                        if inside.worker.exchange(0, ordering: .relaxed) != worker.index + 1 { bench.count(.twoInside) }
                    }
                    worker.cycle()
                    worker.pause()
                }
            })
    }

    private final class Inside: Sendable {
        /// The index of whoever is inside, from 1 on.
        let worker = Atomic<Int>(0)
    }
}
