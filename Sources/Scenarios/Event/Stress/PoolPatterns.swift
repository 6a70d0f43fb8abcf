import Fibers
import Sync
import Synchronization

/// Workers that take resources of which there are fewer, hold them a moment, and put them back.
enum PoolPatterns {
    static func pool(_ bench: StressBench, _ resources: some SharedResources) throws(BodyFailure) {
        let holders = Holders(bench)
        bench.shouldGoOn = { resources.hasFree }
        try StressWatch(bench: bench).run(
            Crew(bench) { worker in
                while !worker.isOver {
                    if let resource = resources.take(worker, .endless) {
                        holders.hold(resource, &worker)
                        resources.putBack(resource)
                        worker.cycle()
                    }
                    worker.pause()
                }
            })
    }

    /// The same where every other worker gives up early: by a timeout, by a deadline around it, or because it is cancelled.
    static func timeouts(_ bench: StressBench, _ resources: some SharedResources) throws(BodyFailure) {
        let holders = Holders(bench)
        bench.shouldGoOn = { resources.hasFree }
        try StressWatch(bench: bench).run(
            Crew(bench) { worker in
                while !worker.isOver {
                    if let resource = takeInAHurry(&worker, resources) {
                        holders.hold(resource, &worker)
                        resources.putBack(resource)
                    }
                    worker.cycle()
                    worker.pause()
                }
            })
    }

    private static func takeInAHurry(_ worker: inout StressWorker, _ resources: some SharedResources) -> Int? {
        if worker.index % 2 == 0 { return resources.take(worker, .endless) }
        guard let scope = worker.scope, worker.chance(2, in: 3) else {
            return resources.take(worker, worker.shortPatience())
        }
        if worker.chance(1, in: 2) {
            let nanoseconds = Int64.random(in: 0...200_000, using: &worker.random)
            let hurried = worker
            return scope.withDeadline(nanoseconds: nanoseconds) { resources.take(hurried, .interruptible) }
        }
        // Without a stack for it there is nothing to cancel.
        let hurried = worker
        guard let taker = try? scope.spawn("taker", { () throws(Never) in resources.take(hurried, .interruptible) }) else {
            return nil
        }
        worker.pause()
        taker.cancel()
        return taker.join()
    }

    /// Who has which resource: two at once are a double hand-out.
    private final class Holders: @unchecked Sendable {
        // Unchecked: all of it is atomic.
        private let bench: StressBench
        private let holders: UnsafeMutablePointer<Atomic<Int>>

        init(_ bench: StressBench) {
            self.bench = bench
            let count = bench.effort.resources
            holders = .allocate(capacity: count)
            for index in 0..<count { (holders + index).initialize(to: Atomic(0)) }
        }

        deinit {
            holders.deinitialize(count: bench.effort.resources)
            holders.deallocate()
        }

        func hold(_ resource: Int, _ worker: inout StressWorker) {
            worker.enter(.holding)
            if holders[resource].exchange(worker.index + 1, ordering: .sequentiallyConsistent) != 0 {
                bench.count(.doubleHandOut)
            }
            worker.pause()
            _ = holders[resource].exchange(0, ordering: .sequentiallyConsistent)
            worker.enter(.working)
        }
    }
}
