import CKernel
import Glibc
import Kernel
import Ring

extension OperationCheck {
    /// Buffers that the kernel chooses from.
    static let bufferChecks: [OperationCheck] = [
        .operation("PROVIDE_BUFFERS") { bench in
            let memory = BenchMemory(32)
            try bench.expect(providing(memory, count: 2))
            defer { _ = try? bench.result(of: removing(2)) }
            let pipe = try Descriptor.pipe(holding: "abc")
            let completion = try bench.completion(of: bench.start(.selecting("READ", pipe.first.number) { $0.length = 16 }))
            guard completion.result == 3 else { throw VerifyBench.surprise("READ", Int(completion.result), "3") }
            guard let index = completion.bufferIndex, index < 2 else {
                throw CheckEnd.failed("the completion names no buffer that was provided")
            }
            try expect("what was read", memory.text(3, from: index * 16), is: "abc")
        },
        .operation("REMOVE_BUFFERS") { bench in
            try bench.expect(providing(BenchMemory(32), count: 2))
            try bench.expect(removing(2), is: 2)
            let pipe = try Descriptor.pipe(holding: "abc")
            try bench.expect(.selecting("READ", pipe.first.number) { $0.length = 16 }, is: Errno(ENOBUFS))
        },
        .register("REGISTER_PBUF_RING") { bench in
            let buffers = BufferRing(count: 2, size: 16)
            try bench.expectRegister("REGISTER_PBUF_RING", buffers.registration(flags: 0))
            defer { _ = bench.register("UNREGISTER_PBUF_RING", buffers.registration(flags: 0)) }
            buffers.provide()
            try expectReading(bench, "abc", buffers)
        },
        .register("UNREGISTER_PBUF_RING") { bench in
            let buffers = BufferRing(count: 2, size: 16)
            try bench.prepare("REGISTER_PBUF_RING", buffers.registration(flags: 0))
            try bench.expectRegister("UNREGISTER_PBUF_RING", buffers.registration(flags: 0))
            buffers.provide()
            let pipe = try Descriptor.pipe(holding: "abc")
            try bench.expect(.selecting("READ", pipe.first.number) { $0.length = 16 }, is: Errno(ENOBUFS))
        },
        .register("REGISTER_PBUF_STATUS") { bench in
            try bench.withBufferRing(2, of: 16) { buffers in
                try expectReading(bench, "abc", buffers)
                let status = BenchMemory(buffer_ring_status())
                status.store(UInt32(BufferRing.group))
                try bench.expectRegister("REGISTER_PBUF_STATUS", status)
                try expect("the number of buffers used", status.load(buffer_ring_status.self).head, is: 1)
            }
        },

        .flag("PBUF_RING_MMAP") { bench in
            let size = BufferRing.entries * MemoryLayout<buffer_ring_entry>.stride
            let unmapped = BufferRing(count: 2, size: 16)
            try bench.expectRegister("REGISTER_PBUF_RING", unmapped.registration(flags: 1))
            defer { _ = bench.register("UNREGISTER_PBUF_RING", unmapped.registration(flags: 0)) }
            // IORING_OFF_PBUF_RING, and the group.
            let offset = off_t(0x8000_0000) | off_t(BufferRing.group) << 16
            guard let mapped = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, bench.ring.descriptor, offset),
                mapped != MAP_FAILED
            else { throw CheckEnd.failed("the ring of buffers cannot be mapped: \(Errno(errno))", Errno(errno)) }
            defer { munmap(mapped, size) }
            let buffers = BufferRing(count: 2, size: 16, ring: BenchMemory(mapped: mapped, size))
            buffers.provide()
            try expectReading(bench, "abc", buffers)
        },
        .flag("PBUF_RING_INC") { bench in
            try bench.withBufferRing(1, of: 16, flags: 2) { buffers in
                let first = try reading(bench, "abc")
                try expect(first.flags & CompletionFlag.bufferMore != 0, "the buffer is used up by 3 of its 16 bytes")
                _ = try reading(bench, "def")
                try expect("what the buffer holds", buffers.memory.text(6), is: "abcdef")
            }
        },
        .flag("BUF_RING_MIN_LEFT") { bench in
            // After 3 of 16 bytes fewer than 14 are left.
            try bench.withBufferRing(1, of: 16, flags: 2, minimumLeft: 14) { _ in
                let first = try reading(bench, "abc")
                try expect(first.flags & CompletionFlag.bufferMore == 0, "a buffer with too little room is not retired")
            }
        },
    ]

    private static func providing(_ memory: BenchMemory, count: Int32) -> Submission {
        .of("PROVIDE_BUFFERS", count, memory, memory.count / Int(count)) { $0.buffer_index = BufferRing.group }
    }

    private static func removing(_ count: Int32) -> Submission {
        .of("REMOVE_BUFFERS") { ($0.descriptor, $0.buffer_index) = (count, BufferRing.group) }
    }

    /// The completion of a read of `text` from a pipe into a buffer that the kernel chose.
    private static func reading(_ bench: VerifyBench, _ text: String) throws -> Completion {
        let pipe = try Descriptor.pipe(holding: text)
        let request = try bench.start(.selecting("READ", pipe.first.number))
        let completion = try bench.completion(of: request)
        guard Int(completion.result) == text.utf8.count else {
            throw VerifyBench.surprise("READ", Int(completion.result), "\(text.utf8.count)")
        }
        return completion
    }

    private static func expectReading(_ bench: VerifyBench, _ text: String, _ buffers: BufferRing) throws {
        try expect("what was read", buffers.text(reading(bench, text)), is: text)
    }
}

extension Descriptor {
    /// A pipe that `text` lies in.
    static func pipe(holding text: String) throws(CallFailure) -> DescriptorPair {
        let pipe = try pipe()
        let end = pipe.second.number
        _ = try checked("write") { write(end, text, text.utf8.count) }
        return pipe
    }
}
