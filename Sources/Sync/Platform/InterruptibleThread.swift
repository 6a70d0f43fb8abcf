import CKernel
package import Fibers
import Kernel

/// A thread whose waits can be cut short, as a fiber's can: by cancellation and by deadlines around what it does. Both end
/// every wait of `Sync` that has `Patience.isInterruptible`.
package struct InterruptibleThread: @unchecked Sendable, Equatable {
    // Unchecked: others only call `cancel`, while the thread lives.
    private let thread: UnsafeMutablePointer<thread_state>

    /// The calling thread.
    package static var current: InterruptibleThread { InterruptibleThread(thread: this_thread()) }

    /// Has every wait of the thread end, from now until `forgetCancellation`. By any thread, while it is sure to live.
    package func cancel() { ThreadToken(thread).cancel() }

    /// By the thread itself: what it does next is not cancelled.
    package func forgetCancellation() { ThreadToken(thread).forgetCancellation() }

    /// The earliest deadline around what the thread does, on the monotonic clock; `Int64.max` for none. For the thread
    /// itself.
    package var deadlineNanoseconds: Int64 {
        get { thread.pointee.deadline == 0 ? .max : thread.pointee.deadline }
        nonmutating set { thread.pointee.deadline = newValue == .max ? 0 : max(1, newValue) }
    }

    /// What is left until then, rounded up, for poll(2): −1 for no end.
    package var remainingMilliseconds: Int32 {
        let deadline = deadlineNanoseconds
        guard deadline < .max else { return -1 }
        return Int32(clamping: max(0, (deadline - Clock.nanoseconds + 999_999) / 1_000_000))
    }

    /// Why the thread has to come to the end of what it does, if it has to. For the thread itself.
    package var interruption: Interruption? {
        if ThreadToken(thread).wasCancelled { return .cancelled }
        let deadline = deadlineNanoseconds
        return deadline < .max && Clock.nanoseconds >= deadline ? .deadlinePassed : nil
    }
}
