import Catalog
import Glibc
import Kernel
import Ring

/// An address that nothing is mapped at.
private let nowhere: UInt64 = 8

extension OperationFlagCheck {
    /// Requests on sockets: all of AF_UNIX, but for one of UDP that is bound to nothing.
    static let socketChecks: [OperationFlagCheck] = [
        bit("ACCEPT_MULTISHOT", in: .ioPriority, taken: .errnos([.notSupported])) { submission, bench in
            submission.descriptor = bench.datagram  // datagram sockets cannot accept
        },
        bit("ACCEPT_DONTWAIT", in: .ioPriority, taken: .errnos([.badDescriptor])) { submission, _ in
            submission.descriptor = -1
        },
        bit("ACCEPT_POLL_FIRST", in: .ioPriority, taken: .errnos([.badDescriptor])) { submission, _ in
            submission.descriptor = -1
        },

        bit("RECVSEND_POLL_FIRST", of: "RECV", in: .ioPriority, taken: .value(1), prepare: receiveByte),
        // A bundle is of buffers to choose from, of which this group has none.
        bit(
            "RECVSEND_BUNDLE", of: "RECV", in: .ioPriority, taken: .errnos([Errno(ENOBUFS), .noSuchFile])
        ) { submission, bench in
            submission.descriptor = bench.streamWithByte
            submission.flags = selectBuffer
            submission.buffer_index = 9
        },
        bit(
            "SEND.RECVSEND_FIXED_BUF", in: .ioPriority, taken: .errnos([.badAddress, .notSupported]),
            prepare: sendByte),
        call("RECV_MULTISHOT", taken: .value(1), ask: multishotReceive),
        none("RECV_MULTISHOT_LIMIT", "has no answer of its own"),
        request("SEND_TO", taken: .errnos([.badAddress])) { (submission, bench) throws(CallFailure) in
            try sendByte(&submission, bench)
            submission.descriptor = bench.datagram
            submission.offset = nowhere  // the address to send to
            submission.file_index = 16  // its length
        },
        bit("SEND_VECTORIZED", in: .ioPriority, taken: .errnos([.badAddress])) { submission, bench in
            submission.descriptor = bench.stream
            submission.address = nowhere  // of the buffers
            submission.length = 1
        },
        bit(
            "SEND_ZC.RECVSEND_FIXED_BUF", in: .ioPriority, taken: .errnos([.badAddress, .notSupported]),
            prepare: sendByte),
        request("SEND_ZC_NOTIF_USER_DATA", taken: .errnos([.notSupported])) { (submission, bench) throws(CallFailure) in
            try sendByte(&submission, bench)
            submission.address3 = 1
        },
        call("SENDMSG_ZC.RECVSEND_FIXED_BUF", taken: .successOr([.badAddress, .notSupported]), ask: sendFixedMessage),
        bit("SEND_ZC_REPORT_USAGE", in: .ioPriority, taken: .errnos([.notSupported]), prepare: sendByte),
        none("NOTIF_USAGE_ZC_COPIED", "only a zero-copy send over TCP shows it"),

        command("URING_CMD_FIXED", 2, taken: .successOr([.badAddress, .notSupported]), refused: [.invalidArgument]) {
            getSocketType(&$0, $1)
            $0.operation_flags = 1 << 0
        },
        // A multishot command has to select buffers; before there were any, no command was allowed to.
        request(
            "URING_CMD_MULTISHOT", taken: .errnos([.badDescriptor]), refused: [.invalidArgument, .notSupported]
        ) { submission, _ in
            submission.descriptor = -1
            submission.operation_flags = 1 << 1
            submission.flags = selectBuffer
        },
        command("SOCKET_URING_OP_SIOCINQ", 0, taken: .success) { _, _ in },
        command("SOCKET_URING_OP_SIOCOUTQ", 1, taken: .success) { _, _ in },
        command("SOCKET_URING_OP_GETSOCKOPT", 2, taken: .success) { getSocketType(&$0, $1) },
        command("SOCKET_URING_OP_SETSOCKOPT", 3, taken: .success) { submission, bench in
            submission.address = option(SO_KEEPALIVE)
            submission.file_index = 4
            submission.address3 = bench.address(512)
        },
        // It wants completions of 32 bytes, which this ring has not.
        command(
            "SOCKET_URING_OP_TX_TIMESTAMP", 4, taken: .errnos([.invalidArgument]), refused: [.notSupported]
        ) { _, _ in },
        command("SOCKET_URING_OP_GETSOCKNAME", 5, taken: .successOr([.badAddress])) { submission, bench in
            submission.address = bench.address(1024)
            submission.address3 = bench.place(UInt32(16), at: 512)
        },
        none("BLOCK_URING_CMD_DISCARD", "would destroy data"),
        none("BLOCK_URING_CMD_ZONE_RESET_ALL", "would destroy data"),
    ]

    /// One byte into the stream.
    private static let sendByte: Preparation = { submission, bench in
        submission.descriptor = bench.stream
        submission.address = bench.address(512)
        submission.length = 1
    }

    /// One byte out of the stream, which is there already.
    private static let receiveByte: Preparation = { submission, bench in
        submission.descriptor = bench.streamWithByte
        submission.address = bench.address(512)
        submission.length = 1
    }

    /// SOCKET_URING_OP_GETSOCKOPT of SO_TYPE: every socket answers it.
    private static func getSocketType(_ submission: inout Submission, _ bench: CheckBench) {
        submission.address = option(SO_TYPE)
        submission.file_index = 4
        submission.address3 = bench.address(512)
    }

    /// `level` and `optname` of a socket command, which share a word.
    private static func option(_ name: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: SOL_SOCKET)) | UInt64(UInt32(bitPattern: name)) << 32
    }

    /// A command to a UDP socket that sends nothing. Not to one of AF_UNIX: up to 6.16 any command to a socket without
    /// an ioctl was refused (EOPNOTSUPP).
    private static func command(
        _ flag: String, _ number: UInt64, taken: Taken, refused: [Errno] = [.invalidArgument, .notSupported],
        prepare: @escaping @Sendable (inout Submission, CheckBench) -> Void
    ) -> OperationFlagCheck {
        call(flag, taken: taken, refused: refused) { (bench) throws(CallFailure) in
            let socket = try Descriptor.socket(family: AF_INET, SOCK_DGRAM)
            var submission = Submission.of("URING_CMD") {
                $0.descriptor = socket.number
                $0.offset = number
            }
            prepare(&submission, bench)
            return try bench.result(of: submission)
        }
    }

    /// With a buffer that is registered: without one kernels that refuse the flag answer as those that take it.
    private static let sendFixedMessage: @Sendable (CheckBench) throws(CallFailure) -> Int = {
        (bench) throws(CallFailure) in
        _ = bench.place(bench.address(2048), at: 1024)  // struct iovec: where, how long
        let buffers = UnsafeMutableRawPointer(bitPattern: UInt(bench.place(UInt64(64), at: 1032) - 8))
        let registered = bench.ring.register(RegisterNumber.buffers, buffers, count: 1)
        if registered < 0 { throw CallFailure("io_uring_register", "BUFFERS", Errno(Int32(-registered))) }
        defer { _ = bench.ring.register(RegisterNumber.unregisterBuffers, nil, count: 0) }
        return try bench.result(of: .of("SENDMSG_ZC") {
            $0.descriptor = bench.stream
            $0.address = bench.address(1536)  // a message of no parts
            $0.length = 1
            $0.io_priority = 1 << 2
        })
    }

    private static let selectBuffer = Catalog.mask(ofSubmission: "BUFFER_SELECT")

    /// 1 when a receive into provided buffers says that more will follow. What is armed is ended by closing its socket.
    private static let multishotReceive: @Sendable (CheckBench) throws(CallFailure) -> Int = {
        (bench) throws(CallFailure) in
        let group: UInt16 = 1
        let provided = try bench.result(of: .of("PROVIDE_BUFFERS") {
            $0.descriptor = 2  // this many
            $0.address = bench.address(2048)
            $0.length = 64
            $0.buffer_index = group
        })
        if provided < 0 { throw CallFailure("PROVIDE_BUFFERS", "", Errno(Int32(-provided))) }
        let pair = try Descriptor.socketPair(SOCK_STREAM)
        _ = write(pair.second.number, "x", 1)
        let armed = try bench.completion(of: .of("RECV") {
            $0.descriptor = pair.first.number
            $0.io_priority = 1 << 1
            $0.flags = selectBuffer
            $0.buffer_index = group
        })
        // The end of the stream completes what is armed; the bench passes over completions that nobody waits for.
        _ = shutdown(pair.second.number, Int32(SHUT_RDWR))
        _ = try bench.result(of: .of("REMOVE_BUFFERS") {
            $0.descriptor = 2
            $0.buffer_index = group
        })
        return armed.result < 0 ? Int(armed.result) : armed.flags & moreFollows != 0 ? 1 : 0
    }
}
