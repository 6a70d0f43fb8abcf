import Fibers
import Support
import Synchronization
import Testing

@testable import Sync

/// Who locks what others hold, each of whom waits for the next one's: the last of them ends the process, and says so.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct WaitCircleTests {
    private final class Shared<Content: ~Copyable & Sendable>: Sendable {
        let content: Content
        init(_ content: consuming Content) { self.content = content }
    }

    private static func says(_ misuse: Misuse, _ output: [UInt8]) -> Bool {
        String(decoding: output, as: UTF8.self).contains("\(misuse)")
    }

    /// Fibers that lock `count` mutexes in a circle: each has its own and asks for the next one's.
    private static func lockInCircle(of count: Int) throws {
        try Scheduler().run { scope in
            let mutexes = (0..<count).map { _ in Shared(Sync.Mutex()) }
            let fibers = try (0..<count).map { index in
                try scope.spawn { () throws(Never) in
                    mutexes[index].content.withLock {
                        scope.yield()
                        mutexes[(index + 1) % count].content.withLock {}
                    }
                }
            }
            for fiber in fibers { fiber.join() }
        }
    }

    @Test func aCircleOfTwoIsNoticed() async throws {
        let result = try await #require(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try WaitCircleTests.lockInCircle(of: 2)
        }
        #expect(Self.says(.circularWait, result.standardErrorContent))
    }

    @Test func aCircleOfManyIsNoticed() async throws {
        let result = try await #require(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try WaitCircleTests.lockInCircle(of: 7)
        }
        #expect(Self.says(.circularWait, result.standardErrorContent))
    }

    /// Who gives up in time is in no circle: the other one gets on.
    @Test func aCircleThatSomebodyLeavesIsNone() throws {
        try Scheduler().run { scope in
            let (first, second) = (Shared(Sync.Mutex()), Shared(Sync.Mutex()))
            let patient = try scope.spawn { () throws(Never) in
                first.content.withLock {
                    scope.yield()
                    second.content.withLock {}
                }
            }
            let hasty = try scope.spawn { () throws(Never) in
                var gaveUp = false
                second.content.withLock {
                    do throws(WaitFailure) {
                        try first.content.lock(.nanoseconds(1_000_000))
                        first.content.unlock()
                    } catch {
                        gaveUp = true
                    }
                }
                return gaveUp
            }
            patient.join()
            #expect(hasty.join())
        }
    }

    /// Those who lock two at a time in one order wait for each other in no circle, whatever the turns.
    @Test func anOrderIsNoCircle() throws {
        for seed: UInt64 in 1...200 {
            let (waits, taken) = try onRandomPlatform(seed: seed) { scope, platform, tokens in
                let mutexes = (0..<3).map { _ in OnRandom(Sync.Mutex(on: platform)) }
                var (waits, taken) = (0, 0)
                let fibers = try (0..<4).map { _ in
                    try scope.spawn { () throws(Never) in
                        for _ in 0..<4 {
                            let low = tokens.number(below: 2)
                            let high = low + 1 + tokens.number(below: 2 - low)
                            mutexes[low].mutex.lock()
                            tokens.step()
                            if platform.load(mutexes[high].mutex.word) != 0 { waits += 1 }
                            mutexes[high].mutex.lock()
                            tokens.step()
                            taken += 1
                            mutexes[high].mutex.unlock()
                            mutexes[low].mutex.unlock()
                            tokens.progress()
                        }
                    }
                }
                for fiber in fibers { fiber.join() }
                return (waits, taken)
            }
            #expect(taken == 16)
            Self.waitsWhileHolding.add(waits, ordering: .relaxed)
        }
        // Otherwise this has not tried what it is for.
        #expect(Self.waitsWhileHolding.load(ordering: .relaxed) > 0)
    }

    private static let waitsWhileHolding = Atomic<Int>(0)

    private final class OnRandom {
        let mutex: Sync.Mutex<Parking<RandomTokens>>
        init(_ mutex: consuming Sync.Mutex<Parking<RandomTokens>>) { self.mutex = mutex }
    }
}
