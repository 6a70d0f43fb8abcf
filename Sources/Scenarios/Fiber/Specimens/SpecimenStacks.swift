import CKernel
import CSpecimens
import Glibc
import Kernel

/// Two stacks for the fibers of a specimen, which the crash handler knows: each above a guard of its own.
struct SpecimenStacks: ~Copyable {
    private let low: UnsafeMutableRawPointer
    private static let guardBytes = 64 << 10
    private static let stackBytes = 64 << 10
    private static let strideBytes = guardBytes + stackBytes
    private static let sizeBytes = 2 * strideBytes
    private static let labelOffset = strideBytes - MemoryLayout<crash_label>.size
    private static let names: [StaticString] = ["first", "second"]

    init() throws(BodyFailure) { low = try Self.map() }

    private static func map() throws(BodyFailure) -> UnsafeMutableRawPointer {
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK
        guard let low = mmap(nil, sizeBytes, PROT_NONE, flags, -1, 0), low != MAP_FAILED else {
            throw BodyFailure(CallFailure("mmap", "\(sizeBytes) bytes", Errno(errno)))
        }
        for (index, name) in names.enumerated() {
            let slot = low + index * strideBytes
            do throws(CallFailure) {
                _ = try checked("mprotect") {
                    mprotect(slot + guardBytes, stackBytes, PROT_READ | PROT_WRITE)
                }
            } catch {
                throw BodyFailure(error)
            }
            let label = (slot + labelOffset).assumingMemoryBound(to: crash_label.self)
            let text = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
            label.initialize(to: crash_label(number: UInt64(index + 1), name: text))
        }
        var stacks = crash_stacks(
            low: UInt(bitPattern: low), stride: strideBytes, guard: guardBytes, count: names.count,
            label_offset: labelOffset, are_threads: false)
        _ = crash_note_stacks(&stacks)
        return low
    }

    deinit {
        crash_forget_stacks(UInt(bitPattern: low))
        munmap(low, Self.sizeBytes)
    }

    /// The two stacks without their labels, for as long as `body` runs.
    borrowing func with<Value>(_ body: (UnsafePointer<specimen_stacks>) -> Value) -> Value {
        var stacks = specimen_stacks(
            first: low + Self.guardBytes, second: low + Self.strideBytes + Self.guardBytes,
            size_bytes: Self.labelOffset - Self.guardBytes)
        return body(&stacks)
    }
}
