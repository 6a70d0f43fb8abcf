import Fibers
import Ring

/// An operation on the ring that a fiber waits for. Lies on the stack of that fiber, which stays where it is until the
/// completion has come, or at the head of a `MultishotQueue`: the ring holds on to its address.
struct PendingOperation {
    let fiber: UnsafeMutablePointer<FiberControl>
    /// What came of it.
    var completion: Completion?
    /// Where completions go if there may be several.
    let queue: UnsafeMutablePointer<MultishotQueue>?

    init(of fiber: UnsafeMutablePointer<FiberControl>, queue: UnsafeMutablePointer<MultishotQueue>? = nil) {
        self.fiber = fiber
        self.queue = queue
    }
}
