import CLiburing
import Fibers
import Ring

/// The completions of an operation that goes on by itself, until a fiber takes them. Behind a pointer: the ring holds on to
/// the address until the last completion has come.
struct MultishotQueue {
    /// The first member: its address is the operation's user data. Its completion is the next to be taken.
    var operation: PendingOperation
    /// The fiber that waits for the next completion.
    var waiter: UnsafeMutablePointer<FiberControl>?
    /// Where its completions' buffers come from.
    private let buffers: UnsafeMutablePointer<ReceiveBuffersState>?
    /// Whether the kernel still has the operation.
    private(set) var isArmed = false
    /// Whether it was cancelled because it holds too many of them.
    private var isStopping = false
    /// Those that came before the operation's own completion was taken: mostly none.
    private(set) var rest: [Completion] = []
    private var takenOfRest = 0
    /// How many buffers there were when the kernel had none for it.
    private(set) var buffersAtShortage = 0

    static func make(
        for fiber: UnsafeMutablePointer<FiberControl>, buffers: UnsafeMutablePointer<ReceiveBuffersState>? = nil
    ) -> UnsafeMutablePointer<MultishotQueue> {
        // What each completion needs is in the first 64 bytes, which are one line of the cache.
        let queue = UnsafeMutableRawPointer
            .allocate(byteCount: MemoryLayout<MultishotQueue>.size, alignment: 64)
            .bindMemory(to: MultishotQueue.self, capacity: 1)
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
        if operation.completion == nil { operation.completion = completion } else { rest.append(completion) }
        guard let buffers else { return false }
        guard completion.buffer != nil else {
            buffersAtShortage = buffers.pointee.count
            return false
        }
        buffers.pointee.noteTaken()
        let held = 1 + rest.count - takenOfRest
        if held < buffers.pointee.limitPerStream || !isArmed || isStopping { return false }
        isStopping = true
        buffers.pointee.counters.stops += 1
        return true
    }

    mutating func next() -> Completion? {
        guard let next = operation.completion else { return nil }
        operation.completion = rest.isEmpty ? nil : takeRest()
        return next
    }

    private mutating func takeRest() -> Completion {
        let next = rest[takenOfRest]
        takenOfRest += 1
        // Not each time, as it moves what is left, and not only at the end, which may never be reached.
        if takenOfRest == rest.count || takenOfRest >= 64 && takenOfRest >= rest.count / 2 {
            rest.removeFirst(takenOfRest)
            takenOfRest = 0
        }
        return next
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
    @inline(__always)
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

    @inline(__always)
    private func waitForCompletion(_ queue: UnsafeMutablePointer<MultishotQueue>, isInterruptible: Bool) {
        precondition(queue.pointee.waiter == nil, "one fiber waits for the completions of an operation")
        queue.pointee.waiter = fibers.current
        fibers.suspend(isInterruptible: isInterruptible, wait: nil)
    }
}
