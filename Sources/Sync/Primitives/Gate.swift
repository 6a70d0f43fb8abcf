/// A turnstile with all that it takes to wait at it: what semaphore and pool share.
@usableFromInline
struct Gate<On: Platform>: ~Copyable, Sendable {
    @usableFromInline let mutex: Mutex<On>
    @usableFromInline let patientReturns: WakeCounter<On>
    @usableFromInline let urgentReturns: WakeCounter<On>
    /// How often somebody who waits looks in vain until it is urgent.
    @usableFromInline let patience: Int
    /// Guarded by `mutex`.
    @usableFromInline nonisolated(unsafe) let turnstile: UnsafeMutablePointer<Turnstile>
    @usableFromInline let owner: OwnedMemory<Turnstile>

    @usableFromInline
    init(on platform: On, free: Int, patience: Int) {
        mutex = Mutex(on: platform)
        patientReturns = WakeCounter(on: platform)
        urgentReturns = WakeCounter(on: platform)
        self.patience = patience
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
            let value = take()
            mutex.unlock()
            return value
        }
        var (standing, looks) = (Turnstile.Standing.patient, 0)
        while true {
            // Read before anybody is woken: that may be this one.
            let seen = returns(standing)
            unlockAndWake()
            var failure: WaitFailure?
            do throws(WaitFailure) { try wait(standing, past: seen, patience) } catch { failure = error }
            mutex.lock()
            if turnstile.pointee.lookAgain(standing) {
                let value = take()
                unlockAndWake()
                return value
            }
            if let failure {
                turnstile.pointee.giveUp(standing)
                unlockAndWake()
                throw failure
            }
            looks += 1
            if looks == self.patience {
                turnstile.pointee.becomeUrgent()
                standing = .urgent
            }
        }
    }

    /// Gives one back, after `putBack`, which is called while holding the mutex.
    @inlinable
    func leave(_ putBack: () -> Void) {
        mutex.lock()
        putBack()
        turnstile.pointee.leave()
        unlockAndWake()
    }

    @inlinable
    func unlockAndWake() {
        let next = turnstile.pointee.nextToWake()
        mutex.unlock()
        switch next {
        case .patient: patientReturns.release()
        case .urgent: urgentReturns.release()
        case nil: break
        }
    }

    @inlinable
    func returns(_ standing: Turnstile.Standing) -> UInt32 {
        standing == .urgent ? urgentReturns.count : patientReturns.count
    }

    @inlinable
    func wait(_ standing: Turnstile.Standing, past seen: UInt32, _ patience: Patience) throws(WaitFailure) {
        switch standing {
        case .patient: try patientReturns.wait(past: seen, patience)
        case .urgent: try urgentReturns.wait(past: seen, patience)
        }
    }
}
