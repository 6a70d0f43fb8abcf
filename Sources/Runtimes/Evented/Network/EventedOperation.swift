import CLiburing
import Fibers
import Glibc
import Kernel
import Ring

// One operation of the network: its submission, and what its completion means.

extension EventedScope {
    /// A submission of `opcode` on `descriptor`.
    static func submission(_ opcode: io_uring_op, on descriptor: Int32) -> Submission {
        var submission = Submission()
        submission.opcode = UInt8(opcode.rawValue)
        submission.descriptor = descriptor
        return submission
    }

    /// Performs `submission`, and again where a socket that does not block (O_NONBLOCK) has to be waited for.
    ///
    /// - Parameters:
    ///   - name: of the opcode, for errors.
    ///   - events: what such a socket is waited for: POLLIN or POLLOUT.
    func perform(
        _ submission: Submission, _ name: StaticString, awaiting events: Int32
    ) throws(NetworkFailure) -> Completion {
        try perform(submission.opcode, on: submission.descriptor, name, awaiting: events) { $0.pointee = submission }
    }

    /// The same, filled in where the kernel will read it.
    @inline(__always)
    func perform(
        _ opcode: UInt8, on descriptor: Int32, _ name: StaticString, awaiting events: Int32,
        _ fill: (UnsafeMutablePointer<Submission>) -> Void
    ) throws(NetworkFailure) -> Completion {
        while true {
            let completion: Completion
            do throws(Interruption) {
                completion = try perform(opcode) {
                    fill($0)
                    $0.pointee.descriptor = descriptor
                }
            } catch {
                throw .interrupted(error)
            }
            if completion.result >= 0 { return completion }
            try prepareRetry(after: Errno(-completion.result), on: descriptor, name, awaiting: events)
        }
    }

    @inline(never)
    private func prepareRetry(
        after errno: Errno, on descriptor: Int32, _ name: StaticString, awaiting events: Int32
    ) throws(NetworkFailure) {
        switch errno {
        case .tryAgain: try awaitReady(events, on: descriptor)
        case .interrupted, .cancelled: return
        default: throw .call(CallFailure("\(name)", "\(descriptor)", errno))
        }
    }

    func performOnce(_ submission: Submission) throws(NetworkFailure) -> Completion {
        do throws(Interruption) { return try perform(submission) } catch { throw .interrupted(error) }
    }

    /// Waits until `descriptor` is ready for `events`, or broken (IORING_OP_POLL_ADD).
    func awaitReady(_ events: Int32, on descriptor: Int32) throws(NetworkFailure) {
        var submission = EventedScope.submission(IORING_OP_POLL_ADD, on: descriptor)
        submission.operation_flags = UInt32(events).littleEndianHalves
        let completion = try performOnce(submission)
        guard let errno = completion.errno, errno != .interrupted, errno != .cancelled else { return }
        throw .call(CallFailure("IORING_OP_POLL_ADD", "\(descriptor)", errno))
    }
}

extension UInt32 {
    /// poll32_events as the kernel reads them: on big-endian machines with the halves exchanged.
    fileprivate var littleEndianHalves: UInt32 {
        #if _endian(big)
            self << 16 | self >> 16
        #else
            self
        #endif
    }
}
