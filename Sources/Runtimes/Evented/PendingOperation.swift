import Fibers
import Ring

/// An operation on the ring that a fiber waits for. Lies on the stack of that fiber, which stays where it is until the
/// completion has come: the ring holds on to its address.
struct PendingOperation {
    let fiber: UnsafeMutablePointer<FiberControl>
    /// What came of it.
    var completion: Completion?

    init(of fiber: UnsafeMutablePointer<FiberControl>) { self.fiber = fiber }
}
