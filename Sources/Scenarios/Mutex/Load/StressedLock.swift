import CKernel
import Glibc
import Kernel
import Sync
import Synchronization

/// What lets one in at a time.
protocol StressedLock: Sendable {
    func withLock(_ body: () -> Void)
}

final class OwnLock: StressedLock {
    private let mutex = Sync.Mutex<Native>()
    func withLock(_ body: () -> Void) { mutex.withLock(body) }
}

/// The standard library's, for threads.
final class StandardLock: StressedLock {
    private let mutex = Synchronization.Mutex(())
    func withLock(_ body: () -> Void) { mutex.withLock { _ in body() } }
}

/// The C library's, of the usual kind, for threads.
final class PosixLock: StressedLock, @unchecked Sendable {
    // Unchecked: the memory is the C library's to guard.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    init() { pthread_mutex_init(mutex, nil) }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func withLock(_ body: () -> Void) {
        pthread_mutex_lock(mutex)
        body()
        pthread_mutex_unlock(mutex)
    }
}

/// A lock of the kernel's (FUTEX_LOCK_PI), for threads.
final class KernelLock: StressedLock, @unchecked Sendable {
    // Unchecked: the calls touch the word atomically.
    private let word = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)

    init() { word.initialize(to: 0) }
    deinit { word.deallocate() }

    func withLock(_ body: () -> Void) {
        let locked = lock_futex(word)
        guard locked == 0 else { fatalError("FUTEX_LOCK_PI answers \(Errno(-locked))") }
        body()
        _ = unlock_futex(word)
    }
}

/// The specimen, used as it is meant to be: on the runtime that it is bound to.
final class BoundLock: StressedLock {
    private let mutex: BackendBoundMutex

    init(_ backend: BackendBoundMutex.Backend) { mutex = BackendBoundMutex(backend) }

    func withLock(_ body: () -> Void) {
        mutex.lock()
        body()
        mutex.unlock()
    }
}
