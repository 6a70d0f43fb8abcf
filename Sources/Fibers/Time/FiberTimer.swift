/// A moment that concerns a fiber. Lies on that fiber's stack, which stays where it is until the fiber has taken it from the
/// heap of its scheduler, or it has passed.
struct FiberTimer {
    enum Kind {
        /// It ends what the fiber waits for.
        case wake
        /// It interrupts whatever the fiber then waits for.
        case deadline
    }

    let kind: Kind
    let fiber: UnsafeMutablePointer<FiberControl>
    /// Where it stands in the heap, or −1.
    var index = -1

    init(_ kind: Kind, of fiber: UnsafeMutablePointer<FiberControl>) {
        self.kind = kind
        self.fiber = fiber
    }
}
