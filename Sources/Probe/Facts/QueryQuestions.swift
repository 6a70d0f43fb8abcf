import CKernel
import Kernel

extension Interview {
    /// IORING_REGISTER_QUERY (6.18+) on no ring: the kernel's own inventory, where a ring may be refused.
    static func askQueries(_ interviewer: Interviewer) {
        var opcodes = query_opcodes()
        let answer = interviewer.ask(.query) { query(operation: 0, into: &opcodes) }
        guard answer.value != nil else { return }
        interviewer.tell(.queriedOpcodes, .value(Int64(opcodes.request_opcodes)))
        interviewer.tell(.queriedRegisterOperations, .value(Int64(opcodes.register_opcodes)))
        interviewer.tell(.queriedFeatures, .value(Int64(bitPattern: opcodes.feature_flags)))
        interviewer.tell(.queriedSetupFlags, .value(Int64(bitPattern: opcodes.setup_flags)))
        interviewer.tell(.queriedEnterFlags, .value(Int64(bitPattern: opcodes.enter_flags)))
        interviewer.tell(.queriedSubmissionFlags, .value(Int64(bitPattern: opcodes.submission_flags)))

        interviewer.tell(.query(operation: 0), .value(0))
        var zeroCopy = query_zero_copy_receive()
        if interviewer.ask(.query(operation: 1), { query(operation: 1, into: &zeroCopy) }).value != nil {
            interviewer.tell(.queriedZeroCopyRegisterFlags, .value(Int64(bitPattern: zeroCopy.register_flags)))
            interviewer.tell(.queriedZeroCopyAreaFlags, .value(Int64(bitPattern: zeroCopy.area_flags)))
            interviewer.tell(.queriedZeroCopyControls, .value(Int64(zeroCopy.control_operations)))
            interviewer.tell(.queriedZeroCopyFeatures, .value(Int64(zeroCopy.features)))
        }
        for operation: UInt32 in 2...3 {
            var answer = query_zero_copy_receive()  // more than either operation fills in
            interviewer.ask(.query(operation: operation)) { query(operation: operation, into: &answer) }
        }
    }

    /// The call's own failure, or else the operation's.
    static func query<Answer: BitwiseCopyable>(operation: UInt32, into answer: inout Answer) -> Int {
        // The kernel writes at most `size` bytes to where `query_data` points, during the call, which `answer` outlives.
        withUnsafeMutableBytes(of: &answer) { bytes in
            var header = query_header()
            header.query_data = UInt64(UInt(bitPattern: bytes.baseAddress))
            header.query_operation = operation
            header.size = UInt32(bytes.count)
            let result = raw_io_uring_register(-1, RegisterNumber.query, &header, 0)
            return result < 0 ? result : Int(header.result)
        }
    }
}
