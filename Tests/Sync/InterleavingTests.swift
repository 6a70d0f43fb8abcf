import Fibers
import Support
import Testing

@testable import Sync

/// The primitives, and the lot below them, where everybody takes turns at random: what must hold under every interleaving
/// holds under these, and a wake-up that is lost is a deadlock, which ends the process.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct InterleavingTests {
    private typealias Random = Parking<RandomTokens>

    private static let seeds: ClosedRange<UInt64> = 1...400

    private final class Shared<Content: ~Copyable> {
        let content: Content
        init(_ content: consuming Content) { self.content = content }
    }

    /// Short, or without an end: `RandomTokens` ends it at random.
    private func patience(_ tokens: RandomTokens, isFinite: Bool) -> Patience {
        isFinite && tokens.number(below: 3) == 0 ? Patience(untilNanoseconds: 0) : .endless
    }

    @Test(arguments: [(patience: 1, isFinite: false), (1, true), (8, false), (8, true)])
    func aMutexExcludesAndNobodyIsForgotten(patience limit: Int, isFinite: Bool) throws {
        var reservations = 0
        for seed in Self.seeds {
            let (taken, gaveUp, reserved) = try onRandomPlatform(seed: seed) { scope, platform, tokens in
                let mutex = Shared(Mutex(on: platform, patience: limit))
                var (inside, taken, gaveUp, reserved) = (0, 0, 0, 0)
                let fibers = try (0..<4).map { _ in
                    try scope.spawn { () throws(Never) in
                        for _ in 0..<4 {
                            do throws(WaitFailure) {
                                try mutex.content.lock(patience(tokens, isFinite: isFinite))
                            } catch {
                                gaveUp += 1
                                tokens.progress()
                                continue
                            }
                            inside += 1
                            #expect(inside == 1, "seed \(seed)")
                            tokens.step()
                            if MutexState(platform.load(mutex.content.word)).isReserved { reserved += 1 }
                            inside -= 1
                            taken += 1
                            mutex.content.unlock()
                            tokens.progress()
                        }
                    }
                }
                for fiber in fibers { fiber.join() }
                #expect(tokens.locks.values.allSatisfy { $0 == 0 })
                #expect(!platform.hasWaiters(mutex.content.word))
                return (taken, gaveUp, reserved)
            }
            #expect(taken + gaveUp == 16)
            if !isFinite { #expect(gaveUp == 0) }
            reservations += reserved
        }
        // Otherwise this has not tried what it is for.
        if limit == 1 { #expect(reservations > 0) }
    }

    /// Who was woken for nothing reserves it, and may give up just when it is let go of: those who came meanwhile, and sleep
    /// for the reservation's sake, have it then.
    @Test func aReservationThatIsGivenUpKeepsNobodyOut() throws {
        var gaveUp = 0
        for seed in 1...8000 as ClosedRange<UInt64> {
            gaveUp += try onRandomPlatform(seed: seed) { scope, platform, tokens in
                let mutex = Shared(Mutex(on: platform, patience: 1))
                func hold() {
                    tokens.step()
                    mutex.content.unlock()
                    tokens.progress()
                }
                let holder = try scope.spawn { () throws(Never) in
                    for _ in 0..<2 {
                        mutex.content.lock()
                        hold()
                    }
                }
                let hasty = try scope.spawn { () throws(Never) in
                    do throws(WaitFailure) {
                        try mutex.content.lock(Patience(untilNanoseconds: 0))
                        hold()
                        return 0
                    } catch { return 1 }
                }
                let late = try scope.spawn { () throws(Never) in
                    mutex.content.lock()
                    hold()
                }
                holder.join()
                late.join()
                return hasty.join()
            }
        }
        #expect(gaveUp > 0, "otherwise this has not tried what it is for")
    }

    /// One who takes it again at once, and yields only while holding it, cannot keep another from it.
    @Test func aMutexStarvesNobody() throws {
        try Scheduler().run { scope in
            let mutex = Shared(Mutex())
            var isOver = false
            let greedy = try scope.spawn { () throws(Never) in
                var rounds = 0
                while !isOver {
                    mutex.content.lock()
                    scope.yield()
                    mutex.content.unlock()
                    rounds += 1
                    precondition(rounds < 1000, "the other one starves")
                }
            }
            let patient = try scope.spawn { () throws(Never) in
                scope.yield()
                mutex.content.withLock { isOver = true }
            }
            patient.join()
            greedy.join()
        }
    }

    /// Nor a pool, of one who takes again at once and yields only while holding.
    @Test func aPoolStarvesNobody() throws {
        try Scheduler().run { scope in
            let pool = Shared(Pool<Native>(1))
            var isOver = false
            let greedy = try scope.spawn { () throws(WaitFailure) in
                var rounds = 0
                while !isOver {
                    let resource = try pool.content.take()
                    scope.yield()
                    pool.content.putBack(resource)
                    rounds += 1
                    precondition(rounds < 1000, "the other one starves")
                }
            }
            let patient = try scope.spawn { () throws(WaitFailure) in
                scope.yield()
                let resource = try pool.content.take()
                isOver = true
                pool.content.putBack(resource)
            }
            try patient.join()
            try greedy.join()
        }
    }

    /// Who has begun to wait before the event is set goes on, though it is reset before they look.
    @Test func anEventReleasesWhoWaitedBeforeItWasSet() throws {
        for seed in Self.seeds {
            try onRandomPlatform(seed: seed) { scope, platform, tokens in
                let event = Shared(Event(on: platform))
                let rounds = 3
                var released = 0
                let waiters = try (0..<3).map { _ in
                    try scope.spawn { () throws(WaitFailure) in
                        for _ in 0..<rounds {
                            try event.content.wait()
                            released += 1
                            tokens.progress()
                        }
                    }
                }
                var expected = 0
                while released < 3 * rounds {
                    while !platform.hasWaiters(event.content.word), released < 3 * rounds { tokens.step() }
                    event.content.set()
                    event.content.reset()
                    expected += 1
                }
                for waiter in waiters { try waiter.join() }
                #expect(released == 3 * rounds && expected <= 3 * rounds)
            }
        }
    }

    /// With timeouts too: set, reset and set again in the end releases everybody.
    @Test func anEventForgetsNobodyWhoseWaitIsCutShort() throws {
        for seed in Self.seeds {
            try onRandomPlatform(seed: seed) { scope, platform, tokens in
                let event = Shared(Event(on: platform))
                var through = 0
                let waiters = try (0..<3).map { _ in
                    try scope.spawn { () throws(Never) in
                        while true {
                            do throws(WaitFailure) {
                                try event.content.wait(patience(tokens, isFinite: true))
                                break
                            } catch {}
                        }
                        through += 1
                    }
                }
                for _ in 0..<3 {
                    event.content.set()
                    event.content.reset()
                }
                event.content.set()
                for waiter in waiters { waiter.join() }
                #expect(through == 3 && event.content.isSet)
            }
        }
    }

    @Test(arguments: [false, true])
    func aConditionHandsEverythingOver(isFinite: Bool) throws {
        for seed in Self.seeds {
            let sum = try onRandomPlatform(seed: seed, buckets: 4) { scope, platform, tokens in
                let mutex = Shared(Mutex(on: platform))
                let (isFull, isEmpty) = (Shared(Condition(on: platform)), Shared(Condition(on: platform)))
                var place: Int?
                func wait(_ condition: borrowing Condition<Random>) {
                    do throws(WaitFailure) {
                        try condition.wait(mutex.content, patience(tokens, isFinite: isFinite))
                    } catch {}
                }
                let producers = try (0..<2).map { producer in
                    try scope.spawn { () throws(Never) in
                        for number in 1...3 {
                            mutex.content.lock()
                            while place != nil { wait(isEmpty.content) }
                            place = producer * 3 + number
                            isFull.content.signal()
                            mutex.content.unlock()
                        }
                    }
                }
                let consumers = try (0..<2).map { _ in
                    try scope.spawn { () throws(Never) in
                        var sum = 0
                        for _ in 0..<3 {
                            mutex.content.lock()
                            while place == nil { wait(isFull.content) }
                            sum += place!
                            place = nil
                            isEmpty.content.signal()
                            mutex.content.unlock()
                            tokens.progress()
                        }
                        return sum
                    }
                }
                for producer in producers { producer.join() }
                return consumers.reduce(0) { $0 + $1.join() }
            }
            #expect(sum == 21, "seed \(seed)")
        }
    }

    @Test(arguments: [(patience: 1, isFinite: false), (1, true), (8, false), (8, true)])
    func aPoolGivesEachResourceToOneAndForgetsNobody(patience limit: Int, isFinite: Bool) throws {
        var urgent = 0
        for seed in Self.seeds {
            urgent += try onRandomPlatform(seed: seed, buckets: 4) { scope, platform, tokens in
                let pool = Shared(Pool(2, on: platform, patience: limit))
                var urgent = 0
                var isHeld = [false, false]
                let takers = try (0..<5).map { _ in
                    try scope.spawn { () throws(Never) in
                        for _ in 0..<3 {
                            do throws(WaitFailure) {
                                let resource = try pool.content.take(patience(tokens, isFinite: isFinite))
                                #expect(!isHeld[resource], "seed \(seed)")
                                isHeld[resource] = true
                                tokens.step()
                                urgent += pool.content.gate.turnstile.pointee.urgent
                                isHeld[resource] = false
                                pool.content.putBack(resource)
                            } catch {}
                            tokens.progress()
                        }
                    }
                }
                for taker in takers { taker.join() }
                #expect(pool.content.freeCount == 2)
                #expect(pool.content.gate.turnstile.pointee == Turnstile(free: 2))
                return urgent
            }
        }
        // Otherwise this has not tried what it is for.
        if limit == 1 { #expect(urgent > 0) }
    }

    @Test func aSemaphoreLetsOnlySoManyPass() throws {
        for seed in Self.seeds {
            try onRandomPlatform(seed: seed) { scope, platform, tokens in
                let semaphore = Shared(Semaphore(2, on: platform))
                var (inside, most) = (0, 0)
                let fibers = try (0..<4).map { _ in
                    try scope.spawn { () throws(WaitFailure) in
                        for _ in 0..<3 {
                            try semaphore.content.acquire(.endless)
                            inside += 1
                            most = max(most, inside)
                            tokens.step()
                            inside -= 1
                            semaphore.content.release()
                            tokens.progress()
                        }
                    }
                }
                for fiber in fibers { try fiber.join() }
                #expect(most <= 2)
            }
        }
    }

    /// The seed's cure, as it was found: look, read the counter while holding the mutex, wait for more.
    @Test func aWakeCounterMissesNoRelease() throws {
        for seed in Self.seeds {
            try onRandomPlatform(seed: seed, buckets: 4) { scope, platform, tokens in
                let (mutex, counter) = (Shared(Mutex(on: platform)), Shared(WakeCounter(on: platform)))
                var available = 0
                let takers = try (0..<3).map { _ in
                    try scope.spawn { () throws(WaitFailure) in
                        while true {
                            mutex.content.lock()
                            if available > 0 { break }
                            let seen = counter.content.count
                            mutex.content.unlock()
                            try counter.content.wait(past: seen)
                        }
                        available -= 1
                        mutex.content.unlock()
                        tokens.progress()
                    }
                }
                for _ in 0..<3 {
                    mutex.content.withLock { available += 1 }
                    counter.content.release()
                }
                for taker in takers { try taker.join() }
                #expect(available == 0 && counter.content.count == 3)
            }
        }
    }
}
