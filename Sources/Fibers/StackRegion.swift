import CFiber
import CKernel
import Glibc
import Kernel

/// One reservation of address space that holds many stacks, each in a slot with its guard below it:
///
///     slot 0                              slot 1
///     guard │ ← stack … control, label │  guard │ ← stack …
///
/// Memory is the kernel's until it is touched. The crash handler knows where regions lie, and finds a fiber's number and
/// name in the label.
struct StackRegion {
    let low: UnsafeMutableRawPointer
    let slots: Int
    let layout: StackLayout
    /// How many slots, from the first on, have their guards.
    private(set) var prepared = 0

    /// Reserves `slots` slots.
    ///
    /// - Parameter areThreads: whether a crash there is told as one on the thread's own stack, without a label.
    /// - Throws: what mmap(2) answered; nothing is left behind.
    init(slots: Int, layout: StackLayout, areThreads: Bool = false) throws(CallFailure) {
        let size = slots * layout.strideBytes
        let protection = layout.guardsAreMarkers ? PROT_READ | PROT_WRITE : PROT_NONE
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK
        guard let address = mmap(nil, size, protection, flags, -1, 0), address != MAP_FAILED else {
            throw CallFailure("mmap", "\(size) bytes", Errno(errno))
        }
        // A huge page would cost 2 MiB for the first byte of a stack. Kernels without them refuse, which is as good.
        _ = madvise(address, size, MADV_NOHUGEPAGE)
        self.low = address
        self.slots = slots
        self.layout = layout
        fiber_stacks_mapped(address, size)
        // With its table full, the handler says of a crash that it does not know which fiber's it was.
        var stacks = crash_stacks(
            low: UInt(bitPattern: address), stride: layout.strideBytes, guard: layout.guardBytes, count: slots,
            label_offset: layout.labelOffset, are_threads: areThreads)
        _ = crash_note_stacks(&stacks)
    }

    /// Gives the region back: no fiber may be left in it.
    func unmap() {
        crash_forget_stacks(UInt(bitPattern: low))
        fiber_stacks_unmapped(low, slots * layout.strideBytes)
        munmap(low, slots * layout.strideBytes)
    }

    /// Whether there is address space for one slot.
    static func canReserve(_ layout: StackLayout) -> Bool {
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        guard let low = mmap(nil, layout.strideBytes, PROT_NONE, flags, -1, 0), low != MAP_FAILED else { return false }
        munmap(low, layout.strideBytes)
        return true
    }

    /// Whether there are mappings for the next slot, where its guard is one by protection: it becomes readable and is
    /// taken back.
    func canSplitNext() -> Bool {
        let stack = low + prepared * layout.strideBytes + layout.guardBytes
        let size = layout.strideBytes - layout.guardBytes
        guard mprotect(stack, size, PROT_READ) == 0 else { return false }
        return mprotect(stack, size, PROT_NONE) == 0
    }

    /// The next slot's stack, with its guard made; nil when all slots are prepared.
    mutating func prepareNext() throws(CallFailure) -> Stack? {
        guard prepared < slots else { return nil }
        let slot = low + prepared * layout.strideBytes
        let size = layout.guardBytes
        if layout.guardsAreMarkers {
            _ = try checked("madvise", "\(size) bytes, MADV_GUARD_INSTALL") {
                madvise(slot, size, StackLayout.guardInstall)
            }
        } else {
            let usable = layout.strideBytes - size
            _ = try checked("mprotect", "\(usable) bytes") { mprotect(slot + size, usable, PROT_READ | PROT_WRITE) }
        }
        defer { prepared += 1 }
        return Stack(slot: slot, colour: prepared)
    }
}

/// Where things lie in a slot.
struct StackLayout {
    /// MADV_GUARD_INSTALL, which glibc's headers do not have yet.
    static let guardInstall: Int32 = 102

    let guardBytes: Int
    let strideBytes: Int
    let guardsAreMarkers: Bool

    /// The label ends the slot, so that the crash handler finds it whatever the stack's colour.
    var labelOffset: Int { strideBytes - MemoryLayout<crash_label>.size }

    init(_ configuration: StackConfiguration) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        precondition(
            configuration.sizeBytes >= 16 << 10 && configuration.sizeBytes % page == 0
                && configuration.guardBytes % page == 0,
            "a stack has at least 16 KiB, and it and its guard are whole pages")
        guardBytes = configuration.guardBytes
        strideBytes = configuration.guardBytes + configuration.sizeBytes
        guardsAreMarkers =
            switch configuration.guardKind {
            case .automatic: StackLayout.kernelHasGuardMarkers(pageBytes: page)
            case .markers: true
            case .protection: false
            }
    }

    /// Asks by trying: distributions carry newer code under older releases.
    private static func kernelHasGuardMarkers(pageBytes: Int) -> Bool {
        let flags = MAP_PRIVATE | MAP_ANONYMOUS
        guard let page = mmap(nil, pageBytes, PROT_READ | PROT_WRITE, flags, -1, 0), page != MAP_FAILED else {
            return false
        }
        defer { munmap(page, pageBytes) }
        return madvise(page, pageBytes, guardInstall) == 0
    }
}
