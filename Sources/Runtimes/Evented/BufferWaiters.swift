import Fibers

/// A fiber that waits for a buffer: on its stack.
struct BufferWaiter {
    let fiber: UnsafeMutablePointer<FiberControl>
    /// What it was given.
    var buffer: UInt16?
    var previous: UnsafeMutablePointer<BufferWaiter>?
    var next: UnsafeMutablePointer<BufferWaiter>?

    init(fiber: UnsafeMutablePointer<FiberControl>) { self.fiber = fiber }
}

/// Those that wait, first come, first served.
struct BufferWaiters {
    private var first: UnsafeMutablePointer<BufferWaiter>?
    private var last: UnsafeMutablePointer<BufferWaiter>?

    mutating func append(_ waiter: UnsafeMutablePointer<BufferWaiter>) {
        waiter.pointee.previous = last
        if let last { last.pointee.next = waiter } else { first = waiter }
        last = waiter
    }

    mutating func takeFirst() -> UnsafeMutablePointer<BufferWaiter>? {
        guard let first else { return nil }
        remove(first)
        return first
    }

    mutating func remove(_ waiter: UnsafeMutablePointer<BufferWaiter>) {
        let (previous, next) = (waiter.pointee.previous, waiter.pointee.next)
        if let previous { previous.pointee.next = next } else { first = next }
        if let next { next.pointee.previous = previous } else { last = previous }
    }
}
