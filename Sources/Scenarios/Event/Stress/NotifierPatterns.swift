import Sync
import Synchronization

/// Signals between workers, without anything that is handed out.
enum NotifierPatterns {
    /// Most wait in a loop; two, or one of two workers, announce and withdraw as fast as they can.
    static func storm(_ bench: StressBench, _ notifier: some Notifier) throws(BodyFailure) {
        let stormers = bench.effort.workers > 3 ? 2 : 1
        let waiters = Count()
        waiters.add(bench.effort.workers - stormers)
        // There are announcements all the time.
        bench.shouldGoOn = { true }
        try StressWatch(bench: bench).run(
            Crew(bench) { worker in
                if worker.index < stormers {
                    while !worker.isOver {
                        notifier.announceToAll()
                        if worker.chance(1, in: 2) { worker.pause() }
                        notifier.withdraw()
                        worker.cycle()
                        worker.pause()
                    }
                    // Whoever waits must get out: an announcement that stays, or one for each that comes late.
                    while waiters.value > 0 {
                        notifier.announceToAll()
                        worker.yield()
                    }
                } else {
                    while !worker.isOver {
                        worker.wait(for: notifier, notifier.look())
                        worker.cycle()
                        worker.pause()
                    }
                    waiters.add(-1)
                }
            })
    }

    /// Pairs that wake each other in turn, of threads, of fibers and of both: each notifier has one waiter.
    static func pingPong(
        _ bench: StressBench, _ makeNotifier: @Sendable () -> some Notifier
    ) throws(BodyFailure) {
        let pairs = (0..<bench.effort.workers / 2).map { _ in Pair(makeNotifier(), makeNotifier()) }
        var random = bench.effort.generator(ofWorker: bench.effort.workers)
        let places = Array(0..<bench.effort.workers).shuffled(using: &random)
        try StressWatch(bench: bench).run(
            Crew(bench) { worker in
                let place = places[worker.index]
                // The last of an odd number has nobody.
                guard place / 2 < pairs.count else { return }
                let pair = pairs[place / 2]
                let isFirst = place % 2 == 0
                let (own, other) = isFirst ? (pair.first, pair.second) : (pair.second, pair.first)
                var seen = isFirst ? pair.firstSeen : pair.secondSeen
                if isFirst { other.announce() }
                while !worker.isOver {
                    worker.wait(for: own, seen)
                    seen = own.look()
                    own.withdraw()
                    other.announce()
                    worker.cycle()
                }
                other.announce()
            })
    }

    /// One announces to all others, who wait, and begins again when the last of them has gone on.
    static func fanOut(_ bench: StressBench, _ notifier: some Notifier) throws(BodyFailure) {
        let others = bench.effort.workers - 1
        let state = FanOut()
        try StressWatch(bench: bench).run(
            Crew(bench) { worker in
                if worker.index == 0 {
                    while !worker.isOver {
                        worker.gather(others, at: state.arrivals)
                        notifier.announceToAll()
                        worker.gather(others, at: state.departures)
                        notifier.withdraw()
                        for _ in 0..<others { state.next.release() }
                        worker.cycle()
                    }
                    worker.gather(others, at: state.arrivals)
                    state.isLast.store(true, ordering: .sequentiallyConsistent)
                    notifier.announceToAll()
                } else {
                    while true {
                        let seen = notifier.look()
                        state.arrivals.release()
                        worker.wait(for: notifier, seen)
                        if state.isLast.load(ordering: .sequentiallyConsistent) { return }
                        worker.cycle()
                        state.departures.release()
                        worker.gather(1, at: state.next)
                    }
                }
            })
    }

    private struct Pair<Kind: Notifier>: Sendable {
        let first: Kind
        let second: Kind
        /// From before anybody announced.
        let firstSeen: UInt32
        let secondSeen: UInt32

        init(_ first: Kind, _ second: Kind) {
            (self.first, self.second) = (first, second)
            (firstSeen, secondSeen) = (first.look(), second.look())
        }
    }

    private final class FanOut: Sendable {
        let arrivals = Semaphore<Native>(0)
        let departures = Semaphore<Native>(0)
        let next = Semaphore<Native>(0)
        let isLast = Atomic<Bool>(false)
    }
}

extension StressWorker {
    /// Waits for so many at a semaphore, which is not what is stressed.
    fileprivate func gather(_ count: Int, at semaphore: borrowing Semaphore<Native>) {
        for _ in 0..<count {
            // Nothing ends an endless wait.
            waiting { try? semaphore.acquire(.endless) }
        }
    }
}
