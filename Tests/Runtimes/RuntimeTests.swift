import Fibers
import Kernel
import Support
import Sync
import Synchronization
import Testing

@testable import Runtimes

extension Interruption {
    fileprivate var word: String { self == .cancelled ? "cancelled" : "deadline" }
}

/// Tasks, on either runtime.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct RuntimeTests {
    private enum Failure: Error, Equatable { case number(Int) }

    final class Log: Sendable {
        private let mutex = Sync.Mutex<Native>()
        nonisolated(unsafe) private var entries: [String] = []
        func append(_ entry: String) { mutex.withLock { entries.append(entry) } }
        var all: [String] { mutex.withLock { entries } }
    }

    /// For tasks that wait for each other.
    final class Signal: Sendable {
        let event = Event<Native>()
    }

    // MARK: Joining

    private struct Joining: TaskBody {
        func run<Scope: TaskScope>(_ scope: Scope) throws -> [Int] {
            let tasks = try (0..<20).map { number in
                try scope.task { scope throws(Failure) in
                    scope.yield()
                    if number % 5 == 4 { throw Failure.number(number) }
                    return number
                }
            }
            let results = tasks.map { task in
                do throws(Failure) { return try task.join() } catch {
                    guard case .number(let number) = error else { return 0 }
                    return -number
                }
            }
            // As often as wanted.
            #expect(try tasks[7].join() == 7 && tasks[7].hasEnded)
            #expect(throws: Failure.number(9)) { try tasks[9].join() }
            return results
        }
    }

    @Test(arguments: BothRuntimes.available)
    func resultsAndErrorsAreJoined(_ runtime: BothRuntimes) throws {
        #expect(try runtime.run(Joining()) == (0..<20).map { $0 % 5 == 4 ? -$0 : $0 })
    }

    private struct Nesting: TaskBody {
        func run<Scope: TaskScope>(_ scope: Scope) throws -> Int {
            @Sendable func count<Inner: TaskScope>(_ scope: Inner, depth: Int) throws -> Int {
                if depth == 0 { return 1 }
                let tasks = try (0..<2).map { _ in try scope.task { scope in try count(scope, depth: depth - 1) } }
                return try tasks.reduce(1) { try $0 + $1.join() }
            }
            return try count(scope, depth: 5)
        }
    }

    @Test(arguments: BothRuntimes.available)
    func tasksStartTasks(_ runtime: BothRuntimes) throws {
        #expect(try runtime.run(Nesting()) == 63)
    }

    private struct Throwing: TaskBody {
        func run<Scope: TaskScope>(_ scope: Scope) throws -> Int { throw Failure.number(3) }
    }

    @Test(arguments: BothRuntimes.available)
    func whatTheFirstTaskThrowsComesOut(_ runtime: BothRuntimes) {
        do {
            _ = try runtime.run(Throwing())
            Issue.record("nothing was thrown")
        } catch RunFailure<any Error>.body(let error) {
            #expect(error as? Failure == .number(3))
        } catch {
            Issue.record("\(error)")
        }
    }

    /// One task's end is awaited by several others, of which one is interrupted: the task is cancelled by that.
    private struct Interrupting: TaskBody {
        func run<Scope: TaskScope>(_ scope: Scope) throws -> [String] {
            let (log, isThere) = (Log(), Signal())
            let child = try scope.task("child") { scope throws(Interruption) in
                isThere.event.set()
                do throws(Interruption) { try scope.sleep(untilNanoseconds: .max) } catch {
                    log.append("child \(error.word)")
                    throw error
                }
            }
            let parent = try scope.task("parent") { _ throws(Interruption) in
                do throws(Interruption) { try child.join() } catch {
                    log.append("parent saw \(error.word)")
                    throw error
                }
            }
            try isThere.event.wait()
            scope.yield()
            parent.cancel()
            #expect(throws: Interruption.cancelled) { try parent.join() }
            #expect(throws: Interruption.cancelled) { try child.join() }
            return log.all
        }
    }

    @Test(arguments: BothRuntimes.available)
    func aJoinThatIsInterruptedCancels(_ runtime: BothRuntimes) throws {
        #expect(try runtime.run(Interrupting()) == ["child cancelled", "parent saw cancelled"])
    }

    // MARK: Cancellation

    /// What a task can wait for, besides the network.
    enum Wait: CaseIterable { case sleep, event, counter, join, yielding }

    private struct Cancelling: TaskBody {
        let wait: Wait
        /// Or by a deadline.
        let byCancellation: Bool
        /// Before it has begun to wait, in all likelihood.
        let isEarly: Bool

        func run<Scope: TaskScope>(_ scope: Scope) throws -> String {
            let (wait, byCancellation) = (wait, byCancellation)
            let isThere = Signal()
            let task = try scope.task("waiter") { scope -> String in
                isThere.event.set()
                do {
                    if byCancellation {
                        try perform(wait, scope)
                    } else {
                        try scope.withDeadline(nanoseconds: isEarly ? 0 : 1_000_000) { try perform(wait, scope) }
                        try scope.checkInterruption()
                        return "the deadline is over"
                    }
                    return "went on"
                } catch let error as Interruption {
                    if !byCancellation { try scope.checkInterruption() }
                    return error.word
                } catch WaitFailure.interrupted {
                    if !byCancellation { try scope.checkInterruption() }
                    return "interrupted"
                }
            }
            if !isEarly {
                try isThere.event.wait()
                for _ in 0..<10 { scope.yield() }
            }
            if byCancellation { task.cancel() }
            return try task.join()
        }

        private func perform<Scope: TaskScope>(_ wait: Wait, _ scope: Scope) throws {
            switch wait {
            case .sleep: try scope.sleep(untilNanoseconds: .max)
            case .event: try Event<Native>().wait()
            case .counter:
                let counter = WakeCounter<Native>()
                try counter.wait(past: counter.count)
            case .join:
                try scope.task { scope throws(Interruption) in try scope.sleep(untilNanoseconds: .max) }.join()
            case .yielding:
                while true {
                    scope.yield()
                    try scope.checkInterruption()
                }
            }
        }
    }

    @Test(arguments: BothRuntimes.available, Wait.allCases)
    func aWaitIsCancelled(_ runtime: BothRuntimes, _ wait: Wait) throws {
        for isEarly in [false, true] {
            let end = try runtime.run(Cancelling(wait: wait, byCancellation: true, isEarly: isEarly))
            #expect(end == (wait == .event || wait == .counter ? "interrupted" : "cancelled"))
        }
    }

    @Test(arguments: BothRuntimes.available, Wait.allCases)
    func aWaitHasADeadline(_ runtime: BothRuntimes, _ wait: Wait) throws {
        for isEarly in [false, true] {
            let end = try runtime.run(Cancelling(wait: wait, byCancellation: false, isEarly: isEarly))
            let expected =
                switch wait {
                case .event, .counter: "interrupted"
                // It is the child that was cancelled.
                case .join: "cancelled"
                case .sleep, .yielding: "deadline"
                }
            #expect(end == expected)
        }
    }

    /// A mutex is waited for whatever happens: who holds it gives it back.
    private struct Locking: TaskBody {
        func run<Scope: TaskScope>(_ scope: Scope) throws -> [String] {
            let (log, mutex) = (Log(), Shared())
            mutex.mutex.lock()
            let isThere = Signal()
            let task = try scope.task { scope throws(Interruption) in
                isThere.event.set()
                mutex.mutex.lock()
                log.append("locked")
                mutex.mutex.unlock()
                try scope.checkInterruption()
            }
            try isThere.event.wait()
            for _ in 0..<10 { scope.yield() }
            task.cancel()
            for _ in 0..<10 { scope.yield() }
            log.append("unlocking")
            mutex.mutex.unlock()
            #expect(throws: Interruption.cancelled) { try task.join() }
            return log.all
        }

        private final class Shared: Sendable {
            let mutex = Sync.Mutex<Native>()
        }
    }

    @Test(arguments: BothRuntimes.available)
    func aMutexIsWaitedFor(_ runtime: BothRuntimes) throws {
        #expect(try runtime.run(Locking()) == ["unlocking", "locked"])
    }

    /// Cancelled, and given what they wait for at the same moment: either way each comes to its end, and what was given
    /// to one that did not take it is there for others.
    private struct Racing: TaskBody {
        func run<Scope: TaskScope>(_ scope: Scope) throws -> (taken: Int, left: Int) {
            let pool = Resources()
            var taken = 0
            for round in 0..<300 {
                let tasks = try (0..<3).map { _ in
                    try scope.task { _ throws(WaitFailure) in try pool.resources.take() }
                }
                if round % 2 == 0 { scope.yield() }
                for number in 0..<2 {
                    pool.resources.putBack(number)
                    tasks[(number + round) % 3].cancel()
                }
                tasks[(2 + round) % 3].cancel()
                for task in tasks {
                    do throws(WaitFailure) {
                        _ = try task.join()
                        taken += 1
                    } catch {
                        #expect(error == .interrupted)
                    }
                }
                while pool.resources.freeCount > 0 { _ = try pool.resources.take() }
            }
            return (taken, pool.resources.freeCount)
        }

        private final class Resources: Sendable {
            let resources = Pool<Native>(2)
            init() { for _ in 0..<2 { _ = try! resources.take() } }
        }
    }

    @Test(arguments: BothRuntimes.available)
    func cancellationMeetsWhatIsWaitedFor(_ runtime: BothRuntimes) throws {
        let (taken, left) = try runtime.run(Racing())
        #expect(taken <= 600 && left == 0)
    }

    // MARK: Deadlines and sleep

    private struct Deadlines: TaskBody {
        func run<Scope: TaskScope>(_ scope: Scope) throws -> [String] {
            let log = Log()
            func attempt(_ name: String, nanoseconds: Int64, _ body: () throws(Interruption) -> Void) {
                do throws(Interruption) {
                    try scope.withDeadline(nanoseconds: nanoseconds, body)
                    log.append("\(name) ended")
                } catch {
                    log.append("\(name): \(error)")
                }
            }
            func sleepForEver() throws(Interruption) { try scope.sleep(untilNanoseconds: .max) }
            attempt("nothing", nanoseconds: 60_000_000_000) {}
            attempt("sleep", nanoseconds: 500_000, sleepForEver)
            attempt("outer", nanoseconds: 60_000_000_000) { () throws(Interruption) in
                attempt("inner", nanoseconds: 500_000, sleepForEver)
                try scope.sleep(untilNanoseconds: Clock.nanoseconds + 500_000)
            }
            attempt("outer", nanoseconds: 500_000) { () throws(Interruption) in
                attempt("inner", nanoseconds: 60_000_000_000, sleepForEver)
                try sleepForEver()
            }
            try scope.checkInterruption()
            try scope.sleep(untilNanoseconds: Clock.nanoseconds + 100_000)
            return log.all
        }
    }

    @Test(arguments: BothRuntimes.available)
    func deadlinesNest(_ runtime: BothRuntimes) throws {
        #expect(
            try runtime.run(Deadlines()) == [
                "nothing ended", "sleep: the deadline has passed",
                "inner: the deadline has passed", "outer ended",
                "inner: the deadline has passed", "outer: the deadline has passed",
            ])
    }

    private struct Sleeping: TaskBody {
        func run<Scope: TaskScope>(_ scope: Scope) throws -> Int64 {
            var shortest = Int64.max
            for _ in 0..<5 {
                let before = Clock.nanoseconds
                try scope.sleep(untilNanoseconds: before + 300_000)
                shortest = min(shortest, Clock.nanoseconds - before)
            }
            // What is over, before the clock began too.
            for moment in [0, -1, -1_000_000_001, .min] as [Int64] { try scope.sleep(untilNanoseconds: moment) }
            return shortest
        }
    }

    @Test(arguments: BothRuntimes.available)
    func nobodySleepsTooShort(_ runtime: BothRuntimes) throws {
        #expect(try runtime.run(Sleeping()) >= 300_000)
    }

    // MARK: The end

    private struct Leaving: TaskBody {
        let log: Log

        func run<Scope: TaskScope>(_ scope: Scope) throws -> Int {
            let log = log
            let isThere = Signal()
            _ = try scope.task("left") { scope in
                isThere.event.set()
                do throws(Interruption) { try scope.sleep(untilNanoseconds: .max) } catch {
                    log.append("left: \(error.word)")
                }
                // Whoever comes late is cancelled from the start.
                let late = try scope.task("late") { scope throws(Interruption) in
                    do throws(Interruption) { try scope.sleep(untilNanoseconds: .max) } catch {
                        log.append("late: \(error.word)")
                        throw error
                    }
                }
                do throws(Interruption) { try late.join() } catch { log.append("joined: \(error.word)") }
            }
            try isThere.event.wait()
            log.append("body")
            return 5
        }
    }

    @Test(arguments: BothRuntimes.available)
    func tasksThatAreLeftAreCancelledAndWaitedFor(_ runtime: BothRuntimes) throws {
        let log = Log()
        #expect(try runtime.run(Leaving(log: log)) == 5)
        #expect(log.all == ["body", "left: cancelled", "late: cancelled", "joined: cancelled"])
    }

    final class Held: Sendable {}

    private struct Holding: TaskBody {
        let held: Held

        func run<Scope: TaskScope>(_ scope: Scope) throws {
            for _ in 0..<4 {
                let held = held
                _ = try scope.task { scope in
                    withExtendedLifetime(held) {}
                    scope.yield()
                }
            }
        }
    }

    /// When `run` is over nothing is left of what its tasks held.
    @Test(arguments: BothRuntimes.available)
    func whatTasksHeldIsFreeAtTheEnd(_ runtime: BothRuntimes) throws {
        for _ in 0..<50 {
            weak var held: Held?
            do {
                let strong = Held()
                held = strong
                try runtime.run(Holding(held: strong))
            }
            #expect(held == nil)
        }
    }
}
