import Glibc
import Kernel

/// pthread_mutex_t of the C library.
final class MisusedPosixLock: ConditionedLock, @unchecked Sendable {
    // Unchecked: the C library guards what is behind the pointer, as far as it does, which is what is tried.

    enum Kind {
        case normal
        case errorcheck
        case recursive
        /// A normal one that is robust.
        case robust
    }

    let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    /// - Throws: `.prevented` where the C library or the kernel has no such mutex.
    init(_ kind: Kind) throws(BodyFailure) {
        var attributes = pthread_mutexattr_t()
        pthread_mutexattr_init(&attributes)
        defer { pthread_mutexattr_destroy(&attributes) }
        let type =
            switch kind {
            case .normal, .robust: PTHREAD_MUTEX_NORMAL
            case .errorcheck: PTHREAD_MUTEX_ERRORCHECK
            case .recursive: PTHREAD_MUTEX_RECURSIVE
            }
        var result = pthread_mutexattr_settype(&attributes, Int32(type))
        if result == 0, kind == .robust {
            result = pthread_mutexattr_setrobust(&attributes, Int32(PTHREAD_MUTEX_ROBUST))
        }
        if result == 0 { result = pthread_mutex_init(mutex, &attributes) }
        if result != 0 { throw BodyFailure(CallFailure("pthread_mutex_init", "\(kind)", Errno(result))) }
    }

    // No deinit, the memory stays: a robust one is in its holder's list for as long as it is held.

    func lock() -> Errno? { Errno(ofPosix: pthread_mutex_lock(mutex)) }
    func unlock() -> Errno? { Errno(ofPosix: pthread_mutex_unlock(mutex)) }
    func tryLock() -> Bool { pthread_mutex_trylock(mutex) == 0 }
    func destroy() -> Errno? { Errno(ofPosix: pthread_mutex_destroy(mutex)) }
    func wait(on condition: MisusedPosixCondition) -> Errno? {
        Errno(ofPosix: pthread_cond_wait(condition.condition, mutex))
    }
}

/// pthread_cond_t of the C library.
final class MisusedPosixCondition: WaitedCondition, @unchecked Sendable {
    // Unchecked: as above. It stays as long as the process: somebody may still wait on it.
    let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() { pthread_cond_init(condition, nil) }

    func broadcast() { pthread_cond_broadcast(condition) }
}

extension Errno {
    /// POSIX threads answer an errno, or 0.
    fileprivate init?(ofPosix result: Int32) {
        if result == 0 { return nil }
        self.init(result)
    }
}
