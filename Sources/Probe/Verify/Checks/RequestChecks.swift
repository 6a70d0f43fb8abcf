import Catalog
import Glibc
import Kernel
import Ring

extension OperationCheck {
    /// Requests that do next to nothing.
    static let requestChecks: [OperationCheck] = [
        .operation("NOP") { bench in try bench.expect(.of("NOP")) },
        .operation("NOP128") { bench in
            let wide = try bench.another("SQE128")
            try wide.expect(.of("NOP128"))
        },
        .operation("MADVISE") { bench in
            let memory = BenchMemory("uringctl")
            try bench.expect(.of("MADVISE", -1, memory, Int(getpagesize())) { $0.operation_flags = 4 /* DONTNEED */ })
            try expect("a page that is not needed any more", memory.load(UInt8.self), is: 0)
        },

        .flag("NOP_INJECT_RESULT") { bench in
            try bench.expect(.of("NOP") { ($0.operation_flags, $0.length) = (1, 77) }, is: 77)
        },
        .flag("NOP_FILE") { bench in
            let file = try Descriptor.memory()
            try expectLookUp(bench, good: UInt32(file.number), bad: .max, flags: 1 << 1)
        },
        .flag("NOP_FIXED_FILE") { bench in
            let file = try Descriptor.memory()
            try bench.withFiles([file.number, -1]) { try expectLookUp(bench, good: 0, bad: 1, flags: 1 << 1 | 1 << 2) }
        },
        .flag("NOP_FIXED_BUFFER") { bench in
            try bench.withBuffers([BenchMemory(16)]) {
                let nop = { (index: UInt16) in
                    Submission.of("NOP") { ($0.operation_flags, $0.buffer_index) = (1 << 3, index) }
                }
                try bench.expect(nop(0))
                try expectFailure(bench, of: nop(1))
            }
        },
        .flag("NOP_TW") { bench in try bench.expect(.of("NOP") { $0.operation_flags = 1 << 4 }) },
        .flag("NOP_CQE32") { bench in
            let wide = try bench.another("CQE32")
            let nop = Submission.of("NOP") { ($0.operation_flags, $0.offset, $0.address) = (1 << 5, 11, 22) }
            _ = try wide.start(nop)
            try expect("the second half of the completion", wide.nextWideCompletion().extra, is: [11, 22])
        },
        .none(.flag("BPF_LOOP"), "a ring does not say whether BPF programs can drive it"),
    ]

    /// NOPs that look a descriptor up.
    private static func expectLookUp(_ bench: VerifyBench, good: UInt32, bad: UInt32, flags: UInt32) throws {
        let nop = { (descriptor: UInt32) in
            Submission.of("NOP") {
                $0.operation_flags = flags
                $0.descriptor = Int32(bitPattern: descriptor)
            }
        }
        try bench.expect(nop(good))
        try expectFailure(bench, of: nop(bad))
    }

    /// That a request fails breaks its link: some kernels (6.16 to 6.19) fail such a NOP and yet report 0.
    private static func expectFailure(_ bench: VerifyBench, of nop: Submission) throws {
        let requests = try bench.start([nop.with("IO_LINK"), .of("NOP")])
        try bench.expect(requests[1], is: .cancelled)
    }
}
