/// Mutual exclusion between threads and fibers of any runtime: a fiber that waits lets its siblings run, and holds the mutex
/// on while it waits for something else.
///
/// Whoever holds it may lock it again at once when others wait, which is what makes it fast; whoever was woken `patience`
/// times and found it taken is let in next, so that nobody starves.
///
/// Misuse ends the program with a message: to lock it twice, to unlock what one does not hold, to destroy it while it is
/// held, to end while holding it, to wait in a circle of those
/// who hold what each other waits for.
@usableFromInline
package struct Mutex<On: Platform>: ~Copyable, Sendable {
    @usableFromInline let platform: On
    @usableFromInline let word: On.Word
    /// Tells it from other mutexes.
    @usableFromInline let number: UInt32
    /// How often a waiter is woken for nothing until the next release is its own.
    @usableFromInline let patience: Int
    @usableFromInline let mark = DeinitMark()

    @inlinable
    package init(on platform: On, patience: Int = 8) {
        self.platform = platform
        self.patience = patience
        word = platform.makeWord(0)
        number = platform.makeNumber()
    }

    @inlinable
    deinit {
        if platform.load(word) != 0 { platform.fail(.destroyedWhileHeld) }
        platform.freeWord(word)
    }

    /// Waits until nobody else has it, and has it then; nothing interrupts that.
    @inlinable
    package func lock() {
        let caller = platform.identity
        if platform.compareExchange(word, 0, caller) != 0 {
            let failure = waitAndLock(caller, .endless)
            precondition(failure == nil, "an endless wait ends with what it is for")
        }
        platform.noteLocks(1)
    }

    /// - Throws: when the patience has come to its end first.
    @inlinable
    package func lock(_ patience: Patience) throws(WaitFailure) {
        let caller = platform.identity
        if platform.compareExchange(word, 0, caller) != 0 {
            if let failure = waitAndLock(caller, patience) { throw failure }
        }
        platform.noteLocks(1)
    }

    /// Has it if it was free: whether it was.
    @inlinable
    package func tryLock() -> Bool {
        let caller = platform.identity
        let found = platform.compareExchange(word, 0, caller)
        if found == 0 {
            platform.noteLocks(1)
        } else if MutexState(found).holder == caller {
            platform.fail(.relock)
        }
        return found == 0
    }

    /// Lets go of it, and wakes one who waits.
    @inlinable
    package func unlock() {
        let caller = platform.identity
        if platform.compareExchange(word, caller, 0) != caller { unlockAndWake(caller) }
        platform.noteLocks(-1)
    }

    /// Runs `body` while holding it.
    @inlinable
    package func withLock<Value, Failure: Error>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        lock()
        defer { unlock() }
        return try body()
    }

    /// Whether the caller holds it.
    @inlinable
    package var isHeldByCaller: Bool { MutexState(platform.load(word)).holder == platform.identity }

    @inlinable
    func waitAndLock(_ caller: UInt32, _ patience: Patience) -> WaitFailure? {
        var standing = MutexState.Standing.newcomer
        var (wakeUps, looks) = (0, 0)
        var found = platform.load(word)
        while true {
            switch MutexState(found).acquire(by: caller, standing) {
            case .take(let new):
                let now = platform.compareExchange(word, found, new.bits)
                if now == found { return nil }
                found = now
            case .misuse(let misuse):
                platform.fail(misuse)
            case .sleep(let new):
                if wakeUps == 0, looks < platform.spinLimit {
                    platform.pause(looks)
                    looks += 1
                    found = platform.load(word)
                    continue
                }
                if new.bits != found {
                    let now = platform.compareExchange(word, found, new.bits)
                    guard now == found else {
                        found = now
                        continue
                    }
                }
                let end = platform.waitForHolder(word, ifEqual: new.bits, patience, as: caller)
                if let failure = end.failure {
                    if standing == .starving { giveUpReservation() }
                    return failure
                }
                if end == .woken {
                    wakeUps += 1
                    standing = wakeUps < self.patience ? .woken : .starving
                }
                found = platform.load(word)
            }
        }
    }

    /// Of somebody who reserved the mutex, and waits for it no longer. Others who do so too say it again.
    @inlinable
    func giveUpReservation() {
        var found = platform.load(word)
        while MutexState(found).isReserved {
            let now = platform.compareExchange(word, found, MutexState(found).withoutReservation.bits)
            if now == found { return }
            found = now
        }
    }

    @inlinable
    func unlockAndWake(_ caller: UInt32) {
        var found = platform.load(word)
        while true {
            switch MutexState(found).release(by: caller) {
            case .misuse(let misuse):
                platform.fail(misuse)
            case .leave(let new):
                let now = platform.compareExchange(word, found, new.bits)
                if now == found {
                    if platform.wake(word, count: 1) == 0, new.isReserved { dropReservation() }
                    return
                }
                found = now
            }
        }
    }

    /// Of a mutex that was left to somebody who does not wait any more: it is free for all, of whom some may sleep.
    @inlinable
    func dropReservation() {
        var found = platform.load(word)
        while found != 0, MutexState(found).holder == 0 {
            let now = platform.compareExchange(word, found, 0)
            if now == found {
                platform.wake(word, count: 1)
                return
            }
            found = now
        }
    }
}

extension Mutex where On == Native {
    /// For threads and fibers.
    @inlinable
    package init() { self.init(on: Native.shared) }
}
