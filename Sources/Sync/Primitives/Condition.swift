/// Waiting for a change of what a mutex guards. It belongs to the first mutex that it is waited on with.
///
/// As everywhere, who is woken looks again: somebody may have been quicker, or woken for nothing.
@usableFromInline
package struct Condition<On: Platform>: ~Copyable, Sendable {
    @usableFromInline let platform: On
    @usableFromInline let changes: On.Word
    /// The number of the mutex, or 0 until it is known.
    @usableFromInline let mutex: On.Word
    @usableFromInline let mark = DeinitMark()

    @inlinable
    package init(on platform: On) {
        self.platform = platform
        changes = platform.makeWord(0)
        mutex = platform.makeWord(0)
    }

    @inlinable
    deinit {
        if platform.hasWaiters(changes) { platform.fail(.destroyedWhileWaitedOn) }
        platform.freeWord(changes)
        platform.freeWord(mutex)
    }

    /// Lets go of `mutex`, waits until somebody signals after that, and has the mutex again, whether it returns or throws.
    ///
    /// - Throws: when the patience has come to its end first; then no signal was meant for the caller.
    @inlinable
    package func wait(_ mutex: borrowing Mutex<On>, _ patience: Patience = .interruptible) throws(WaitFailure) {
        if !mutex.isHeldByCaller { platform.fail(.conditionWithoutMutex) }
        let known = platform.compareExchange(self.mutex, 0, mutex.number)
        if known != 0, known != mutex.number { platform.fail(.conditionWithTwoMutexes) }
        let seen = platform.load(changes)
        mutex.unlock()
        let end = platform.wait(changes, ifEqual: seen, patience)
        mutex.lock()
        if let failure = end.failure { throw failure }
    }

    /// Wakes one who waits. Holding the mutex or not.
    @inlinable
    package func signal() {
        _ = platform.add(changes, 1)
        platform.wake(changes, count: 1)
    }

    /// Wakes all who wait.
    @inlinable
    package func broadcast() {
        _ = platform.add(changes, 1)
        platform.wake(changes, count: .max)
    }
}

extension Condition where On == Native {
    /// For threads and fibers.
    @inlinable
    package init() { self.init(on: Native.shared) }
}
