import CKernel
import CLiburing
package import Kernel

extension Submission {
    /// IORING_OP_MSG_RING (Linux 5.18): a completion on the ring that has the descriptor `ring`.
    ///
    /// - Parameters:
    ///   - userData: of that completion.
    ///   - result: of that completion.
    package static func message(to ring: Int32, userData: UInt64, result: UInt32 = 0) -> Submission {
        var submission = Submission()
        submission.opcode = UInt8(IORING_OP_MSG_RING.rawValue)
        submission.descriptor = ring
        submission.address = UInt64(IORING_MSG_DATA)
        submission.offset = userData
        submission.length = result
        return submission
    }
}

extension Ring {
    /// What is known of a submission once it was handed over.
    package enum Submitted: Equatable, Sendable {
        /// It has succeeded, or goes on by itself.
        case taken
        /// It has failed. Its completion is in the queue.
        case failed(Errno)
        /// It is with the kernel, but the completion queue has overflowed: that it failed could not be seen.
        case unknown
        /// The kernel has not taken it and will not.
        case refused
    }

    /// Hands `submission` to the kernel at once, with all that is in the queue before it.
    ///
    /// No completion comes where it succeeds (IOSQE_CQE_SKIP_SUCCESS, Linux 5.17). Where the kernel takes less than
    /// all, what stays in its place in the queue is a NOP, with user data 0. For rings without SQPOLL: only there the
    /// queue is the program's until the kernel is entered.
    package func submitAtOnce(_ submission: Submission, userData: UInt64) -> Submitted {
        precondition(setupFlags & IORING_SETUP_SQPOLL == 0, "a thread of the kernel takes submissions when it likes")
        if io_uring_sq_space_left(ring) == 0 { _ = io_uring_submit(ring) }
        guard let entry = io_uring_get_sqe(ring) else { return .refused }
        var submission = submission
        submission.flags |= Ring.skipsCompletionOfSuccess
        submission.user_data = userData
        // As in `enqueue`.
        UnsafeMutableRawPointer(entry).storeBytes(of: submission, as: Submission.self)
        let seen = io_uring_cq_ready(ring)
        while true {
            let before = io_uring_sq_ready(ring)
            let result = io_uring_submit(ring)
            let left = io_uring_sq_ready(ring)
            if left == 0 { break }
            // It is the last in the queue. Without SUBMIT_ALL the kernel stops behind one that fails.
            if result < 0 || left == before {
                UnsafeMutableRawPointer(entry).storeBytes(of: Submission(), as: Submission.self)
                return .refused
            }
        }
        for offset in seen..<max(seen, io_uring_cq_ready(ring)) {
            let completion = completion(at: offset)
            if completion.userData == userData, let errno = completion.errno { return .failed(errno) }
        }
        return hasOverflow ? .unknown : .taken
    }

    /// IOSQE_CQE_SKIP_SUCCESS, a macro that Swift does not import.
    package static var skipsCompletionOfSuccess: UInt8 { 1 << 6 }

    /// Sends `message` without a ring (IORING_REGISTER_SEND_MSG_RING, Linux 6.13): by any thread.
    ///
    /// - Returns: nil when it was sent. EINVAL or EBADF, where the kernel has no such operation.
    package static func send(_ message: Submission) -> Errno? {
        var message = message
        let result = raw_io_uring_register(-1, sendMessageOperation, &message, 1)
        return result < 0 ? Errno(Int32(-result)) : nil
    }

    /// IORING_REGISTER_SEND_MSG_RING, which liburing 2.3 lacks.
    private static var sendMessageOperation: UInt32 { 31 }
}
