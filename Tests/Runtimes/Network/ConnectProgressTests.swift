import Kernel
import Support
import Testing

@testable import Runtimes

/// What a connect does after each answer of the kernel.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct ConnectProgressTests {
    private func last(_ answers: [Errno?]) -> ConnectProgress.Step? {
        var progress = ConnectProgress()
        var step: ConnectProgress.Step?
        for answer in answers { step = progress.step(after: answer) }
        return step
    }

    @Test func courses() {
        #expect(last([nil]) == .done)
        #expect(last([.interrupted]) == .retry)
        #expect(last([.cancelled]) == .retry)
        #expect(last([.interrupted, .isConnected]) == .done)
        #expect(last([.cancelled, .alreadyInProgress]) == .awaitWritable)
        #expect(last([.inProgress]) == .awaitWritable)
        #expect(last([.connectionRefused]) == .failed(.connectionRefused))
        #expect(last([.interrupted, .connectionRefused]) == .failed(.connectionRefused))
        // Of a socket that was connected before, the first answer is no success.
        #expect(last([.isConnected]) == .failed(.isConnected))
    }

    @Test(arguments: [Errno.interrupted, .cancelled])
    func attemptsAreBounded(errno: Errno) {
        #expect(last(Array(repeating: errno, count: ConnectProgress.attemptLimit - 1)) == .retry)
        #expect(last(Array(repeating: errno, count: ConnectProgress.attemptLimit)) == .failed(errno))
    }
}
