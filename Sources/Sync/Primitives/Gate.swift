/// A turnstile with all that it takes to wait at it: what semaphore and pool share.
@usableFromInline
struct Gate<On: Platform>: ~Copyable, Sendable {
    @usableFromInline let mutex: Mutex<On>
    @usableFromInline let returns: WakeCounter<On>
    /// Guarded by `mutex`.
    @usableFromInline nonisolated(unsafe) let turnstile: UnsafeMutablePointer<Turnstile>
    @usableFromInline let owner: OwnedMemory<Turnstile>

    @usableFromInline
    init(on platform: On, free: Int) {
        mutex = Mutex(on: platform)
        returns = WakeCounter(on: platform)
        owner = OwnedMemory(Turnstile(free: free))
        turnstile = owner.place
    }

    /// Passes, and calls `take` while holding the mutex.
    ///
    /// - Throws: when the patience has come to its end first.
    @inlinable
    func pass<Value>(_ patience: Patience, _ take: () -> Value) throws(WaitFailure) -> Value {
        mutex.lock()
        if turnstile.pointee.enter() {
            defer { mutex.unlock() }
            return take()
        }
        while true {
            let seen = returns.count
            mutex.unlock()
            var failure: WaitFailure?
            do throws(WaitFailure) { try returns.wait(past: seen, patience) } catch { failure = error }
            mutex.lock()
            if turnstile.pointee.lookAgain() {
                defer { mutex.unlock() }
                return take()
            }
            if let failure {
                turnstile.pointee.giveUp()
                mutex.unlock()
                throw failure
            }
        }
    }

    /// Gives one back, after `putBack`, which is called while holding the mutex.
    @inlinable
    func leave(_ putBack: () -> Void) {
        mutex.lock()
        putBack()
        let wakes = turnstile.pointee.leave()
        mutex.unlock()
        if wakes { returns.release() }
    }
}
