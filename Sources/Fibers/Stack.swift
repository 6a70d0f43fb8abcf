import CKernel
import Glibc

/// One fiber's stack in its slot: where its parts lie. A value: whoever holds it does not own the memory.
struct Stack {
    let slot: UnsafeMutableRawPointer
    /// 0 to 15. The hot words at the top of all stacks would otherwise lie at the same offset in their pages, and compete
    /// for the same few lines of the cache.
    let colour: UInt8

    init(slot: UnsafeMutableRawPointer, colour: Int) {
        self.slot = slot
        self.colour = UInt8(truncatingIfNeeded: colour & 15)
    }

    /// The lowest byte above the guard.
    func low(_ layout: StackLayout) -> UnsafeMutableRawPointer { slot + layout.guardBytes }

    func label(_ layout: StackLayout) -> UnsafeMutablePointer<crash_label> {
        (slot + layout.labelOffset).assumingMemoryBound(to: crash_label.self)
    }

    /// Where the fiber's control block lies: above all that the fiber itself uses of its stack.
    func control(_ layout: StackLayout) -> UnsafeMutablePointer<FiberControl> {
        // On a line of the cache of its own: what every switch needs are its first words.
        let end = layout.labelOffset & ~(Stack.lineBytes - 1)
        let offset = end - Stack.colourBytes * Int(colour) - FiberControl.reservedBytes
        return (slot + offset).assumingMemoryBound(to: FiberControl.self)
    }

    private static let lineBytes = 64
    private static let colourBytes = 3 * lineBytes

    /// How much of the stack was ever touched since its memory was last given back, in bytes from the top: whole pages,
    /// by mincore(2). nil where the kernel does not say.
    func touchedBytes(_ layout: StackLayout) -> Int? {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let size = layout.strideBytes - layout.guardBytes
        var resident = [UInt8](repeating: 0, count: size / page)
        guard mincore(low(layout), size, &resident) == 0 else { return nil }
        guard let lowest = resident.firstIndex(where: { $0 & 1 != 0 }) else { return 0 }
        return size - lowest * page
    }
}
