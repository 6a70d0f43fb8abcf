/// Who may pass where a number of things is shared, first come, first served: what is given back while somebody waits is
/// reserved for those who wait, so that whoever comes anew cannot take it from them.
///
/// A value that whoever holds it guards by a mutex; waking is theirs too.
@frozen
@usableFromInline
struct Turnstile: Equatable {
    /// Free for whoever comes.
    @usableFromInline private(set) var free: Int
    /// Free for those who wait: one of them was woken for each.
    @usableFromInline private(set) var reserved = 0
    /// Waiting, without one reserved for them.
    @usableFromInline private(set) var waiting = 0

    @usableFromInline
    init(free: Int) { self.free = free }

    /// Comes for one: whether it may pass, or has to wait.
    @usableFromInline
    mutating func enter() -> Bool {
        if free > 0 {
            free -= 1
            return true
        }
        waiting += 1
        return false
    }

    /// Waits, and looks again: whether it may pass now.
    @usableFromInline
    mutating func lookAgain() -> Bool {
        guard reserved > 0 else { return false }
        reserved -= 1
        return true
    }

    /// Waits no longer, and has just looked for the last time.
    @usableFromInline
    mutating func giveUp() {
        precondition(waiting > 0, "only who waits gives up")
        waiting -= 1
    }

    /// Gives one back: whether one of those who wait is to be woken.
    @usableFromInline
    mutating func leave() -> Bool {
        guard waiting > 0 else {
            free += 1
            return false
        }
        waiting -= 1
        reserved += 1
        return true
    }
}
