import Fibers
import Kernel
import Ring
import Support
import Sync
import Testing

@testable import Runtimes

private let isAvailable: Bool = {
    do throws(CallFailure) { _ = try Evented() } catch { return false }
    return true
}()

/// Threads wake fibers that wait on a ring, and the other way round.
@Suite(
    .timeLimit(.minutes(Bound.testMinutes)), .enabled(if: isAvailable, "this kernel refuses io_uring to this process"))
struct WakeTests {
    private final class Pair: Sendable {
        let ping = Event<Native>()
        let pong = Event<Native>()
    }

    private func pingPong(rounds: Int, with fiber: @escaping @Sendable (Pair) throws -> Void) {
        let pair = Pair()
        Threads.run([
            {
                for _ in 0..<rounds {
                    pair.ping.set()
                    try! pair.pong.wait()
                    pair.pong.reset()
                }
            },
            { try! fiber(pair) },
        ])
        #expect(!pair.ping.isSet && !pair.pong.isSet)
    }

    /// The ring sleeps each time, with nothing else on it.
    @Test func aThreadWakesAFiberOnARing() {
        pingPong(rounds: 1000) { pair in
            try Evented().run { _ in
                for _ in 0..<1000 {
                    try pair.ping.wait()
                    pair.ping.reset()
                    pair.pong.set()
                }
            }
        }
    }

    /// While others of its ring sleep, yield and wait for operations, and between two runs of one ring.
    @Test func whileTheRingHasOtherThingsToDo() {
        pingPong(rounds: 1000) { pair in
            let ring = try Evented()
            for _ in 0..<2 {
                try ring.run { scope in
                    for _ in 0..<3 {
                        try scope.detach {
                            while (try? scope.sleep(nanoseconds: 50_000)) != nil, (try? scope.perform(Submission())) != nil {
                                scope.yield()
                            }
                        }
                    }
                    for _ in 0..<500 {
                        try pair.ping.wait()
                        pair.ping.reset()
                        pair.pong.set()
                    }
                }
            }
        }
    }

    /// Each fiber of one ring with one of another.
    @Test func fibersOfTwoRingsWakeEachOther() {
        let pairs = (0..<10).map { _ in Pair() }
        @Sendable func side(_ isFirst: Bool) {
            try! Evented().run { scope in
                let fibers = try pairs.map { pair in
                    try scope.spawn { () throws(WaitFailure) in
                        for _ in 0..<200 {
                            if isFirst { pair.ping.set() }
                            try (isFirst ? pair.pong.wait() : pair.ping.wait())
                            if isFirst {
                                pair.pong.reset()
                            } else {
                                pair.ping.reset()
                                pair.pong.set()
                            }
                        }
                    }
                }
                for fiber in fibers { try fiber.join() }
            }
        }
        Threads.run([{ side(true) }, { side(false) }])
        #expect(pairs.allSatisfy { !$0.ping.isSet && !$0.pong.isSet })
    }

    /// What other threads ring is used again by the next scheduler, which sleeps in another way.
    @Test func aSchedulerAfterARingIsWokenToo() {
        for _ in 0..<20 {
            pingPong(rounds: 10) { pair in
                do {
                    try Evented().run { _ in
                        for _ in 0..<5 {
                            try pair.ping.wait()
                            pair.ping.reset()
                            pair.pong.set()
                        }
                    }
                }
                try Scheduler().run { _ in
                    for _ in 0..<5 {
                        try pair.ping.wait()
                        pair.ping.reset()
                        pair.pong.set()
                    }
                }
            }
        }
    }

    @Test func aWaitOnARingEndsInTimeAndByCancellation() throws {
        let pair = Pair()
        try Evented().run { scope in
            let before = Clock.nanoseconds
            #expect(throws: WaitFailure.timedOut) { try pair.ping.wait(.nanoseconds(1_000_000)) }
            #expect(Clock.nanoseconds - before >= 1_000_000)
            let waiter = try scope.spawn { () throws(WaitFailure) in try pair.ping.wait() }
            scope.yield()
            waiter.cancel()
            #expect(throws: WaitFailure.interrupted) { try waiter.join() }
        }
    }
}
