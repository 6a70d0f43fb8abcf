import CKernel
import Kernel
import Support
import Sync
import Synchronization
import Testing

@testable import Runtimes

/// Threads that run jobs.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct ThreadPoolTests {
    private final class Gate: Sendable {
        let event = Event<Native>()
        func pass() { try! event.wait(.endless) }
    }

    private final class Counter: Sendable {
        private let count = Atomic(0)
        var value: Int { count.load(ordering: .sequentiallyConsistent) }
        func add() { count.wrappingAdd(1, ordering: .sequentiallyConsistent) }
    }

    /// The test's time bounds it.
    private func wait(until isSo: () -> Bool) { while !isSo() { Processors.rest(nanoseconds: 50_000) } }

    /// Runs `body` by the pool, and waits for it.
    private func run<Value: Sendable>(on pool: ThreadPool, _ body: @escaping @Sendable () -> Value) throws -> Value {
        let gate = Gate()
        nonisolated(unsafe) var value: Value?
        try pool.run {
            value = body()
            gate.event.set()
        }
        gate.pass()
        return value!
    }

    @Test func anIdleThreadIsUsedAgain() throws {
        let pool = ThreadPool()
        var numbers: Set<Int32> = []
        for _ in 0..<50 {
            numbers.insert(try run(on: pool) { thread_number() })
            wait { pool.idleThreads == 1 }
        }
        #expect(numbers.count == 1 && pool.threads == 1)
    }

    /// However many wait for each other.
    @Test func jobsNeverWaitForAThread() throws {
        let pool = ThreadPool(limit: 100)
        let gates = (0..<100).map { _ in Gate() }
        let ended = Counter()
        // Each goes on when the one that was started after it has.
        for number in 0..<100 {
            try pool.run {
                if number < 99 { gates[number + 1].pass() }
                gates[number].event.set()
                ended.add()
            }
        }
        wait { ended.value == 100 }
        #expect(pool.threads == 100)
    }

    @Test func theLimitIsAnError() throws {
        let pool = ThreadPool(limit: 2)
        let gate = Gate()
        for _ in 0..<2 { try pool.run { gate.pass() } }
        #expect(throws: ThreadFailure.limitReached(threads: 2)) { try pool.run {} }
        gate.event.set()
        wait { pool.idleThreads == 2 }
        #expect(try run(on: pool) { 5 } == 5)
        #expect(pool.threads == 2)
        #expect(throws: ThreadFailure.limitReached(threads: 0)) { try ThreadPool(limit: 0).run {} }
    }

    /// Here for want of address space.
    @Test func aThreadThatCannotBeMadeIsAnError() throws {
        let pool = ThreadPool(stackBytes: 1 << 46)
        for _ in 0..<3 {
            do throws(ThreadFailure) {
                try pool.run {}
                Issue.record("there is no stack of 64 TiB")
            } catch {
                guard case .call(let failure, threads: 0) = error else { throw error }
                #expect(failure.errno == .tryAgain || failure.errno == .outOfMemory)
            }
            #expect(pool.threads == 0)
        }
    }

    @Test func idleThreadsEnd() throws {
        let pool = ThreadPool(idleNanoseconds: 1_000_000)
        let gate = Gate()
        for _ in 0..<4 { try pool.run { gate.pass() } }
        #expect(pool.threads == 4)
        gate.event.set()
        wait { pool.threads == 0 }
        #expect(pool.idleThreads == 0)
        #expect(try run(on: pool) { 5 } == 5)
    }

    /// A job that is given to a thread which is about to end is done, by that or by another.
    @Test func noJobIsLostToAThreadThatEnds() throws {
        for idle in [0, 1000, 50_000] as [Int64] {
            let pool = ThreadPool(limit: 8, idleNanoseconds: idle)
            let (given, done) = (Counter(), Counter())
            Threads.run(3) { number in
                var random = Generator(seed: UInt64(number))
                for _ in 0..<500 {
                    do throws(ThreadFailure) {
                        try pool.run { done.add() }
                        given.add()
                    } catch {
                        guard case .limitReached(threads: 8) = error else { fatalError("\(error)") }
                    }
                    if Bool.random(using: &random) {
                        Processors.rest(nanoseconds: Int.random(in: 0..<60_000, using: &random))
                    }
                }
            }
            wait { done.value == given.value }
            wait { pool.threads == 0 }
            #expect(given.value > 0 && done.value == given.value)
        }
    }

    private final class Held: Sendable {}

    /// What a pool's threads hold on to is free once the last of them has ended.
    private func pool(_ held: Held) -> ThreadPool {
        ThreadPool(idleNanoseconds: 600_000_000_000) { withExtendedLifetime(held) {} }
    }

    @Test func idleThreadsEndWithTheirPool() throws {
        weak var held: Held?
        do {
            let strong = Held()
            held = strong
            let pool = pool(strong)
            let gate = Gate()
            for _ in 0..<3 { try pool.run { gate.pass() } }
            gate.event.set()
            wait { pool.idleThreads == 3 }
        }
        wait { held == nil }
    }

    @Test func busyThreadsEndAfterTheirJobs() throws {
        weak var held: Held?
        let (gate, done) = (Gate(), Counter())
        do {
            let strong = Held()
            held = strong
            let pool = pool(strong)
            for _ in 0..<3 {
                try pool.run {
                    gate.pass()
                    done.add()
                }
            }
        }
        #expect(done.value == 0 && held != nil)
        gate.event.set()
        wait { held == nil }
        #expect(done.value == 3)
    }

    /// While its thread waits for the next: the first job of a thread as well as later ones.
    @Test func whatAJobHeldIsFreeOnceItHasEnded() throws {
        let pool = ThreadPool(idleNanoseconds: 600_000_000_000)
        for _ in 0..<3 {
            weak var held: Held?
            do {
                let strong = Held()
                held = strong
                try pool.run { withExtendedLifetime(strong) {} }
            }
            wait { pool.idleThreads == 1 }
            #expect(held == nil && pool.threads == 1)
        }
    }

    @Test func eachThreadIsGreetedOnce() throws {
        let greeted = Counter()
        let pool = ThreadPool { greeted.add() }
        for _ in 0..<10 { try run(on: pool) {} }
        #expect(greeted.value == pool.threads)
    }
}
