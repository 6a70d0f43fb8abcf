/// Who may pass where a number of things is shared. Whoever comes may pass where one is free, though others wait, whose
/// turn would else begin with a switch of threads for each; what a waiter has looked for in vain too often is kept for
/// it then.
///
/// A value that whoever holds it guards by a mutex; waking is theirs too. Each time that they let go of the mutex they ask
/// `nextToWake`.
@frozen
@usableFromInline
struct Turnstile: Equatable {
    @usableFromInline private(set) var free: Int
    /// Who sleep, or are about to look again.
    @usableFromInline private(set) var waiting = 0
    /// Those of them for whom is kept what is free.
    @usableFromInline private(set) var urgent = 0
    /// Somebody was woken, and has not looked since: another need not be woken before that.
    @usableFromInline private(set) var isWaking = false

    /// What somebody who waits is to what is free.
    @frozen
    @usableFromInline
    enum Standing {
        case patient
        case urgent
    }

    @usableFromInline
    init(free: Int) { self.free = free }

    /// Comes for one: whether it may pass, or has to wait.
    @usableFromInline
    mutating func enter() -> Bool {
        if free > urgent {
            free -= 1
            return true
        }
        waiting += 1
        return false
    }

    /// Waits, and looks again: whether it may pass now.
    @usableFromInline
    mutating func lookAgain(_ standing: Standing) -> Bool {
        isWaking = false
        guard free > (standing == .urgent ? 0 : urgent) else { return false }
        free -= 1
        giveUp(standing)
        return true
    }

    /// Waits on, and passes before all who are not urgent.
    @usableFromInline
    mutating func becomeUrgent() { urgent += 1 }

    /// Waits no longer, and has just looked for the last time.
    @usableFromInline
    mutating func giveUp(_ standing: Standing) {
        precondition(waiting > 0, "only who waits gives up")
        waiting -= 1
        if standing == .urgent { urgent -= 1 }
    }

    /// Gives one back.
    @usableFromInline
    mutating func leave() { free += 1 }

    /// Of which standing one is to be woken now: somebody looks again whenever something is free and somebody waits.
    @usableFromInline
    mutating func nextToWake() -> Standing? {
        guard free > 0, waiting > 0, !isWaking else { return nil }
        isWaking = true
        return urgent > 0 ? .urgent : .patient
    }
}
