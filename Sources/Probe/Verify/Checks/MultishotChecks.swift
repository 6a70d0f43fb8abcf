import Glibc
import Kernel
import Ring

extension OperationCheck {
    /// Requests that complete again and again, into buffers that the kernel chooses.
    static let multishotChecks: [OperationCheck] = [
        .operation("READ_MULTISHOT") { bench in
            try bench.withBufferRing(4, of: 4) { buffers in
                let pipe = try Descriptor.pipe()
                let request = try bench.start(.selecting("READ_MULTISHOT", pipe.first.number))
                try expectTwice(bench, request, buffers) { text throws(CallFailure) in
                    let end = pipe.second.number
                    _ = try checked("write") { write(end, text, text.utf8.count) }
                }
                try bench.cancel(request)
            }
        },
        .flag("RECV_MULTISHOT") { bench in
            try bench.withBufferRing(4, of: 4) { buffers in
                let pair = try Descriptor.socketPair(SOCK_STREAM)
                let request = try bench.start(.selecting("RECV", pair.first.number) { $0.io_priority = 1 << 1 })
                try expectTwice(bench, request, buffers) { text throws(CallFailure) in try pair.second.send(text) }
                try bench.cancel(request)
            }
        },
        .flag("RECV_MULTISHOT_LIMIT", needs: [.flag("RECV_MULTISHOT"), .register("REGISTER_PBUF_RING")]) { bench in
            try bench.withBufferRing(4, of: 4) { buffers in
                let pair = try Descriptor.socketPair(SOCK_STREAM)
                // The total of bytes is where the length of an option is.
                let request = try bench.start(
                    .selecting("RECV", pair.first.number) { ($0.io_priority, $0.file_index) = (1 << 1, 8) })
                for hasMore in [true, false] {
                    try pair.second.send("abcd")
                    let completion = try bench.completion(of: request)
                    try expect("what was received", buffers.text(completion), is: "abcd")
                    try expect("whether more follows", completion.flags & CompletionFlag.more != 0, is: hasMore)
                }
            }
        },
    ]

    private static func expectTwice(
        _ bench: VerifyBench, _ request: Request, _ buffers: BufferRing, _ send: (String) throws(CallFailure) -> Void
    ) throws {
        for text in ["abc", "de"] {
            try send(text)
            let completion = try bench.completion(of: request)
            guard completion.result >= 0 else {
                throw VerifyBench.surprise(request.name, Int(completion.result), "\(text.utf8.count)")
            }
            try expect("what was read", buffers.text(completion), is: text)
            try expect(completion.flags & CompletionFlag.more != 0, "the request ends with one completion")
        }
    }
}
