import CKernel
import Fibers
import Glibc
import Kernel
import Sync

/// A task on a thread: who cancels it, and how that reaches it where it waits.
final class ThreadedTask: @unchecked Sendable {
    // Unchecked: the mutex guards what is below it, but for what the task's own thread alone reads.
    private let mutex = Mutex()
    private var thread: InterruptibleThread?
    private var isCancelled = false
    /// An eventfd that ends a poll(2); −1 until the task waits for a descriptor.
    private var event: Int32 = -1
    /// What it does; nil from when it has begun. For its own thread.
    private var body: (@Sendable (ThreadedScope) -> Void)?
    /// What was there before the task, on a thread that runs another around it.
    private var outerDeadlineNanoseconds = Int64.max

    /// - Parameter body: nil for one that its thread does anyway.
    init(_ body: (@Sendable (ThreadedScope) -> Void)? = nil) { self.body = body }

    /// By the task's thread, once. What the body holds is free when this returns, and so when `run` does.
    func runBody(_ scope: ThreadedScope) { body.take()?(scope) }

    /// By the task's thread, before it does anything.
    func begin() {
        let thread = InterruptibleThread.current
        outerDeadlineNanoseconds = thread.deadlineNanoseconds
        let mustCancel = mutex.withLock {
            self.thread = thread
            return isCancelled
        }
        if mustCancel { thread.cancel() }
    }

    /// By the task's thread, when it has done everything.
    func end() {
        let (thread, event, wasCancelled) = mutex.withLock {
            defer { (self.thread, self.event) = (nil, -1) }
            return (self.thread, self.event, isCancelled)
        }
        if wasCancelled { thread?.forgetCancellation() }
        thread?.deadlineNanoseconds = outerDeadlineNanoseconds
        if event >= 0 { close(event) }
    }

    /// By anybody: after its end nothing happens.
    func cancel() {
        mutex.withLock {
            isCancelled = true
            thread?.cancel()
            if event >= 0 { _ = ring_event(event) }
        }
    }

    /// For the task's own thread.
    var ownThread: InterruptibleThread {
        let current = InterruptibleThread.current
        guard mutex.withLock({ thread == current }) else {
            fatalError("a ThreadedScope was used by a thread or fiber that is not its task: give it a task of its own")
        }
        return current
    }

    /// What becomes readable when the task is cancelled.
    private func makeEvent() throws(CallFailure) -> Int32 {
        if let event = mutex.withLock({ self.event >= 0 ? self.event : nil }) { return event }
        let made = try checked("eventfd") { make_event(0) }
        let isLate = mutex.withLock {
            event = made
            return isCancelled
        }
        if isLate { _ = ring_event(made) }
        return made
    }

    /// Waits until `descriptor` is ready for `events` (POLLIN, POLLOUT), or broken.
    func awaitReady(_ events: Int32, on descriptor: Int32) throws(NetworkFailure) {
        let thread = ownThread
        while true {
            if let interruption = thread.interruption { throw .interrupted(interruption) }
            do throws(CallFailure) {
                var entries = [
                    pollfd(fd: descriptor, events: Int16(events), revents: 0),
                    pollfd(fd: try makeEvent(), events: Int16(POLLIN), revents: 0),
                ]
                _ = try checked("poll", "\(descriptor)") { poll(&entries, 2, thread.remainingMilliseconds) }
                if entries[0].revents != 0 { return }
            } catch {
                throw .call(error)
            }
        }
    }
}
