/// A mistake in the use of a primitive, which ends the program: what it guards is not sound any more.
@usableFromInline
package enum Misuse: Sendable, Equatable, CaseIterable, CustomStringConvertible {
    case relock
    case circularWait
    case unlockOfOther
    case unlockOfUnlocked
    case destroyedWhileHeld
    case destroyedWhileWaitedOn
    case conditionWithoutMutex
    case conditionWithTwoMutexes
    case endedWhileHolding
    case foreignResource

    @usableFromInline
    package var description: String {
        switch self {
        case .relock: "a mutex was locked again by whoever holds it: it would wait for itself"
        case .circularWait:
            "a mutex was locked whose holder waits for one that the caller holds: both would wait for ever"
        case .unlockOfOther: "a mutex was unlocked by somebody else than whoever locked it"
        case .unlockOfUnlocked: "a mutex was unlocked that nobody had locked"
        case .destroyedWhileHeld: "a mutex was destroyed while it was held"
        case .destroyedWhileWaitedOn: "something was destroyed that somebody waits for, who would wait for ever"
        case .conditionWithoutMutex: "a condition was waited on by somebody who does not hold the mutex"
        case .conditionWithTwoMutexes: "a condition was waited on with another mutex than before"
        case .endedWhileHolding: "a thread ended while it held a mutex: nobody can unlock it any more"
        case .foreignResource: "a resource was put back into a pool that had not given it out"
        }
    }
}
