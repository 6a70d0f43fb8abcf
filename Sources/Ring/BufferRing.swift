import CKernel
public import CLiburing
import Glibc
package import Kernel

/// Buffers of one size, of which the kernel takes the next whenever an operation with IOSQE_BUFFER_SELECT has bytes for
/// it; the completion says which (IORING_REGISTER_PBUF_RING, Linux 5.19; io_uring_register_buf_ring(3)).
///
/// Address space is reserved for as many as there may be one day; memory is the kernel's until it writes to it. For the
/// ring's thread.
package struct BufferRing: ~Copyable {
    /// What the kernel knows it by on its ring.
    package let group: UInt16
    /// How many buffers there can be: a power of 2, up to 32,768.
    package let capacity: Int
    /// Of each buffer.
    package let bufferBytes: Int

    private let entries: UnsafeMutablePointer<buffer_ring_entry>
    private let memory: UnsafeMutableRawPointer
    private let strideBytes: Int
    private let reservedBytes: Int
    /// Entries published so far, modulo 2^16, as the kernel counts them.
    private var tail: UInt16 = 0

    package static let greatestCapacity = 32_768

    /// Reserves memory, and registers the ring of it, in which there is no buffer yet.
    ///
    /// - Throws: what mmap(2) or io_uring_register(2) answered: EINVAL before Linux 5.19, EEXIST where the group is
    ///   taken, ENOMEM beyond RLIMIT_MEMLOCK.
    package init(on ring: borrowing Ring, group: UInt16, capacity: Int, bufferBytes: Int) throws(CallFailure) {
        precondition(
            capacity > 0 && capacity <= BufferRing.greatestCapacity && capacity & (capacity - 1) == 0,
            "a ring of buffers holds a power of 2, up to 32,768")
        precondition(bufferBytes > 0 && bufferBytes <= 1 << 24, "a buffer has 1 byte to 16 MiB")
        // A line of the cache more than they need: otherwise all would begin in the same few sets of it.
        let strideBytes = (bufferBytes + 63) & ~63 + 64
        let entriesBytes = capacity * MemoryLayout<buffer_ring_entry>.stride
        let reservedBytes = entriesBytes + capacity * strideBytes
        let reserved = try BufferRing.reserve(reservedBytes)
        var registration = buffer_ring_registration()
        registration.address = UInt64(UInt(bitPattern: reserved))
        registration.entries = UInt32(capacity)
        registration.group = group
        let result = ring.register(BufferRing.registerOperation, &registration, count: 1)
        if result < 0 {
            munmap(reserved, reservedBytes)
            throw CallFailure(
                "io_uring_register", "IORING_REGISTER_PBUF_RING, \(capacity) entries", Errno(Int32(-result)))
        }
        // Pages of zeros, which are entries.
        entries = reserved.bindMemory(to: buffer_ring_entry.self, capacity: capacity)
        memory = reserved + entriesBytes
        (self.group, self.capacity, self.bufferBytes) = (group, capacity, bufferBytes)
        (self.strideBytes, self.reservedBytes) = (strideBytes, reservedBytes)
    }

    deinit { munmap(entries, reservedBytes) }

    private static let registerOperation = UInt32(IORING_REGISTER_PBUF_RING)
    private static let unregisterOperation = UInt32(IORING_UNREGISTER_PBUF_RING)

    private static func reserve(_ size: Int) throws(CallFailure) -> UnsafeMutableRawPointer {
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        guard let address = mmap(nil, size, PROT_READ | PROT_WRITE, flags, -1, 0), address != MAP_FAILED else {
            throw CallFailure("mmap", "\(size) bytes", Errno(errno))
        }
        return address
    }

    /// Takes the ring of buffers from `ring`, whose operations must have given all of them back, and frees it.
    package consuming func unregister(from ring: borrowing Ring) {
        var registration = buffer_ring_registration()
        registration.group = group
        let result = ring.register(BufferRing.unregisterOperation, &registration, count: 1)
        precondition(result == 0, "what was registered is there: \(Errno(Int32(-result)))")
    }

    /// The buffer that the kernel calls `identifier`.
    package func buffer(_ identifier: UInt16) -> UnsafeMutableRawBufferPointer {
        precondition(Int(identifier) < capacity, "the kernel names buffers that it was given")
        return UnsafeMutableRawBufferPointer(start: memory + Int(identifier) * strideBytes, count: bufferBytes)
    }

    /// Gives the kernel the buffer `identifier`, which it must not have.
    package mutating func publish(_ identifier: UInt16) {
        // No more than `capacity` are ever the kernel's, so that this entry was used up. Of the first entry, the last
        // member is the ring's tail, which must not be written with the rest.
        let entry = entries + Int(tail) & (capacity - 1)
        entry.pointee.address = UInt64(UInt(bitPattern: buffer(identifier).baseAddress))
        entry.pointee.length = UInt32(bufferBytes)
        entry.pointee.identifier = identifier
        tail &+= 1
        publish_buffers(entries, tail)
    }
}

extension Submission {
    /// IOSQE_BUFFER_SELECT, a macro that Swift does not import.
    private static var selectsBuffer: UInt8 { 1 << 5 }

    /// Has the kernel take a buffer of `group`.
    package mutating func selectBuffer(ofGroup group: UInt16) {
        flags |= Submission.selectsBuffer
        buffer_index = group
    }
}

extension Completion {
    /// The buffer that the kernel took for it (IORING_CQE_F_BUFFER).
    @inlinable
    package var buffer: UInt16? {
        flags & IORING_CQE_F_BUFFER == 0 ? nil : UInt16(truncatingIfNeeded: flags >> 16)
    }
}
