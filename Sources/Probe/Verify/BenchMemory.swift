import Glibc

/// Whole pages that requests may point at.
///
/// Never given back: a request that is not completed may still write to them, and the process that checks is short-lived.
struct BenchMemory {
    let pointer: UnsafeMutableRawPointer
    let count: Int

    var address: UInt64 { UInt64(UInt(bitPattern: pointer)) }

    /// `count` bytes, all 0.
    init(_ count: Int) {
        self.count = count
        let size = (max(count, 1) + Self.pageBytes - 1) / Self.pageBytes * Self.pageBytes
        pointer = .allocate(byteCount: size, alignment: Self.pageBytes)
        pointer.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    }

    /// Memory that was mapped, and stays so for as long as it is used.
    init(mapped pointer: UnsafeMutableRawPointer, _ count: Int) { (self.pointer, self.count) = (pointer, count) }

    /// The first `length` bytes of it.
    func first(_ length: Int) -> BenchMemory {
        precondition(length <= count, "beyond the memory")
        return BenchMemory(mapped: pointer, length)
    }

    /// The bytes of `text`, and no more.
    init(bytes text: String) {
        self.init(text.utf8.count)
        pointer.copyMemory(from: Array(text.utf8), byteCount: text.utf8.count)
    }

    /// The bytes of `text`, and one that ends it.
    init(_ text: String) {
        self.init(text.utf8.count + 1)
        pointer.copyMemory(from: Array(text.utf8), byteCount: text.utf8.count)
    }

    init<Value: BitwiseCopyable>(_ value: Value) {
        self.init(MemoryLayout<Value>.size)
        store(value)
    }

    init<Value: BitwiseCopyable>(_ values: [Value]) {
        self.init(values.count * MemoryLayout<Value>.stride)
        for (index, value) in values.enumerated() { store(value, at: index * MemoryLayout<Value>.stride) }
    }

    func store<Value: BitwiseCopyable>(_ value: Value, at offset: Int = 0) {
        precondition(offset >= 0 && offset + MemoryLayout<Value>.size <= count, "beyond the memory")
        pointer.storeBytes(of: value, toByteOffset: offset, as: Value.self)
    }

    func load<Value: BitwiseCopyable>(_ type: Value.Type = Value.self, at offset: Int = 0) -> Value {
        precondition(offset >= 0 && offset + MemoryLayout<Value>.size <= count, "beyond the memory")
        return pointer.loadUnaligned(fromByteOffset: offset, as: Value.self)
    }

    /// The first `length` bytes as text.
    func text(_ length: Int, from offset: Int = 0) -> String {
        precondition(offset >= 0 && length >= 0 && offset + length <= count, "beyond the memory")
        return String(decoding: UnsafeRawBufferPointer(start: pointer + offset, count: length), as: UTF8.self)
    }

    /// Entries of an iovec over parts of it, one behind the other.
    func parts(_ lengths: [Int]) -> BenchMemory {
        var offset = 0
        return BenchMemory(
            lengths.map { length in
                defer { offset += length }
                return iovec(iov_base: pointer + offset, iov_len: length)
            })
    }

    /// The one entry of an iovec over all of it.
    var vector: BenchMemory { parts([count]) }

    /// A message (struct msghdr) of this memory as its one part.
    func message(name: BenchMemory? = nil) -> BenchMemory {
        var message = msghdr()
        message.msg_iov = vector.pointer.assumingMemoryBound(to: iovec.self)
        message.msg_iovlen = 1
        message.msg_name = name?.pointer
        message.msg_namelen = socklen_t(name?.count ?? 0)
        return BenchMemory(message)
    }

    private static let pageBytes = Int(getpagesize())
}
