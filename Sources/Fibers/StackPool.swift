import CFiber
import Glibc
import Kernel

/// The stacks of one scheduler: made when needed, kept for the next fiber, given back with the pool.
///
/// For one thread. Regions double in size, so that a few fibers cost little address space and many cost few mappings.
struct StackPool: ~Copyable {
    let layout: StackLayout
    private let limit: Int
    private var regions: [StackRegion] = []
    /// Slots in all regions that have their guards.
    private(set) var prepared = 0
    /// Stacks that no fiber uses, linked through their control blocks, last used first: its memory is still in the cache.
    private var free: UnsafeMutablePointer<FiberControl>?

    private static let firstRegionSlots = 64
    private static let largestRegionSlots = 1 << 14

    init(_ configuration: StackConfiguration) {
        layout = StackLayout(configuration)
        limit = configuration.limit
    }

    deinit {
        for control in controls(where: { _ in true }) {
            fiber_discard(FiberControl.context(control))
            control.deinitialize(count: 1)
        }
        for region in regions { region.unmap() }
    }

    /// A control block, uninitialised but for `stack`, on a stack of its own.
    mutating func take() throws(StackFailure) -> UnsafeMutablePointer<FiberControl> {
        if let control = free {
            free = control.pointee.next
            return control
        }
        return try make()
    }

    /// Keeps the stack for the next fiber. Its fiber may still be running on it, if it does nothing more than switch away.
    mutating func put(_ control: UnsafeMutablePointer<FiberControl>) {
        control.pointee.next = free
        free = control
    }

    /// The control blocks of all stacks that have a guard, whether a fiber uses them or not, and that `isIncluded`.
    func controls(
        where isIncluded: (FiberControl.State) -> Bool
    ) -> [UnsafeMutablePointer<FiberControl>] {
        var controls: [UnsafeMutablePointer<FiberControl>] = []
        for region in regions {
            for index in 0..<region.prepared {
                let control = Stack(slot: region.low + index * layout.strideBytes, colour: index).control(layout)
                if isIncluded(control.pointee.state) { controls.append(control) }
            }
        }
        return controls
    }

    @inline(never)
    private mutating func make() throws(StackFailure) -> UnsafeMutablePointer<FiberControl> {
        guard prepared < limit else { throw .limitReached(fibers: prepared) }
        let stack: Stack
        do throws(CallFailure) {
            if let next = try prepareNext() {
                stack = next
            } else {
                try addRegion()
                // A region that was just reserved has a first slot.
                stack = try prepareNext()!
            }
        } catch {
            throw explain(error)
        }
        prepared += 1
        let control = stack.control(layout)
        control.initialize(to: FiberControl(stack: stack))
        return control
    }

    private mutating func prepareNext() throws(CallFailure) -> Stack? {
        guard !regions.isEmpty else { return nil }
        return try regions[regions.count - 1].prepareNext()
    }

    /// Where address space is scarce, what still fits will do.
    private mutating func addRegion() throws(CallFailure) {
        let doubled = (regions.last?.slots).map { $0 * 2 } ?? StackPool.firstRegionSlots
        var slots = min(doubled, StackPool.largestRegionSlots, limit - prepared)
        while true {
            do throws(CallFailure) {
                regions.append(try StackRegion(slots: slots, layout: layout))
                return
            } catch {
                guard error.errno == .outOfMemory, slots > 1 else { throw error }
                slots /= 2
            }
        }
    }

    /// Which limit is behind a failure. The kernel says ENOMEM of each, so that it is asked for the same without leave
    /// to write there, which RLIMIT_DATA does not count.
    private func explain(_ failure: CallFailure) -> StackFailure {
        guard failure.errno == .outOfMemory else { return .call(failure, fibers: prepared) }
        let isProtection = failure.call == "mprotect"
        if isProtection, let region = regions.last, !region.canSplitNext() {
            let limit = TextFile.integer("/proc/sys/vm/max_map_count").map(UInt64.init)
            return .mappingCount(fibers: prepared, limit: limit)
        }
        let isMapping = failure.call == "mmap"
        if isMapping, let bytes = softLimit(.addressSpace), !StackRegion.canReserve(layout) {
            return .addressSpace(fibers: prepared, limitBytes: bytes)
        }
        if isProtection || isMapping && layout.guardsAreMarkers, let bytes = softLimit(.data) {
            return .data(fibers: prepared, limitBytes: bytes)
        }
        return .call(failure, fibers: prepared)
    }

    private func softLimit(_ resource: Limit.Resource) -> UInt64? { (try? Limit.current(resource))?.soft }
}
