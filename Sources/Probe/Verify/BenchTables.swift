import CKernel
import Catalog
import Glibc
import Kernel
import Ring

// What a ring is told of before requests can name it by a number; taken back behind the check.

extension VerifyBench {
    /// Runs `body` while `memory` is registered, each as one buffer.
    func withBuffers(_ memory: [BenchMemory], _ body: () throws -> Void) throws {
        let vectors = BenchMemory(memory.map { iovec(iov_base: $0.pointer, iov_len: $0.count) })
        try prepare("REGISTER_BUFFERS", vectors, count: memory.count)
        defer { _ = register("UNREGISTER_BUFFERS", count: 0) }
        try body()
    }

    /// Runs `body` while the ring has a table of these files; −1 leaves a slot empty.
    func withFiles(_ descriptors: [Int32], _ body: () throws -> Void) throws {
        try prepare("REGISTER_FILES", BenchMemory(descriptors), count: descriptors.count)
        defer { _ = register("UNREGISTER_FILES", count: 0) }
        try body()
    }

    /// Runs `body` while the ring has `count` buffers of `size` bytes to choose from, in a ring of buffers.
    func withBufferRing(
        _ count: Int, of size: Int, flags: UInt16 = 0, minimumLeft: UInt32 = 0, _ body: (BufferRing) throws -> Void
    ) throws {
        let buffers = BufferRing(count: count, size: size)
        try prepare("REGISTER_PBUF_RING", buffers.registration(flags: flags, minimumLeft: minimumLeft))
        defer { _ = register("UNREGISTER_PBUF_RING", buffers.registration(flags: 0, minimumLeft: 0)) }
        buffers.provide()
        try body(buffers)
    }
}

/// Buffers of a group, and the ring that offers them (io_uring_register_buf_ring(3)).
struct BufferRing {
    static let group: UInt16 = 7
    /// A power of two.
    static let entries = 8

    let count: Int
    let size: Int
    /// One behind the other.
    let memory: BenchMemory
    let ring: BenchMemory

    init(count: Int, size: Int, ring: BenchMemory = BenchMemory(entries * MemoryLayout<buffer_ring_entry>.stride)) {
        precondition(count <= Self.entries, "a ring has room for its entries")
        self.count = count
        self.size = size
        self.ring = ring
        memory = BenchMemory(count * size)
    }

    func registration(flags: UInt16, minimumLeft: UInt32 = 0) -> BenchMemory {
        BenchMemory(
            buffer_ring_registration(
                address: flags & 1 == 0 ? ring.address : 0, entries: UInt32(Self.entries), group: Self.group,
                flags: flags, minimum_left: minimumLeft, reserved: (0, 0, 0, 0, 0)))
    }

    /// Offers all buffers. The system call that follows orders this before what the kernel reads.
    func provide() {
        for index in 0..<count {
            let entry = buffer_ring_entry(
                address: memory.address + UInt64(index * size), length: UInt32(size), identifier: UInt16(index), tail: 0)
            ring.store(entry, at: index * MemoryLayout<buffer_ring_entry>.stride)
        }
        ring.store(UInt16(count), at: 14)
    }

    /// What lies in the buffer that `completion` names.
    func text(_ completion: Completion) throws -> String {
        if completion.result < 0 { throw VerifyBench.surprise("the request", Int(completion.result), "bytes in a buffer") }
        guard let index = completion.bufferIndex else { throw CheckEnd.failed("the completion names no buffer") }
        guard index < count, Int(completion.result) <= memory.count - index * size else {
            throw CheckEnd.failed("the completion names buffer \(index) with \(completion.result) bytes")
        }
        return memory.text(Int(completion.result), from: index * size)
    }
}

extension Submission {
    /// A request of that name on `length` bytes of `memory`, all of it where nil.
    static func of(
        _ opcode: String, _ descriptor: Int32, _ memory: BenchMemory, _ length: Int? = nil,
        _ change: (inout Submission) -> Void = { _ in }
    ) -> Submission {
        of(opcode) {
            $0.descriptor = descriptor
            $0.address = memory.address
            $0.length = UInt32(length ?? memory.count)
            change(&$0)
        }
    }

    /// A request of that name that the kernel chooses a buffer of the ring of buffers for.
    static func selecting(
        _ opcode: String, _ descriptor: Int32, _ change: (inout Submission) -> Void = { _ in }
    ) -> Submission {
        of(opcode) {
            $0.descriptor = descriptor
            $0.flags = Catalog.mask(ofSubmission: "BUFFER_SELECT")
            $0.buffer_index = BufferRing.group
            change(&$0)
        }
    }

    /// The same, with a submission flag.
    func with(_ flag: String) -> Submission {
        var submission = self
        submission.flags |= Catalog.mask(ofSubmission: flag)
        return submission
    }
}

/// Flags of completions that checks look at.
enum CompletionFlag {
    /// IORING_CQE_F_BUFFER: the upper half names a buffer.
    static let buffer: UInt32 = 1 << 0
    /// IORING_CQE_F_MORE: the request stays armed.
    static let more: UInt32 = 1 << 1
    /// IORING_CQE_F_NOTIF: the memory of a zero-copy send is free again.
    static let notification: UInt32 = 1 << 3
    /// IORING_CQE_F_BUF_MORE: the buffer is not used up.
    static let bufferMore: UInt32 = 1 << 4
}

extension Completion {
    /// The number of the buffer that the kernel chose; nil where it chose none.
    var bufferIndex: Int? { flags & CompletionFlag.buffer != 0 ? Int(flags >> 16) : nil }
}
