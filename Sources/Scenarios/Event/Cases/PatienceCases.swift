import Fibers
import Kernel
import Sync
import Synchronization

/// Waits that share what they wait for, and that end without it: each wake-up goes to one who waits on.
enum PatienceCases {
    /// More takers than resources.
    static func pool(_ effort: Effort) throws(BodyFailure) -> String {
        let (resources, threadCount, fiberCount) = (3, 2, 8)
        let takes = max(1, effort.iterations / (threadCount + fiberCount))
        let pool = Shared(Pool(resources))
        let use = Use()
        try onScheduler { (scope) throws(BodyFailure) in
            let threads = try (0..<threadCount).map { _ throws(BodyFailure) in
                try OtherThread.start { for _ in 0..<takes { use.ofResource(from: pool) {} } }
            }
            let fibers = try (0..<fiberCount).map { _ throws(BodyFailure) in
                try scope.start("taker") { for _ in 0..<takes { use.ofResource(from: pool) { scope.yield() } } }
            }
            for fiber in fibers { fiber.join() }
            for thread in threads { thread.join() }
        }
        try expect("resources that two had at once", use.clashCount, is: 0)
        let takers = threadCount + fiberCount
        try expect("resources taken", use.count, is: takes * takers)
        try expect("resources that are back", pool.value.freeCount, is: resources)
        return "\(resources) resources went round \(takers) takers, \(Words.count(use.count, "time"))"
    }

    /// Who has what.
    private final class Use: Sendable {
        private let taken = Atomic<Int>(0)
        private let clashes = Atomic<Int>(0)
        private let uses = Atomic<Int>(0)

        var clashCount: Int { clashes.load(ordering: .relaxed) }
        var count: Int { uses.load(ordering: .relaxed) }

        func ofResource(from pool: Shared<Pool<Native>>, _ meanwhile: () -> Void) {
            guard let resource = try? pool.value.take(.endless) else { return }
            let bit = 1 << resource
            if taken.bitwiseOr(bit, ordering: .relaxed).oldValue & bit != 0 { clashes.add(1, ordering: .relaxed) }
            meanwhile()
            taken.bitwiseAnd(~bit, ordering: .relaxed)
            uses.add(1, ordering: .relaxed)
            pool.value.putBack(resource)
        }
    }

    /// A deadline and a wake-up meet: it goes to the one whose time is up, or else to the other.
    static func timeout(_ effort: Effort) throws(BodyFailure) -> String {
        let rounds = max(1, effort.iterations / 5)
        let counter = Shared(WakeCounter())
        try onScheduler { (scope) throws(BodyFailure) in
            var generator = effort.generator
            for round in 0..<rounds {
                let seen = counter.value.count
                let pause = Int64.random(in: 0...20_000, using: &generator)
                let late = try scope.start("late") { () throws(WaitFailure) in
                    try counter.value.wait(past: seen, .nanoseconds(pause))
                }
                try expectOneWakeUpEach(scope, round, late) { () throws(WaitFailure) in
                    try counter.value.wait(past: seen)
                } meeting: {
                    // Before the deadline, after it and before anybody looked at the clock, or after that.
                    switch round % 3 {
                    case 0: break
                    case 1: Processors.rest(nanoseconds: Int(pause))
                    default: try? scope.sleep(nanoseconds: pause)
                    }
                    counter.value.release()
                } again: {
                    counter.value.release()
                }
            }
        }
        return "\(Words.count(rounds, "wake-up")) met a deadline, and none was lost"
    }

    /// A cancellation and a wake-up meet, in either order; one that a thread sent is on its way when the fiber runs.
    static func cancel(_ effort: Effort) throws(BodyFailure) -> String {
        let rounds = effort.iterations
        let threadRounds = max(1, rounds / 20)
        let (semaphore, counter) = (Shared(Semaphore(0)), Shared(WakeCounter()))
        try onScheduler { (scope) throws(BodyFailure) in
            for round in 0..<threadRounds {
                let seen = counter.value.count
                let cancelled = try scope.start("cancelled") { () throws(WaitFailure) in
                    try counter.value.wait(past: seen)
                }
                try expectOneWakeUpEach(scope, round, cancelled) { () throws(WaitFailure) in
                    try counter.value.wait(past: seen)
                } meeting: { () throws(BodyFailure) in
                    try OtherThread.run { counter.value.release() }
                    cancelled.cancel()
                } again: {
                    counter.value.release()
                }
            }
            for round in 0..<rounds {
                let cancelled = try scope.start("cancelled") { () throws(WaitFailure) in
                    try semaphore.value.acquire()
                }
                try expectOneWakeUpEach(scope, round, cancelled) { () throws(WaitFailure) in
                    try semaphore.value.acquire()
                } meeting: {
                    if round.isMultiple(of: 2) { cancelled.cancel() }
                    semaphore.value.release()
                    cancelled.cancel()
                } again: {
                    semaphore.value.release()
                }
            }
        }
        return "\(Words.count(rounds + threadRounds, "wake-up")) met a cancellation, and none was lost"
    }

    /// `first` and another wait; `meeting` wakes one of them and ends the first one's patience. Where the first had it,
    /// the other sleeps on until `again`; where not, the other has it.
    private static func expectOneWakeUpEach(
        _ scope: FiberScope, _ round: Int, _ first: SpawnedFiber<Void, WaitFailure>,
        _ wait: @escaping () throws(WaitFailure) -> Void, meeting: () throws(BodyFailure) -> Void, again: () -> Void
    ) throws(BodyFailure) {
        var isAwake = false
        let other = try scope.start("patient") { () throws(WaitFailure) in
            defer { isAwake = true }
            try wait()
        }
        scope.yield()
        try meeting()
        var hadIt = true
        do throws(WaitFailure) { try first.join() } catch { hadIt = false }
        if hadIt {
            scope.yield()
            try expect(!isAwake, "round \(round): one wake-up woke two")
            again()
        }
        try expectWoken(other)
    }
}
