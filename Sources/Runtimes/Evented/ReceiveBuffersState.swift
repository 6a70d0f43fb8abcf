import Fibers
import Kernel
import Ring

/// Behind a pointer, for the reason that `FiberControl` gives.
struct ReceiveBuffersState: ~Copyable {
    /// nil where each stream has a buffer of its own.
    var ring: UnsafeMutablePointer<BufferRing>?
    let bufferBytes: Int
    let limitPerStream: Int
    private let limit: Int
    var refusal: CallFailure?
    private(set) var count = 0
    /// Those that the kernel has, as far as its completions say: it may have taken more.
    private(set) var freeCount = 0
    var counters = ReceiveBuffers.Counters()
    /// Streams that use them.
    var streams = 0
    private var waiters = BufferWaiters()

    init(_ configuration: ReceiveBuffers.Configuration) {
        precondition(
            0 < configuration.initialCount && configuration.initialCount <= configuration.limit,
            "there is a buffer at first, and no more than there can be")
        precondition(configuration.limitPerStream > 0, "a stream holds a buffer or more")
        bufferBytes = configuration.bufferBytes
        limit = configuration.limit
        limitPerStream = configuration.limitPerStream
    }

    /// Where streams share the buffers: only then is there something to arm, to receive into, and to give back.
    private var shared: UnsafeMutablePointer<BufferRing> {
        guard let ring else { preconditionFailure("these buffers are not shared") }
        return ring
    }

    var group: UInt16 { shared.pointee.group }

    func buffer(_ identifier: UInt16) -> UnsafeMutableRawBufferPointer { shared.pointee.buffer(identifier) }

    mutating func add(_ more: Int) {
        // A constant: Swift 6.3.1 can't compile the change of a computed pointer's memory for ThreadSanitizer.
        let ring = shared
        for identifier in count..<count + more { ring.pointee.publish(UInt16(identifier)) }
        count += more
        freeCount += more
    }

    /// For a completion that says that the kernel has taken one.
    mutating func noteTaken() { freeCount -= 1 }

    /// Gives a buffer back to the kernel, or on to whoever waits for one.
    mutating func giveBack(_ buffer: UInt16, _ fibers: FiberScope) {
        if let waiter = waiters.takeFirst() {
            waiter.pointee.buffer = buffer
            // One that was interrupted is ready already.
            if waiter.pointee.fiber.pointee.state.isWaiting { fibers.resume(waiter.pointee.fiber) }
        } else {
            let ring = shared
            ring.pointee.publish(buffer)
            freeCount += 1
        }
    }

    /// Makes sure that the kernel, which had none for somebody among `seenCount`, may have one: false where one has to
    /// wait for that.
    ///
    /// There are more from then on even if some were given back meanwhile: there were too few, and would be again. But
    /// of many who hear of that together, only the first adds some.
    mutating func replenish(seenCount: Int) -> Bool {
        counters.shortages += 1
        guard seenCount == count else { return true }
        guard count < limit else { return freeCount > 0 }
        counters.growths += 1
        add(min(count, limit - count))
        return true
    }

    /// Waits for a buffer, which is the caller's own, and not the kernel's, until it gives it back.
    ///
    /// Only where the kernel has none does one wait: then all are out, and each is given back some time.
    static func await(
        _ buffers: UnsafeMutablePointer<ReceiveBuffersState>, _ fibers: FiberScope
    ) throws(Interruption) -> UInt16 {
        try fibers.checkInterruption()
        buffers.pointee.counters.waitsAtLimit += 1
        var waiter = BufferWaiter(fiber: fibers.current)
        return try withUnsafeMutablePointer(to: &waiter) { waiter throws(Interruption) in
            buffers.pointee.waiters.append(waiter)
            fibers.suspend(isInterruptible: true, wait: nil)
            guard let buffer = waiter.pointee.buffer else {
                buffers.pointee.waiters.remove(waiter)
                try fibers.checkInterruption()
                preconditionFailure("a wait ends by a buffer or by an interruption")
            }
            return buffer
        }
    }
}

/// Numbers for rings of buffers, each different from those in use on the same ring.
struct BufferGroups {
    private var free: [UInt16] = []
    private var next: UInt16 = 0

    mutating func take() -> UInt16 {
        if let used = free.popLast() { return used }
        precondition(next < .max, "a ring has at most 65,535 groups of buffers at a time")
        defer { next += 1 }
        return next
    }

    mutating func putBack(_ group: UInt16) { free.append(group) }
}
