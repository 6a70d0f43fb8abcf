public import CKernel
public import Fibers
import Kernel
import Synchronization

/// The token of a thread: a word that it sleeps on.
@usableFromInline
struct ThreadToken {
    private enum State {
        static let absent: UInt32 = 0
        static let given: UInt32 = 1
        static let awaited: UInt32 = 2
        /// Whoever waits has to look whether it was cancelled.
        static let roused: UInt32 = 3
    }

    private let thread: UnsafeMutablePointer<thread_state>

    @usableFromInline
    init(_ thread: UnsafeMutablePointer<thread_state>) { self.thread = thread }

    private var word: UnsafeMutablePointer<Atomic<UInt32>> { atomic(\.token) }
    private var isCancelled: UnsafeMutablePointer<Atomic<UInt32>> { atomic(\.is_cancelled) }

    /// An atomic's storage is the integer itself (SE-0410).
    private func atomic(_ member: KeyPath<thread_state, UInt32>) -> UnsafeMutablePointer<Atomic<UInt32>> {
        let offset = MemoryLayout<thread_state>.offset(of: member).unsafelyUnwrapped
        return (UnsafeMutableRawPointer(thread) + offset).assumingMemoryBound(to: Atomic<UInt32>.self)
    }

    /// By the thread whose token it is.
    @usableFromInline
    func wait(_ patience: Patience) -> TokenWait {
        let deadline = patience.isInterruptible ? thread.pointee.deadline : 0
        let end = deadline == 0 ? patience.untilNanoseconds : min(deadline, patience.untilNanoseconds)
        while true {
            let found = word.pointee.compareExchange(
                expected: State.absent, desired: State.awaited, ordering: .sequentiallyConsistent
            ).original
            if found != State.given {
                // Read after the word says that it waits: who cancels writes the one and then looks at the other.
                let isOver = patience.isInterruptible && wasCancelled
                let result = isOver ? 0 : wait_futex(word, State.awaited, end)
                if isOver, take(expecting: State.awaited) { return .interrupted }
                if Errno(-result) == .timedOut, take(expecting: State.awaited) {
                    return end < patience.untilNanoseconds ? .interrupted : .deadlinePassed
                }
            }
            if take(expecting: State.given) { return .given }
            if take(expecting: State.roused), patience.isInterruptible { return .interrupted }
        }
    }

    private func take(expecting state: UInt32) -> Bool {
        word.pointee.compareExchange(
            expected: state, desired: State.absent, ordering: .sequentiallyConsistent
        ).exchanged
    }

    /// By any thread. When the kernel is told, the thread may be gone: then it finds nobody, or somebody who looks again.
    @usableFromInline
    func give() {
        if word.pointee.exchange(State.given, ordering: .sequentiallyConsistent) == State.awaited {
            _ = wake_futex(word, 1)
        }
    }

    var wasCancelled: Bool { isCancelled.pointee.load(ordering: .sequentiallyConsistent) != 0 }

    /// By any thread, while the thread is sure to live: ends its wait, and all that it begins, where they may be interrupted.
    func cancel() {
        isCancelled.pointee.store(1, ordering: .sequentiallyConsistent)
        let wasAwaited = word.pointee.compareExchange(
            expected: State.awaited, desired: State.roused, ordering: .sequentiallyConsistent
        ).exchanged
        if wasAwaited { _ = wake_futex(word, 1) }
    }

    /// By the thread itself, for whatever it does next.
    func forgetCancellation() { isCancelled.pointee.store(0, ordering: .sequentiallyConsistent) }
}
