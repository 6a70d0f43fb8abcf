/// What becomes of locking a mutex that is not free, and of unlocking one that somebody waits for.
@frozen
@usableFromInline
struct MutexContention<On: Platform> {
    @usableFromInline let platform: On
    @usableFromInline let word: On.Word
    @usableFromInline let patience: Int

    @inlinable
    init(on platform: On, word: On.Word, patience: Int) {
        self.platform = platform
        self.word = word
        self.patience = patience
    }

    @inlinable
    func lock(_ caller: UInt32, _ patience: Patience) -> WaitFailure? {
        var standing = MutexState.Standing.newcomer
        var wakeUps = 0
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
    func unlock(_ caller: UInt32) {
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
