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
    var isArmed = false
    /// The fiber that waits for the next completion.
    var waiter: UnsafeMutablePointer<FiberControl>?

    static func make(for fiber: UnsafeMutablePointer<FiberControl>) -> UnsafeMutablePointer<MultishotQueue> {
        let queue = UnsafeMutablePointer<MultishotQueue>.allocate(capacity: 1)
        queue.initialize(to: MultishotQueue(operation: PendingOperation(of: fiber, queue: queue)))
        return queue
    }

    private init(operation: PendingOperation) { self.operation = operation }

    static func free(_ queue: UnsafeMutablePointer<MultishotQueue>) {
        precondition(!queue.pointee.isArmed, "the kernel has no address that is freed")
        queue.deinitialize(count: 1)
        queue.deallocate()
    }

    mutating func append(_ completion: Completion) {
        if completion.flags & IORING_CQE_F_MORE == 0 { isArmed = false }
        completions.append(completion)
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
        queue.pointee.isArmed = true
        state.pointee.operations += 1
        submit(submission, userData: UInt64(UInt(bitPattern: queue)))
    }

    /// The next completion; nil when there is none, and none will come before the operation is armed again.
    func next(_ queue: UnsafeMutablePointer<MultishotQueue>) throws(Interruption) -> Completion? {
        while true {
            if let completion = queue.pointee.next() { return completion }
            guard queue.pointee.isArmed else { return nil }
            try fibers.checkInterruption()
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
