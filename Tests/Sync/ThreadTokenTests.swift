import CKernel
import Fibers
import Kernel
import Support
import Synchronization
import Testing

@testable import Sync

/// What a thread sleeps on, and what ends its sleep.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct ThreadTokenTests {
    /// Somebody's thread, while it lives.
    private final class Own: @unchecked Sendable {
        // Unchecked: the place is read while the thread is there.
        private let place = Atomic<UnsafeMutablePointer<thread_state>?>(nil)

        /// By the thread itself.
        func publish() -> ThreadToken {
            place.store(this_thread(), ordering: .sequentiallyConsistent)
            return ThreadToken(this_thread())
        }

        /// By others: waits for it.
        var token: ThreadToken {
            while true {
                if let thread = place.load(ordering: .sequentiallyConsistent) { return ThreadToken(thread) }
                Processors.rest(nanoseconds: 10_000)
            }
        }

        /// By others: waits until it sleeps, or is about to.
        func awaitSleep() {
            let word = place.load(ordering: .sequentiallyConsistent)!.pointer(to: \.token)!
            let value = UnsafeMutableRawPointer(word).assumingMemoryBound(to: Atomic<UInt32>.self)
            while value.pointee.load(ordering: .sequentiallyConsistent) != 2 { Processors.rest(nanoseconds: 10_000) }
        }
    }

    private func onThread(_ body: @escaping @Sendable (ThreadToken) -> Void) {
        Threads.run([{ body(ThreadToken(this_thread())) }])
    }

    @Test func aTokenThatWasGivenBeforeIsTaken() {
        onThread { token in
            token.give()
            #expect(token.wait(.endless) == .given)
            #expect(token.wait(.nanoseconds(1000)) == .deadlinePassed)
        }
    }

    @Test func whatIsOverEndsAtOnce() {
        onThread { token in
            for moment in [0, -1, -1_000_000_001, .min] as [Int64] {
                #expect(token.wait(Patience(untilNanoseconds: moment)) == .deadlinePassed)
            }
            token.give()
            #expect(token.wait(Patience(untilNanoseconds: .min)) == .given)
        }
    }

    /// Before the wait, and until it is forgotten.
    @Test func aCancelledThreadDoesNotWait() {
        onThread { token in
            token.cancel()
            for _ in 0..<3 { #expect(token.wait(.interruptible) == .interrupted) }
            #expect(token.wait(Patience(untilNanoseconds: 1, isInterruptible: false)) == .deadlinePassed)
            // What was given is not lost for that.
            token.give()
            #expect(token.wait(.interruptible) == .given)
            token.forgetCancellation()
            #expect(token.wait(.nanoseconds(1000)) == .deadlinePassed)
        }
    }

    @Test func aThreadIsCancelledWhileItWaits() {
        let own = Own()
        Threads.run([
            {
                let token = own.publish()
                #expect(token.wait(.interruptible) == .interrupted)
                token.forgetCancellation()
                #expect(token.wait(.nanoseconds(1000)) == .deadlinePassed)
                #expect(InterruptibleThread.current.interruption == nil)
            },
            {
                let token = own.token
                own.awaitSleep()
                token.cancel()
            },
        ])
    }

    @Test func whatCannotBeInterruptedWaitsOn() {
        let own = Own()
        Threads.run([
            {
                let token = own.publish()
                #expect(token.wait(.endless) == .given)
                #expect(token.wasCancelled)
                #expect(token.wait(.interruptible) == .interrupted)
            },
            {
                let token = own.token
                own.awaitSleep()
                token.cancel()
                own.awaitSleep()
                token.give()
            },
        ])
    }

    @Test func aDeadlineAroundItEndsAWait() {
        onThread { token in
            let thread = InterruptibleThread.current
            thread.deadlineNanoseconds = Clock.nanoseconds + 1_000_000
            #expect(token.wait(.interruptible) == .interrupted)
            #expect(thread.interruption == .deadlinePassed && thread.remainingMilliseconds == 0)
            // It goes for what may be interrupted.
            #expect(token.wait(Patience(untilNanoseconds: 1, isInterruptible: false)) == .deadlinePassed)
            token.give()
            #expect(token.wait(.endless) == .given)
            thread.deadlineNanoseconds = .max
            #expect(thread.interruption == nil && thread.remainingMilliseconds == -1)
            // The nearer of the two.
            thread.deadlineNanoseconds = Clock.nanoseconds(after: 3_600_000_000_000)
            #expect(token.wait(.nanoseconds(1000)) == .deadlinePassed)
            thread.deadlineNanoseconds = -5
            #expect(thread.interruption == .deadlinePassed)
            #expect(token.wait(.interruptible) == .interrupted)
        }
    }

    /// Given once for each round, cancelled or out of time at about the same moment: it is taken once for each round,
    /// in that wait or in the next.
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func aTokenIsNeverLost(seed: UInt64) {
        let own = Own()
        let round = Atomic(0)
        let interruptions = Atomic(0)
        let rounds = 3000
        Threads.run([
            {
                let token = own.publish()
                var random = Generator(seed: seed)
                for number in 1...rounds {
                    token.forgetCancellation()
                    round.store(number, ordering: .sequentiallyConsistent)
                    let patience = Bool.random(using: &random) ? Patience.interruptible : .nanoseconds(20_000)
                    if token.wait(patience) == .given { continue }
                    interruptions.wrappingAdd(1, ordering: .relaxed)
                    // Nothing but the token ends this, and it comes.
                    if token.wait(.endless) != .given { fatalError("an endless wait has ended without its token") }
                }
                // The canceller may still be at it.
                round.store(.max, ordering: .sequentiallyConsistent)
                while round.load(ordering: .sequentiallyConsistent) != -2 { Processors.rest(nanoseconds: 10_000) }
                token.forgetCancellation()
                #expect(token.wait(.nanoseconds(1000)) == .deadlinePassed, "a token too many")
            },
            {
                let token = own.token
                var random = Generator(seed: seed + 100)
                for number in 1...rounds {
                    while round.load(ordering: .sequentiallyConsistent) < number { relax_processor() }
                    for _ in 0..<Int.random(in: 0..<400, using: &random) { relax_processor() }
                    token.give()
                }
            },
            {
                let token = own.token
                var random = Generator(seed: seed + 200)
                var seen = 0
                while seen < .max {
                    let now = round.load(ordering: .sequentiallyConsistent)
                    if now == seen { continue }
                    seen = now
                    for _ in 0..<Int.random(in: 0..<400, using: &random) { relax_processor() }
                    token.cancel()
                }
                round.store(-2, ordering: .sequentiallyConsistent)
            },
        ])
        #expect(interruptions.load(ordering: .relaxed) > 0, "otherwise this has not tried what it is for")
    }
}
