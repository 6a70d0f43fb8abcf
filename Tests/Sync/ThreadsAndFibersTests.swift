import Fibers
import Kernel
import Support
import Synchronization
import Testing

@testable import Sync

/// The primitives between real threads, and fibers.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct ThreadsAndFibersTests {
    /// Runs `body` on so many threads and, on one thread more, so many fibers, each with its number.
    private func run(threads: Int, fibers: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let fibersOfOneThread: @Sendable () -> Void = {
            try! Scheduler().run { scope in
                let spawned = try (0..<fibers).map { number in
                    try scope.spawn { () throws(Never) in body(threads + number) }
                }
                for fiber in spawned { fiber.join() }
            }
        }
        Threads.run((0..<threads).map { number in { @Sendable in body(number) } } + (fibers > 0 ? [fibersOfOneThread] : []))
    }

    private final class Counted: @unchecked Sendable {
        let mutex = Sync.Mutex<Native>()
        var count = 0
    }

    /// A count that only a mutex makes right; a fiber may hold it while others of its thread run.
    @Test(arguments: [(4, 0), (0, 8), (3, 5)])
    func aMutexGuardsACount(threads: Int, fibers: Int) {
        let counted = Counted()
        run(threads: threads, fibers: fibers) { number in
            for round in 0..<2000 {
                counted.mutex.lock()
                let before = counted.count
                if round % 7 == number % 7 { FiberScope.ofRunningFiber?.yield() }
                counted.count = before + 1
                counted.mutex.unlock()
            }
        }
        #expect(counted.count == 2000 * (threads + fibers))
    }

    private final class Pair: Sendable {
        let ping = Event<Native>()
        let pong = Event<Native>()
        let passes = Atomic<Int>(0)
    }

    /// Between two threads, two fibers of one thread, and one of each.
    @Test(arguments: [(2, 0), (0, 2), (1, 1)])
    func eventsWakeInTurn(threads: Int, fibers: Int) {
        let pair = Pair()
        run(threads: threads, fibers: fibers) { number in
            for _ in 0..<2000 {
                if number == 0 {
                    pair.ping.set()
                    try! pair.pong.wait()
                    pair.pong.reset()
                } else {
                    try! pair.ping.wait()
                    pair.ping.reset()
                    pair.pong.set()
                }
                pair.passes.wrappingAdd(1, ordering: .relaxed)
            }
        }
        #expect(pair.passes.load(ordering: .relaxed) == 4000)
    }

    /// A few resources, and who has which.
    private final class Shared: Sendable {
        let pool = Pool<Native>(2)
        let first = Atomic<Int>(0)
        let second = Atomic<Int>(0)
        let clashes = Atomic<Int>(0)
        let failures = Atomic<Int>(0)

        /// Others get to run meanwhile, so that they have to wait.
        func hold(_ resource: Int, by number: Int) {
            let taken = exchange(resource, number + 1)
            if let scope = FiberScope.ofRunningFiber { scope.yield() } else { Processors.rest(nanoseconds: 1000) }
            let left = exchange(resource, 0)
            if taken != 0 || left != number + 1 { clashes.wrappingAdd(1, ordering: .relaxed) }
        }

        private func exchange(_ resource: Int, _ value: Int) -> Int {
            resource == 0
                ? first.exchange(value, ordering: .sequentiallyConsistent)
                : second.exchange(value, ordering: .sequentiallyConsistent)
        }
    }

    /// Half of them give up early, again and again: that costs nobody else a wake-up, and the test would not end.
    @Test(arguments: [(6, 0), (0, 8), (4, 4)])
    func whoGivesUpTakesNoWakeUpWithIt(threads: Int, fibers: Int) {
        let shared = Shared()
        run(threads: threads, fibers: fibers) { number in
            for round in 0..<500 {
                // Every other has no patience at all, or next to none.
                let patience: Patience = number % 2 == 0 ? .endless : .nanoseconds(Int64(round % 5) * 1000)
                do throws(WaitFailure) {
                    let resource = try shared.pool.take(patience)
                    shared.hold(resource, by: number)
                    shared.pool.putBack(resource)
                } catch {
                    shared.failures.wrappingAdd(1, ordering: .relaxed)
                }
            }
        }
        #expect(shared.clashes.load(ordering: .relaxed) == 0)
        #expect(shared.pool.freeCount == 2)
        #expect(shared.failures.load(ordering: .relaxed) > 0, "otherwise this has not tried what it is for")
    }

    @Test func aWaitOfAThreadEndsInTime() throws {
        let event = Event<Native>()
        let before = Clock.nanoseconds
        #expect(throws: WaitFailure.timedOut) { try event.wait(.nanoseconds(2_000_000)) }
        #expect(Clock.nanoseconds - before >= 2_000_000)
        #expect(!Native.shared.hasWaiters(event.word))
    }

    @Test func aWaitOfAFiberEndsInTime() throws {
        let events = Pair()
        let before = Clock.nanoseconds
        try Scheduler().run { scope in
            _ = #expect(throws: WaitFailure.timedOut) { try events.ping.wait(.nanoseconds(2_000_000)) }
        }
        #expect(Clock.nanoseconds - before >= 2_000_000)
    }

    /// By cancellation, or a deadline around it; what cannot be interrupted waits on.
    @Test func aWaitOfAFiberIsInterrupted() throws {
        let (events, mutex) = (Pair(), Counted())
        try Scheduler().run { scope in
            let waiter = try scope.spawn { () throws(WaitFailure) in try events.ping.wait() }
            scope.yield()
            waiter.cancel()
            #expect(throws: WaitFailure.interrupted) { try waiter.join() }
            scope.withDeadline(nanoseconds: 1_000_000) {
                _ = #expect(throws: WaitFailure.interrupted) { try events.ping.wait() }
            }
            mutex.mutex.lock()
            let locker = try scope.spawn { () throws(Never) in mutex.mutex.withLock { mutex.count += 1 } }
            scope.yield()
            locker.cancel()
            scope.yield()
            #expect(mutex.count == 0)
            mutex.mutex.unlock()
            locker.join()
            #expect(mutex.count == 1)
        }
    }

    @Test func identitiesDiffer() throws {
        let own = Native.shared.identity
        #expect(own == Native.shared.identity)
        let others = Mutexed()
        run(threads: 3, fibers: 3) { _ in
            let identity = Native.shared.identity
            others.mutex.withLock { others.values.append(identity) }
        }
        let all = others.values + [own]
        #expect(Set(all).count == 7 && all.allSatisfy { (1..<1 << 30).contains($0) })
    }

    private final class Mutexed: @unchecked Sendable {
        let mutex = Sync.Mutex<Native>()
        var values: [UInt32] = []
    }
}
