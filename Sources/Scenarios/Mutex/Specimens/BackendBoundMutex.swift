import CKernel
import CSpecimens
import Fibers
import Synchronization

/// A mutex that waits as the runtime does for which it was made, whoever calls it. Sound within that runtime; nothing says
/// so where it is used from another.
final class BackendBoundMutex: @unchecked Sendable {
    // Unchecked: `waiters` is guarded by `isQueueTaken`, the rest is atomic.

    enum Backend {
        /// Suspends the fiber that the thread-local runtime runs: on a thread without one, a null pointer.
        case evented
        /// Sleeps in the kernel (futex(2)): on a fiber, with the ring and all its siblings.
        case threaded
    }

    private enum State {
        static let free: UInt32 = 0
        static let taken: UInt32 = 1
        static let contended: UInt32 = 2
    }

    private let backend: Backend
    /// On the heap, so that it has an address to sleep at.
    private let word = UnsafeMutablePointer<Atomic<UInt32>>.allocate(capacity: 1)
    private let isQueueTaken = Atomic<Bool>(false)
    private var waiters: [UnsafeMutablePointer<FiberControl>] = []

    init(_ backend: Backend) {
        self.backend = backend
        word.initialize(to: Atomic(State.free))
    }

    deinit { word.deallocate() }

    var isLocked: Bool { word.pointee.load(ordering: .sequentiallyConsistent) != State.free }

    /// Whether a thread sleeps for it in the kernel now: futex(2) counts whom it wakes. That one looks, finds the mutex
    /// taken, and sleeps again.
    func disturbSleeper() -> Bool { wake_futex(word, 1) > 0 }

    func lock() {
        if exchange(State.free, for: State.taken) { return }
        switch backend {
        case .threaded:
            while word.pointee.exchange(State.contended, ordering: .sequentiallyConsistent) != State.free {
                _ = wait_futex(word, State.contended, .max)
            }
        case .evented:
            while word.pointee.exchange(State.contended, ordering: .sequentiallyConsistent) != State.free {
                _ = specimen_running_fiber()
                suspendRunningFiber()
            }
        }
    }

    func unlock() {
        guard word.pointee.exchange(State.free, ordering: .sequentiallyConsistent) == State.contended else { return }
        switch backend {
        case .threaded:
            _ = wake_futex(word, 1)
        case .evented:
            specimen_count_wake_up()
            guard let scope = FiberScope.ofRunningFiber else { return }
            if let fiber = withQueue({ waiters.isEmpty ? nil : waiters.removeFirst() }) { scope.resume(fiber) }
        }
    }

    /// Runs `body` on a thread that has a runtime.
    static func withRuntime<Value, Failure: Error>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        var runtime = bound_runtime()
        return try withUnsafeMutablePointer(to: &runtime) { runtime throws(Failure) in
            specimen_bind_runtime(runtime)
            defer { specimen_bind_runtime(nil) }
            return try body()
        }
    }

    private func suspendRunningFiber() {
        guard let scope = FiberScope.ofRunningFiber else { return }
        withQueue { waiters.append(scope.runningFiber) }
        scope.suspend(isInterruptible: false, wait: nil)
    }

    private func withQueue<Value>(_ body: () -> Value) -> Value {
        while isQueueTaken.exchange(true, ordering: .acquiring) { relax_processor() }
        defer { isQueueTaken.store(false, ordering: .releasing) }
        return body()
    }

    private func exchange(_ expected: UInt32, for desired: UInt32) -> Bool {
        word.pointee.compareExchange(
            expected: expected, desired: desired, ordering: .sequentiallyConsistent
        ).exchanged
    }
}
