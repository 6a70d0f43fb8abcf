import Foundation
import Kernel
import Testing

@testable import Ring

private let isAvailable: Bool = {
    do throws(CallFailure) { _ = try Ring(entries: 1) } catch { return false }
    return true
}()

/// Real rings of the running kernel.
@Suite(.enabled(if: isAvailable, "this kernel refuses io_uring to this process"))
struct RingTests {
    @Test func aNopCompletesWithItsUserData() throws {
        let ring = try Ring(entries: 8)
        var submission = Submission()
        submission.user_data = 42
        try ring.submit(submission)
        let completion = try #require(try ring.nextCompletion(timeoutMilliseconds: 5000))
        #expect(completion == Completion(userData: 42, result: 0, flags: 0))
        #expect(completion.errno == nil)
        #expect(ring.reap() == nil)
    }

    @Test func completionsComeInTheOrderOfNops() throws {
        let ring = try Ring(entries: 8)
        for round in 0..<1000 as Range<UInt64> {
            var (first, second) = (Submission(), Submission())
            (first.user_data, second.user_data) = (2 * round, 2 * round + 1)
            try ring.submit(first, second)
            #expect(try ring.nextCompletion(timeoutMilliseconds: 5000)?.userData == 2 * round)
            #expect(try ring.nextCompletion(timeoutMilliseconds: 5000)?.userData == 2 * round + 1)
        }
    }

    @Test func aRefusedRequestCarriesItsErrno() throws {
        let ring = try Ring(entries: 8)
        var submission = Submission()
        submission.opcode = 255
        try ring.submit(submission)
        #expect(try ring.nextCompletion(timeoutMilliseconds: 5000)?.errno == .invalidArgument)
    }

    @Test func moreThanTheQueueHoldsIsAnErrorAndSubmitsNothing() throws {
        let ring = try Ring(entries: 1)
        #expect(throws: CallFailure.self) { try ring.submit(Submission(), Submission()) }
        #expect(try ring.nextCompletion(timeoutMilliseconds: 0) == nil)
        try ring.submit(Submission())
        #expect(try ring.nextCompletion(timeoutMilliseconds: 5000)?.result == 0)
    }

    @Test func waitingForNothingEnds() throws {
        let ring = try Ring(entries: 8)
        #expect(try ring.nextCompletion(timeoutMilliseconds: 10) == nil)
    }

    @Test func badSizesAndFlagsAreErrors() {
        func failure(_ entries: UInt32, _ flags: UInt32) -> Errno? {
            do throws(CallFailure) {
                _ = try Ring(entries: entries, setupFlags: flags)
                return nil
            } catch { return error.errno }
        }
        #expect(failure(0, 0) == .invalidArgument)
        #expect(failure(32_769, 0) == .invalidArgument)
        #expect(failure(8, 1 << 31) == .invalidArgument)
    }

    @Test func aRingIsGivenBack() throws {
        let before = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        for _ in 0..<100 { _ = try Ring(entries: 8) }
        // Other tests run beside this one and open descriptors of their own, but not a hundred.
        #expect(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count < before + 90)
    }

    @Test func theQueueSaysWhenItIsFull() throws {
        let ring = try Ring(entries: 4)
        let accepted = (0..<5).map { _ in ring.enqueue(Submission()) }
        #expect(accepted == [true, true, true, true, false])
        try ring.submit()
        let states = [ring.hasSubmissions, ring.enqueue(Submission()), ring.hasSubmissions]
        #expect(states == [false, true, true])
    }

    @Test func completionsAreReapedTogetherAndInOrder() throws {
        let ring = try Ring(entries: 64, ladder: .singleThread)
        var next: UInt64 = 0
        for round in 1...100 as ClosedRange<UInt64> {
            let count = round % 64 + 1
            for number in 0..<count {
                var submission = Submission()
                submission.user_data = next + number
                _ = ring.enqueue(submission)
            }
            try ring.submitAndWait(completions: UInt32(count))
            var reaped: [UInt64] = []
            ring.reap { reaped.append($0.userData) }
            #expect(reaped == Array(next..<next + count))
            ring.reap { _ in Issue.record("what was reaped comes again") }
            next += count
        }
    }

    /// The kernel keeps what the queue has no room for (IORING_FEAT_NODROP, 5.5).
    @Test func completionsBeyondTheQueueAreNotLost() throws {
        let ring = try Ring(entries: 2)
        for number in 0..<20 as Range<UInt64> {
            var submission = Submission()
            submission.user_data = number
            _ = ring.enqueue(submission)
            if number % 2 == 1 { try ring.submit() }
        }
        var reaped: [UInt64] = []
        for _ in 0..<20 where reaped.count < 20 { ring.reap { reaped.append($0.userData) } }
        #expect(reaped == Array(0..<20))
    }

    @Test func setupFlagsStepDownToWhatTheKernelTakes() throws {
        let unknown: UInt32 = 1 << 31
        let ring = try Ring(entries: 1, ladder: SetupLadder([unknown, unknown | 1, 1 << 7, 0]))
        let taken = ring.setupFlags
        #expect(taken == 1 << 7 || taken == 0)
        do throws(CallFailure) {
            _ = try Ring(entries: 1, ladder: SetupLadder([unknown]))
            Issue.record("no kernel knows bit 31")
        } catch {
            #expect(error.errno == .invalidArgument)
        }
    }
}
