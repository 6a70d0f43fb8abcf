import CLiburing
import Fibers
import Ring

/// The completions of an operation that goes on by itself, until a fiber takes them. Behind a pointer: the ring holds on to
/// the address until the last completion has come.
struct MultishotQueue {
    /// The first member: its address is the operation's user data.
    var operation: PendingOperation
    private var completions: [Completion] = []
    private var taken = 0
    /// Whether the kernel still has the operation.
    private(set) var isArmed = false
    /// The fiber that waits for the next completion.
    var waiter: UnsafeMutablePointer<FiberControl>?
    /// Where its completions' buffers come from.
    private let buffers: UnsafeMutablePointer<ReceiveBuffersState>?
    /// Whether it was cancelled because it holds too many of them.
    private var isStopping = false

    static func make(
        for fiber: UnsafeMutablePointer<FiberControl>, buffers: UnsafeMutablePointer<ReceiveBuffersState>? = nil
    ) -> UnsafeMutablePointer<MultishotQueue> {
        let queue = UnsafeMutablePointer<MultishotQueue>.allocate(capacity: 1)
        queue.initialize(to: MultishotQueue(PendingOperation(of: fiber, queue: queue), buffers))
        return queue
    }

    private init(_ operation: PendingOperation, _ buffers: UnsafeMutablePointer<ReceiveBuffersState>?) {
        self.operation = operation
        self.buffers = buffers
    }

    static func free(_ queue: UnsafeMutablePointer<MultishotQueue>) {
        precondition(!queue.pointee.isArmed, "the kernel has no address that is freed")
        queue.deinitialize(count: 1)
        queue.deallocate()
    }

    mutating func noteArmed() {
        isArmed = true
        isStopping = false
    }

    /// - Returns: whether the operation has to be cancelled, because too much of it was not taken.
    mutating func append(_ completion: Completion) -> Bool {
        if completion.flags & IORING_CQE_F_MORE == 0 { isArmed = false }
        completions.append(completion)
        guard let buffers, completion.buffer != nil else { return false }
        buffers.pointee.noteTaken()
        if completions.count - taken < buffers.pointee.limitPerStream || !isArmed || isStopping { return false }
        isStopping = true
        buffers.pointee.counters.stops += 1
        return true
    }

    mutating func next() -> Completion? {
        guard taken < completions.count else { return nil }
        defer {
            taken += 1
            if taken == completions.count {
                completions.removeAll(keepingCapacity: true)
                taken = 0
            }
        }
        return completions[taken]
    }
}

extension EventedScope {
    /// Hands `submission`, a multishot operation, to the ring: its completions go to `queue`.
    func arm(_ queue: UnsafeMutablePointer<MultishotQueue>, _ submission: Submission) {
        precondition(!queue.pointee.isArmed, "an operation is armed once at a time")
        queue.pointee.noteArmed()
        state.pointee.operations += 1
        submit(submission, userData: UInt64(UInt(bitPattern: queue)))
    }

    /// The next completion; nil when there is none, and none will come before the operation is armed again.
    ///
    /// - Throws: when the fiber is interrupted, even if there is one: whoever asks again gets it.
    func next(_ queue: UnsafeMutablePointer<MultishotQueue>) throws(Interruption) -> Completion? {
        try fibers.checkInterruption()
        while true {
            if let completion = queue.pointee.next() { return completion }
            guard queue.pointee.isArmed else { return nil }
            waitForCompletion(queue, isInterruptible: true)
            if queue.pointee.waiter == nil { continue }
            queue.pointee.waiter = nil
            try fibers.checkInterruption()
        }
    }

    /// Cancels the operation, where the kernel still has it, and waits until it has not.
    func disarm(_ queue: UnsafeMutablePointer<MultishotQueue>) {
        guard queue.pointee.isArmed else { return }
        cancelOperation(UnsafeMutableRawPointer(queue))
        while queue.pointee.isArmed { waitForCompletion(queue, isInterruptible: false) }
    }

    private func waitForCompletion(_ queue: UnsafeMutablePointer<MultishotQueue>, isInterruptible: Bool) {
        precondition(queue.pointee.waiter == nil, "one fiber waits for the completions of an operation")
        queue.pointee.waiter = fibers.current
        fibers.suspend(isInterruptible: isInterruptible, wait: nil)
    }
}
