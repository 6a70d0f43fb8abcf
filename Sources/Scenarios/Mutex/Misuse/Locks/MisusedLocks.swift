import CKernel
import Kernel
import Sync
import Synchronization

/// `Sync.Mutex`, which says no by ending the program.
final class MisusedOwnLock: ConditionedLock, @unchecked Sendable {
    // Unchecked: the mutex is for any thread, and stays where it is.
    private let mutex = UnsafeMutablePointer<Sync.Mutex<Native>>.allocate(capacity: 1)

    init() { mutex.initialize(to: Sync.Mutex()) }

    func lock() -> Errno? {
        mutex.pointee.lock()
        return nil
    }

    func unlock() -> Errno? {
        mutex.pointee.unlock()
        return nil
    }

    func tryLock() -> Bool { mutex.pointee.tryLock() }

    func destroy() -> Errno? {
        mutex.deinitialize(count: 1)
        return nil
    }

    func wait(on condition: MisusedOwnCondition) -> Errno? {
        condition.wait(mutex)
        return nil
    }
}

/// `Sync.Condition`.
final class MisusedOwnCondition: WaitedCondition, Sendable {
    private let condition = Sync.Condition()

    init() {}

    func broadcast() { condition.broadcast() }

    func wait(_ mutex: UnsafeMutablePointer<Sync.Mutex<Native>>) {
        do throws(WaitFailure) {
            try condition.wait(mutex.pointee, .endless)
        } catch {
            preconditionFailure("an endless wait ends with what it is for")
        }
    }
}

/// The specimen, which never says no.
final class MisusedBoundLock: OpenLock, @unchecked Sendable {
    // Unchecked: `mutex` is written only by whoever destroys it, while nobody else uses it.
    private var mutex: BackendBoundMutex?

    init(_ backend: BackendBoundMutex.Backend) { mutex = BackendBoundMutex(backend) }

    func lock() -> Errno? {
        mutex?.lock()
        return nil
    }

    func unlock() -> Errno? {
        mutex?.unlock()
        return nil
    }

    func tryLock() -> Bool {
        guard let mutex, !mutex.isLocked else { return false }
        mutex.lock()
        return true
    }

    func destroy() -> Errno? {
        mutex = nil
        return nil
    }
}

/// `Synchronization.Mutex`.
final class MisusedSwiftLock: ScopedLock, @unchecked Sendable {
    // Unchecked: the mutex is for any thread, and stays where it is.
    private let mutex = UnsafeMutablePointer<Synchronization.Mutex<Void>>.allocate(capacity: 1)

    init() { mutex.initialize(to: Synchronization.Mutex(())) }

    func withLock(_ body: () -> Void) -> Errno? {
        mutex.pointee.withLock { _ in body() }
        return nil
    }

    func destroy() -> Errno? {
        mutex.deinitialize(count: 1)
        return nil
    }
}

/// A word that the kernel keeps the holder of.
final class MisusedKernelLock: OpenLock, @unchecked Sendable {
    // Unchecked: all access to the word is atomic. It stays: the kernel may be looking at it.
    private let word = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)

    init() { word.initialize(to: 0) }

    func lock() -> Errno? { Errno(ofCall: lock_futex(word)) }
    func unlock() -> Errno? { Errno(ofCall: unlock_futex(word)) }
    func tryLock() -> Bool { try_lock_futex(word) != 0 }
    func destroy() -> Errno? { nil }
}

extension Errno {
    /// Of a negated errno, or 0.
    fileprivate init?(ofCall result: Int32) {
        if result == 0 { return nil }
        self.init(-result)
    }
}
