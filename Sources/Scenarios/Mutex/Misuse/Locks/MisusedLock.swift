import Kernel

// What is misused: the same few calls over every kind of lock. Each answers the errno by which it says no, or nil.

/// A lock that is only ever held around a body.
protocol ScopedLock: AnyObject, Sendable {
    /// Runs `body` while holding it, or not at all where locking says no.
    func withLock(_ body: () -> Void) -> Errno?

    /// Destroys what the lock is made of; whoever holds it must not come back to it.
    func destroy() -> Errno?
}

/// A lock whose two ends are calls of their own.
protocol OpenLock: ScopedLock {
    func lock() -> Errno?
    func unlock() -> Errno?
    /// Has it if it was free: whether it was.
    func tryLock() -> Bool
}

extension OpenLock {
    func withLock(_ body: () -> Void) -> Errno? {
        if let failure = lock() { return failure }
        body()
        return unlock()
    }
}

/// A lock with a condition to wait on.
protocol ConditionedLock: OpenLock {
    associatedtype Condition: WaitedCondition
    func wait(on condition: Condition) -> Errno?
}

protocol WaitedCondition: AnyObject, Sendable {
    init()
    func broadcast()
}
