import Catalog
import Glibc
import Kernel
import Ring

/// The command that those checks use which only need one: before it there is none that would be safe.
private let anyCommand = CheckSubject.flag("SOCKET_URING_OP_GETSOCKOPT")

extension OperationCheck {
    /// Commands to sockets; those to devices would destroy something or need one.
    static let commandChecks: [OperationCheck] = [
        .operation("URING_CMD", needs: [anyCommand]) { bench in try expectSocketType(bench) },
        .operation("URING_CMD128", needs: [anyCommand]) { bench in
            // A wide ring takes both; one that mixes takes the wide opcode only, which a socket has no command for.
            let wide = try bench.another("SQE128")
            let socket = try Descriptor.socket(family: AF_INET, SOCK_DGRAM)
            let value = BenchMemory(4)
            try wide.expect(getOption(SO_TYPE, of: socket.number, value, opcode: "URING_CMD128"), is: 4)
            try expect("the type of the socket", value.load(Int32.self), is: Int32(SOCK_DGRAM.rawValue))
        },
        .flag("URING_CMD_FIXED", needs: [anyCommand]) { bench in
            try bench.withBuffers([BenchMemory(16)]) { try expectSocketType(bench) { $0.operation_flags = 1 } }
        },
        // A command that a socket has would never complete, nor be cancelled: one that it has not gets as far as it.
        .flag("URING_CMD_MULTISHOT") { bench in
            try bench.withBufferRing(1, of: 16) { _ in
                let socket = try Descriptor.socket(family: AF_UNIX, SOCK_STREAM)
                let command = { (flags: UInt32) in
                    Submission.selecting("URING_CMD", socket.number) { ($0.offset, $0.operation_flags) = (0x7fff, flags) }
                }
                try bench.expect(command(0), is: .invalidArgument)
                try bench.expect(command(1 << 1), is: .notSupported)
            }
        },
        .flag("SOCKET_URING_OP_SIOCINQ") { bench in
            let pair = try LoopbackPair()
            try pair.first.send("uring")
            try pair.second.awaitArrival()
            try bench.expect(.of("URING_CMD") { ($0.descriptor, $0.offset) = (pair.second.number, 0) }, is: 5)
        },
        .flag("SOCKET_URING_OP_SIOCOUTQ") { bench in
            let pair = try LoopbackPair()
            try bench.expect(.of("URING_CMD") { ($0.descriptor, $0.offset) = (pair.first.number, 1) })
        },
        .flag("SOCKET_URING_OP_GETSOCKOPT") { bench in try expectSocketType(bench) },
        .flag("SOCKET_URING_OP_SETSOCKOPT") { bench in
            let socket = try Descriptor.socket(family: AF_INET, SOCK_DGRAM)
            let value = BenchMemory(Int32(1))
            try bench.expect(
                .of("URING_CMD") {
                    $0.descriptor = socket.number
                    $0.offset = 3
                    $0.address = option(SO_BROADCAST)
                    $0.file_index = 4
                    $0.address3 = value.address
                })
            var (isSet, size) = (Int32(0), socklen_t(4))
            let number = socket.number
            _ = try checked("getsockopt") { getsockopt(number, SOL_SOCKET, SO_BROADCAST, &isSet, &size) }
            try expect("the option", isSet, is: 1)
        },
        .flag("SOCKET_URING_OP_GETSOCKNAME") { bench in
            let listener = try Descriptor.localListener()
            let expected = try listener.localAddress()
            let name = BenchMemory(128)
            let size = BenchMemory(UInt32(128))
            try bench.expect(
                .of("URING_CMD") {
                    ($0.descriptor, $0.offset, $0.address, $0.address3) = (listener.number, 5, name.address, size.address)
                })
            try expect("the length of the name", Int(size.load(UInt32.self)), is: expected.count)
            try expect("the name", name.text(expected.count), is: expected.text(expected.count))
        },
        .flag("SOCKET_URING_OP_TX_TIMESTAMP") { bench in
            let wide = try bench.another("CQE32")
            let sender = try LoopbackPair.stampedDatagram()
            _ = try wide.start(.of("URING_CMD") { ($0.descriptor, $0.offset) = (sender.number, 4) })
            let (completion, extra) = try wide.nextWideCompletion()
            if let errno = completion.errno { throw VerifyBench.surprise("URING_CMD", -Int(errno.number), "a time stamp") }
            try expect(completion.flags & CompletionFlag.more != 0 && extra[0] > 0, "no time stamp came")
        },
        .none(.flag("BLOCK_URING_CMD_DISCARD"), "would destroy data"),
        .none(.flag("BLOCK_URING_CMD_ZONE_RESET_ALL"), "would destroy data"),
    ]

    private static func expectSocketType(
        _ bench: VerifyBench, _ change: (inout Submission) -> Void = { _ in }
    ) throws {
        // Not of AF_UNIX: up to 6.16 any command to a socket without an ioctl was refused.
        let socket = try Descriptor.socket(family: AF_INET, SOCK_DGRAM)
        let value = BenchMemory(4)
        var request = getOption(SO_TYPE, of: socket.number, value)
        change(&request)
        try bench.expect(request, is: 4)
        try expect("the type of the socket", value.load(Int32.self), is: Int32(SOCK_DGRAM.rawValue))
    }

    private static func getOption(
        _ name: Int32, of socket: Int32, _ value: BenchMemory, opcode: String = "URING_CMD"
    ) -> Submission {
        .of(opcode) {
            $0.descriptor = socket
            $0.offset = 2  // SOCKET_URING_OP_GETSOCKOPT
            $0.address = option(name)
            $0.file_index = 4
            $0.address3 = value.address
        }
    }

    /// `level` and `optname` of a socket command, which share a word.
    private static func option(_ name: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: SOL_SOCKET)) | UInt64(UInt32(bitPattern: name)) << 32
    }
}
