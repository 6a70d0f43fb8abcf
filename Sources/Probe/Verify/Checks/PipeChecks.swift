import Glibc
import Kernel
import Ring

private let text = "uringctl"

extension OperationCheck {
    /// Pipes, and what moves between them.
    static let pipeChecks: [OperationCheck] = [
        .operation("PIPE") { bench in
            let ends = BenchMemory([Int32(-1), -1])
            try bench.expect(.of("PIPE", 0, ends, 0) { $0.operation_flags = UInt32(O_CLOEXEC) })
            let reading = Descriptor(owning: ends.load(Int32.self))
            let writing = Descriptor(owning: ends.load(Int32.self, at: 4))
            try expect("what was written", write(writing.number, text, text.utf8.count), is: text.utf8.count)
            try expect("what was read", reading.read(), is: text)
        },
        .operation("SPLICE") { bench in
            let source = try Descriptor.pipe(holding: text)
            let sink = try Descriptor.pipe()
            try bench.expect(moving("SPLICE", source.first.number, sink.second.number), is: text.utf8.count)
            try expect("what was moved", sink.first.read(), is: text)
        },
        .operation("TEE") { bench in
            let source = try Descriptor.pipe(holding: text)
            let sink = try Descriptor.pipe()
            try bench.expect(moving("TEE", source.first.number, sink.second.number), is: text.utf8.count)
            try expect("what was copied", sink.first.read(), is: text)
            try expect("what is left", source.first.read(), is: text)
        },
        .flag("SPLICE_F_FD_IN_FIXED") { bench in
            let source = try Descriptor.pipe(holding: text)
            let sink = try Descriptor.pipe()
            try bench.withFiles([-1, source.first.number]) {
                try bench.expect(moving("SPLICE", 1, sink.second.number, flags: 1 << 31), is: text.utf8.count)
            }
            try expect("what was moved", sink.first.read(), is: text)
        },
    ]

    private static func moving(_ opcode: String, _ source: Int32, _ sink: Int32, flags: UInt32 = 0) -> Submission {
        .of(opcode) {
            $0.descriptor = sink
            $0.file_index = UInt32(source)
            $0.length = UInt32(text.utf8.count)
            $0.operation_flags = flags
            // Pipes have no positions.
            if opcode == "SPLICE" { ($0.offset, $0.address) = (.max, .max) }
        }
    }
}

extension Descriptor {
    /// What read(2) answers, at most 64 bytes: of a pipe that something lies in.
    borrowing func read() throws(CallFailure) -> String {
        var bytes = [UInt8](repeating: 0, count: 64)
        let number = number
        let count = try checked("read") { Glibc.read(number, &bytes, bytes.count) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
