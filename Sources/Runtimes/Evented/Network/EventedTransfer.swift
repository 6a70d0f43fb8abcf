import CLiburing
import Glibc
import Kernel
import Ring

extension EventedScope {
    /// IORING_OP_SENDMSG, Linux 5.3.
    package func send(_ messages: [Message], on socket: Socket) throws(NetworkFailure) -> Int {
        try messages.sendAll { header throws(NetworkFailure) in try sendMessage(header, on: socket) }
    }

    /// IORING_OP_SENDMSG, Linux 5.3.
    package func write(_ gathering: Gathering, to socket: Socket) throws(NetworkFailure) {
        guard gathering.count > 0 else { return }
        _ = try gathering.sendAll(to: nil) { header throws(NetworkFailure) in try sendMessage(header, on: socket) }
    }

    private func sendMessage(_ header: UnsafeMutablePointer<msghdr>, on socket: Socket) throws(NetworkFailure) -> Int {
        var submission = EventedScope.submission(IORING_OP_SENDMSG, on: socket.descriptor)
        submission.address = UInt64(UInt(bitPattern: header))
        submission.length = 1
        submission.operation_flags = UInt32(MSG_NOSIGNAL)
        return Int(try perform(submission, "IORING_OP_SENDMSG", awaiting: POLLOUT).result)
    }

    /// IORING_OP_READ, Linux 5.6, into one buffer; IORING_OP_READV, Linux 5.1, into several.
    package func read(
        _ socket: Socket, into buffers: [UnsafeMutableRawBufferPointer]
    ) throws(NetworkFailure) -> Int {
        if buffers.count == 1 {
            var submission = EventedScope.submission(IORING_OP_READ, on: socket.descriptor)
            submission.address = UInt64(UInt(bitPattern: buffers[0].baseAddress))
            submission.length = UInt32(min(buffers[0].count, Int(Int32.max)))
            return Int(try perform(submission, "IORING_OP_READ", awaiting: POLLIN).result)
        }
        let vectors = buffers.map { iovec(iov_base: $0.baseAddress, iov_len: $0.count) }
        return try vectors.withUnsafeBufferPointer { vectors throws(NetworkFailure) in
            var submission = EventedScope.submission(IORING_OP_READV, on: socket.descriptor)
            submission.address = UInt64(UInt(bitPattern: vectors.baseAddress))
            submission.length = UInt32(vectors.count)
            return Int(try perform(submission, "IORING_OP_READV", awaiting: POLLIN).result)
        }
    }

    /// IORING_OP_RECV, Linux 5.6.
    package func receive(
        _ socket: Socket, into buffer: UnsafeMutableRawBufferPointer
    ) throws(NetworkFailure) -> Int {
        let opcode = UInt8(IORING_OP_RECV.rawValue)
        return Int(
            try perform(opcode, on: socket.descriptor, "IORING_OP_RECV", awaiting: POLLIN) {
                $0.pointee.address = UInt64(UInt(bitPattern: buffer.baseAddress))
                $0.pointee.length = UInt32(min(buffer.count, Int(Int32.max)))
            }.result)
    }

    /// The same without waiting (MSG_DONTWAIT): nil where there is nothing to receive.
    func receiveAtOnce(
        _ socket: Socket, into buffer: UnsafeMutableRawBufferPointer
    ) throws(NetworkFailure) -> Int? {
        var submission = EventedScope.submission(IORING_OP_RECV, on: socket.descriptor)
        submission.address = UInt64(UInt(bitPattern: buffer.baseAddress))
        submission.length = UInt32(min(buffer.count, Int(Int32.max)))
        submission.operation_flags = UInt32(MSG_DONTWAIT)
        let completion = try performOnce(submission)
        switch completion.errno {
        case nil: return Int(completion.result)
        case .tryAgain, .interrupted, .cancelled: return nil
        case .some(let errno): throw .call(CallFailure("IORING_OP_RECV", "\(socket.descriptor)", errno))
        }
    }

    /// IORING_OP_SEND, Linux 5.6.
    package func sendAll(_ bytes: UnsafeRawBufferPointer, on socket: Socket) throws(NetworkFailure) {
        var sent = 0
        while sent < bytes.count {
            let opcode = UInt8(IORING_OP_SEND.rawValue)
            sent += Int(
                try perform(opcode, on: socket.descriptor, "IORING_OP_SEND", awaiting: POLLOUT) {
                    $0.pointee.address = UInt64(UInt(bitPattern: bytes.baseAddress)) + UInt64(sent)
                    $0.pointee.length = UInt32(min(bytes.count - sent, Int(Int32.max)))
                    $0.pointee.operation_flags = UInt32(MSG_NOSIGNAL)
                }.result)
        }
    }
}
