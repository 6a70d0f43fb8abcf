import Catalog
import Glibc
import Kernel
import Ring

/// An address that nothing is mapped at.
private let nowhere: UInt64 = 8

extension OperationFlagCheck {
    /// Requests on sockets: all of AF_UNIX, but for one of UDP that is bound to nothing.
    static let socketChecks: [OperationFlagCheck] = [
        none("ACCEPT_DIRECT", "no answer tells it apart without a real connection"),
        bit("ACCEPT_MULTISHOT", in: .ioPriority, taken: .errnos([.notSupported])) { submission, bench in
            submission.descriptor = bench.datagrams.first.number  // datagram sockets cannot accept
        },
        bit("ACCEPT_DONTWAIT", in: .ioPriority, taken: .errnos([.badDescriptor])) { submission, _ in
            submission.descriptor = -1
        },
        bit("ACCEPT_POLL_FIRST", in: .ioPriority, taken: .errnos([.badDescriptor])) { submission, _ in
            submission.descriptor = -1
        },

        bit("RECVSEND_POLL_FIRST", of: "RECV", in: .ioPriority, taken: .value(1), prepare: receiveByte),
        bit("RECVSEND_BUNDLE", in: .ioPriority, taken: .value(1), prepare: sendByte),
        bit("SEND.RECVSEND_FIXED_BUF", in: .ioPriority, taken: .errnos([.badAddress]), prepare: sendByte),
        call("RECV_MULTISHOT", taken: .value(1), ask: multishotReceive),
        none("RECV_MULTISHOT_LIMIT", "has no answer of its own"),
        request("SEND_TO", taken: .errnos([.badAddress])) { (submission, bench) throws(CallFailure) in
            try sendByte(&submission, bench)
            submission.descriptor = bench.datagrams.first.number
            submission.offset = nowhere  // the address to send to
            submission.file_index = 16  // its length
        },
        bit("SEND_VECTORIZED", in: .ioPriority, taken: .errnos([.badAddress])) { submission, bench in
            submission.descriptor = bench.streams.first.number
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
        bit("SENDMSG_ZC.RECVSEND_FIXED_BUF", in: .ioPriority, taken: .errnos([.badAddress])) { submission, bench in
            submission.descriptor = bench.streams.first.number
            submission.address = bench.address(1024)  // a message of no parts
            submission.length = 1
        },
        bit("SEND_ZC_REPORT_USAGE", in: .ioPriority, taken: .errnos([.notSupported]), prepare: sendByte),
        none("NOTIF_USAGE_ZC_COPIED", "only a zero-copy send over TCP shows it"),

        bit(
            "URING_CMD_FIXED", in: .operationFlags,
            taken: .successOr([.badAddress, .notSupported]), prepare: getSocketType),
        // A multishot command has to select buffers; before there were any, no command was allowed to.
        request(
            "URING_CMD_MULTISHOT", taken: .errnos([.badDescriptor]), refused: [.invalidArgument, .notSupported]
        ) { submission, _ in
            submission.descriptor = -1
            submission.operation_flags = 1 << 1
            submission.flags = 1 << 5  // BUFFER_SELECT
        },
        internetCommand("SOCKET_URING_OP_SIOCINQ"),
        internetCommand("SOCKET_URING_OP_SIOCOUTQ"),
        request(
            "SOCKET_URING_OP_GETSOCKOPT", taken: .success, refused: [.invalidArgument, .notSupported],
            prepare: getSocketType),
        request(
            "SOCKET_URING_OP_SETSOCKOPT", taken: .success, refused: [.invalidArgument, .notSupported]
        ) { submission, bench in
            submission.descriptor = bench.streams.first.number
            submission.offset = 3
            submission.address = option(SO_KEEPALIVE)
            submission.file_index = 4
            submission.address3 = bench.address(512)
        },
        request(
            "SOCKET_URING_OP_TX_TIMESTAMP", taken: .errnos([.invalidArgument]), refused: [.notSupported]
        ) { submission, bench in
            submission.descriptor = bench.streams.first.number
            submission.offset = 4
        },
        request(
            "SOCKET_URING_OP_GETSOCKNAME", taken: .successOr([.badAddress]), refused: [.invalidArgument, .notSupported]
        ) { submission, bench in
            submission.descriptor = bench.streams.first.number
            submission.offset = 5
            submission.address = bench.address(1024)
            submission.address3 = bench.place(UInt32(16), at: 512)
        },
        none("BLOCK_URING_CMD_DISCARD", "would destroy data"),
        none("BLOCK_URING_CMD_ZONE_RESET_ALL", "would destroy data"),
    ]

    /// One byte into the stream.
    private static let sendByte: Preparation = { submission, bench in
        submission.descriptor = bench.streams.first.number
        submission.address = bench.address(512)
        submission.length = 1
    }

    /// One byte out of the stream, which is there already.
    private static let receiveByte: Preparation = { submission, bench in
        bench.sendByte()
        submission.descriptor = bench.streams.first.number
        submission.address = bench.address(512)
        submission.length = 1
    }

    /// SOCKET_URING_OP_GETSOCKOPT of SO_TYPE: every socket answers it.
    private static let getSocketType: Preparation = { submission, bench in
        submission.descriptor = bench.streams.first.number
        submission.offset = 2
        submission.address = option(SO_TYPE)
        submission.file_index = 4
        submission.address3 = bench.address(512)
    }

    /// `level` and `optname` of a socket command, which share a word.
    private static func option(_ name: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: SOL_SOCKET)) | UInt64(UInt32(bitPattern: name)) << 32
    }

    /// A command that AF_UNIX does not have, on a UDP socket that sends nothing.
    private static func internetCommand(_ flag: String) -> OperationFlagCheck {
        let number = Catalog.operationFlags(named: flag)[0].number!  // a row that tests hold in place
        return call(flag, taken: .success, refused: [.invalidArgument, .notSupported]) { (bench) throws(CallFailure) in
            let socket = try Descriptor.socket(family: AF_INET, SOCK_DGRAM)
            return try bench.result(of: .with {
                $0.opcode = Catalog.opcode(named: "URING_CMD")!.number
                $0.descriptor = socket.number
                $0.offset = number
            })
        }
    }

    /// 1 when a receive into provided buffers says that more will follow. What is armed is ended by closing its socket.
    private static let multishotReceive: @Sendable (CheckBench) throws(CallFailure) -> Int = {
        (bench) throws(CallFailure) in
        let group: UInt16 = 1
        let provided = try bench.result(of: .with {
            $0.opcode = Catalog.opcode(named: "PROVIDE_BUFFERS")!.number
            $0.descriptor = 2  // this many
            $0.address = bench.address(2048)
            $0.length = 64
            $0.buffer_index = group
        })
        if provided < 0 { throw CallFailure("PROVIDE_BUFFERS", "", Errno(Int32(-provided))) }
        let pair = try Descriptor.socketPair(SOCK_STREAM)
        _ = write(pair.second.number, "x", 1)
        let armed = try bench.completion(of: .with {
            $0.opcode = Catalog.opcode(named: "RECV")!.number
            $0.descriptor = pair.first.number
            $0.io_priority = 1 << 1
            $0.flags = 1 << 5  // BUFFER_SELECT
            $0.buffer_index = group
        })
        // The end of the stream completes what is armed; the bench passes over completions that nobody waits for.
        _ = shutdown(pair.second.number, Int32(SHUT_RDWR))
        _ = try bench.result(of: .with {
            $0.opcode = Catalog.opcode(named: "REMOVE_BUFFERS")!.number
            $0.descriptor = 2
            $0.buffer_index = group
        })
        return armed.result < 0 ? Int(armed.result) : armed.flags & moreFollows != 0 ? 1 : 0
    }
}
