import Fibers
import Ring

/// What a fiber of an Evented runtime waits for. Lies on the stack of that fiber, which stays where it is until the wait is
/// over: the ring and the timers hold on to its address.
struct PendingWait {
    enum Kind {
        /// An operation on the ring: its completion wakes the fiber.
        case operation
        /// A moment: it wakes the fiber.
        case sleep
        /// A moment that interrupts whatever the fiber then waits for.
        case deadline
    }

    let kind: Kind
    let fiber: UnsafeMutablePointer<FiberControl>
    /// Where a moment stands among the timers, or −1: a deadline's stays there until it has passed, or its body ends.
    var timerIndex = -1
    /// What came of an operation.
    var completion: Completion?

    init(_ kind: Kind, of fiber: UnsafeMutablePointer<FiberControl>) {
        self.kind = kind
        self.fiber = fiber
    }
}
