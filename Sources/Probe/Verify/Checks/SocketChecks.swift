import Catalog
import Glibc
import Kernel
import Ring

private let text = "uringctl"

extension OperationCheck {
    /// Requests on a pair of connected AF_UNIX sockets.
    static let socketChecks: [OperationCheck] = [
        .operation("SEND") { bench in try expectSending(bench) { .of("SEND", $0, BenchMemory(text), text.utf8.count) } },
        .operation("SENDMSG") { bench in
            try expectSending(bench) { .of("SENDMSG", $0, BenchMemory(bytes: text).message(), 1) }
        },
        .operation("RECV") { bench in try expectReceiving(bench) { .of("RECV", $0, $1) } },
        .operation("RECVMSG") { bench in try expectReceiving(bench) { .of("RECVMSG", $0, $1.message(), 1) } },
        .operation("SHUTDOWN") { bench in
            let pair = try Descriptor.socketPair(SOCK_STREAM)
            try bench.expect(.of("SHUTDOWN") { ($0.descriptor, $0.length) = (pair.first.number, UInt32(SHUT_WR)) })
            var byte: UInt8 = 0
            try expect("what the peer reads", recv(pair.second.number, &byte, 1, dontWait), is: 0)
        },
        .operation("SOCKET") { bench in
            let socket = try bench.descriptor(
                of: .of("SOCKET") { ($0.descriptor, $0.offset) = (AF_UNIX, UInt64(SOCK_SEQPACKET.rawValue)) })
            var (kind, size) = (Int32(0), socklen_t(4))
            let number = socket.number
            _ = try checked("getsockopt") { getsockopt(number, SOL_SOCKET, SO_TYPE, &kind, &size) }
            try expect("the type of the socket", kind, is: Int32(SOCK_SEQPACKET.rawValue))
        },

        .flag("RECVSEND_POLL_FIRST") { bench in
            try expectSending(bench) { .of("SEND", $0, BenchMemory(text), text.utf8.count) { $0.io_priority = 1 } }
            try expectReceiving(bench) { .of("RECV", $0, $1) { $0.io_priority = 1 } }
        },
        .flag("RECVSEND_BUNDLE") { bench in
            try bench.withBufferRing(4, of: 4) { buffers in
                // TCP says how much more there is; AF_UNIX does not before 6.17, and then one buffer is filled.
                let pair = try LoopbackPair()
                try pair.second.send(text)
                try pair.first.awaitArrival()
                try bench.expect(
                    .selecting("RECV", pair.first.number) {
                        ($0.io_priority, $0.length) = (1 << 4, UInt32(text.utf8.count))
                    }, is: text.utf8.count)
                try expect("what was received", buffers.memory.text(text.utf8.count), is: text)
            }
        },
        .flag("SEND.RECVSEND_FIXED_BUF") { bench in
            let memory = BenchMemory(bytes: text)
            try bench.withBuffers([memory]) {
                try expectSending(bench) { .of("SEND", $0, memory) { $0.io_priority = 1 << 2 } }
            }
        },
        .flag("SEND_TO") { bench in
            let receiver = try Descriptor.localSocket(SOCK_DGRAM)
            let sender = try Descriptor.socket(family: AF_UNIX, SOCK_DGRAM)
            let address = try receiver.localAddress()
            try bench.expect(
                .of("SEND", sender.number, BenchMemory(text), text.utf8.count) {
                    $0.offset = address.address
                    $0.file_index = UInt32(address.count)  // addr_len
                }, is: text.utf8.count)
            try expect("what was received", receiver.received(), is: text)
        },
        .flag("SEND_VECTORIZED") { bench in
            try expectSending(bench) {
                .of("SEND", $0, BenchMemory(text).parts([3, 5]), 2) { $0.io_priority = 1 << 5 }
            }
        },
    ]

    private static func expectSending(_ bench: VerifyBench, _ request: (Int32) -> Submission) throws {
        let pair = try Descriptor.socketPair(SOCK_STREAM)
        try bench.expect(request(pair.first.number), is: text.utf8.count)
        try expect("what was received", pair.second.received(), is: text)
    }

    private static func expectReceiving(_ bench: VerifyBench, _ request: (Int32, BenchMemory) -> Submission) throws {
        let pair = try Descriptor.socketPair(SOCK_STREAM)
        let memory = BenchMemory(text.utf8.count)
        try pair.second.send(text)
        try bench.expect(request(pair.first.number, memory), is: text.utf8.count)
        try expect("what was received", memory.text(text.utf8.count), is: text)
    }
}

private let dontWait = Int32(MSG_DONTWAIT)

extension Descriptor {
    borrowing func send(_ text: String) throws(CallFailure) {
        let number = number
        _ = try checked("send") { Glibc.send(number, text, text.utf8.count, Int32(MSG_NOSIGNAL)) }
    }

    /// - Throws: `.unknown` where nothing comes: it was sent by a plain call.
    borrowing func awaitArrival() throws {
        guard try waitUntilReadable(number, timeoutMilliseconds: 1000) else {
            throw CheckEnd.unknown("nothing arrived over loopback")
        }
    }

    /// What is there to be received, at most 64 bytes of it.
    borrowing func received() throws(CallFailure) -> String {
        var bytes = [UInt8](repeating: 0, count: 64)
        let number = number
        let count = try checked("recv") { recv(number, &bytes, bytes.count, dontWait) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// getsockname(2), in memory that requests may point at.
    borrowing func localAddress() throws(CallFailure) -> BenchMemory {
        let space = BenchMemory(MemoryLayout<sockaddr_storage>.size)
        var size = socklen_t(space.count)
        let number = number
        _ = try checked("getsockname") {
            getsockname(number, space.pointer.assumingMemoryBound(to: sockaddr.self), &size)
        }
        return space.first(Int(size))
    }
}
