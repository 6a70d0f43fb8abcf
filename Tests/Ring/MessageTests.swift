import CLiburing
import Glibc
import Kernel
import Testing

@testable import Ring

private let hasMessages: Bool = {
    do throws(CallFailure) {
        return try Ring(entries: 1).knownOpcodes().contains(UInt8(IORING_OP_MSG_RING.rawValue))
    } catch {
        return false
    }
}()

/// What one ring sends to another, at once.
@Suite(.enabled(if: hasMessages, "this kernel has no IORING_OP_MSG_RING for this process"))
struct MessageTests {
    private static func makeRing() throws -> Ring { try Ring(entries: 4, ladder: .singleThread) }

    @Test func arrivesAndIsNotAnswered() throws {
        let sender = try Self.makeRing()
        let target = try Self.makeRing()
        let submitted = sender.submitAtOnce(
            .message(to: target.descriptor, userData: 7, result: 3), userData: 9)
        #expect(submitted == .taken)
        #expect(try target.nextCompletion(timeoutMilliseconds: 5000) == Completion(userData: 7, result: 3, flags: 0))
        let answer = sender.reap()
        let hasSubmissions = sender.hasSubmissions
        #expect(answer == nil && !hasSubmissions)
    }

    /// The queue is full with it, and without it.
    @Test(arguments: [3, 4])
    func goesBehindWhatIsInTheQueue(waiting: Int) throws {
        let sender = try Self.makeRing()
        let target = try Self.makeRing()
        for number in 0..<waiting {
            let isEnqueued = sender.enqueue(Submission(), userData: UInt64(number))
            #expect(isEnqueued)
        }
        let submitted = sender.submitAtOnce(.message(to: target.descriptor, userData: 7), userData: 9)
        #expect(submitted == .taken)
        for number in 0..<waiting {
            let answer = sender.reap()
            #expect(answer?.userData == UInt64(number))
        }
        #expect(try target.nextCompletion(timeoutMilliseconds: 5000)?.userData == 7)
    }

    /// On a ring without SUBMIT_ALL the kernel stops behind one that fails, and has to be asked again.
    @Test func goesBehindWhatFails() throws {
        let sender = try Ring(entries: 4)
        let target = try Self.makeRing()
        var bad = Submission()
        bad.opcode = 255
        for number in 0..<3 as Range<UInt64> { _ = sender.enqueue(bad, userData: number) }
        let submitted = sender.submitAtOnce(.message(to: target.descriptor, userData: 7), userData: 9)
        #expect(submitted == .taken)
        #expect(try target.nextCompletion(timeoutMilliseconds: 5000)?.userData == 7)
    }

    @Test func isSeenToFailAndIsAnswered() throws {
        let sender = try Self.makeRing()
        let pipe = try Descriptor.pipe()
        for (descriptor, errno) in [(-1 as Int32, Errno.badDescriptor), (pipe.first.number, Errno(EBADFD))] {
            let submitted = sender.submitAtOnce(.message(to: descriptor, userData: 7), userData: 9)
            #expect(submitted == .failed(errno))
            let answer = sender.reap()
            #expect(answer == Completion(userData: 9, result: -errno.number, flags: 0))
        }
    }

    @Test func anOverflowMayHideThatItFails() throws {
        let sender = try Ring(entries: 2, completionEntries: 2, ladder: .singleThread)
        for _ in 0..<2 { _ = sender.enqueue(Submission(), userData: 1) }
        try sender.submit()
        let submitted = sender.submitAtOnce(.message(to: -1, userData: 7), userData: 9)
        #expect(submitted == .unknown)
    }

    /// A ring that cannot be entered takes nothing, then or later.
    @Test func whatIsRefusedIsNotSentLater() throws {
        let target = try Self.makeRing()
        let sender = try Ring(entries: 4, setupFlags: UInt32(IORING_SETUP_R_DISABLED))
        let submitted = sender.submitAtOnce(.message(to: target.descriptor, userData: 7), userData: 9)
        #expect(submitted == .refused)
        let enabled = sender.register(UInt32(IORING_REGISTER_ENABLE_RINGS), nil, count: 0)
        try #require(enabled == 0)
        try sender.submit()
        #expect(try sender.nextCompletion(timeoutMilliseconds: 5000) == Completion(userData: 0, result: 0, flags: 0))
        let message = target.reap()
        #expect(message == nil)
    }

    @Test func needsNoRingToBeSentBy() throws {
        let target = try Self.makeRing()
        if let errno = Ring.send(.message(to: target.descriptor, userData: 7, result: 3)) {
            try #require(errno == .invalidArgument || errno == .badDescriptor)
            try Test.cancel("this kernel has no IORING_REGISTER_SEND_MSG_RING")
        }
        #expect(try target.nextCompletion(timeoutMilliseconds: 5000) == Completion(userData: 7, result: 3, flags: 0))
        let pipe = try Descriptor.pipe()
        #expect(Ring.send(.message(to: pipe.first.number, userData: 7)) == Errno(EBADFD))
    }
}
