/// A wrong use of a lock or of its condition: a row of the matrix.
package enum LockMisuse: String, Sendable, CaseIterable {
    case unlockByOther = "unlock-by-other"
    case unlockUnlocked = "unlock-unlocked"
    case relock
    case abba
    case heldAcrossYield = "held-across-yield"
    case moved
    case eventedLocksThreaded = "evented-locks-threaded"
    case threadLocksEvented = "thread-locks-evented"
    case destroyedWhileHeld = "destroyed-while-held"
    case holderDies = "holder-dies"
    case conditionWithoutMutex = "condition-without-mutex"
    case conditionWithTwoMutexes = "condition-with-two-mutexes"

    /// What is done, in one line without a full stop.
    package var explanation: String {
        switch self {
        case .unlockByOther: "another one unlocks it while its holder is inside"
        case .unlockUnlocked: "it is unlocked while nobody has it"
        case .relock: "its holder locks it again"
        case .abba: "two lock two of them, each in the other's order"
        case .heldAcrossYield: "a fiber yields while it holds it, and a sibling locks it"
        case .moved: "it is locked on a thread and unlocked on another, as a task does that moves"
        case .eventedLocksThreaded: "a fiber on a ring locks it while a plain thread holds it"
        case .threadLocksEvented: "a plain thread locks it while a fiber holds it"
        case .destroyedWhileHeld: "it is destroyed while somebody holds it"
        case .holderDies: "its holder ends without unlocking it, and another one locks it"
        case .conditionWithoutMutex: "a condition is waited on with a mutex that somebody else holds"
        case .conditionWithTwoMutexes: "a condition is waited on with two mutexes at a time"
        }
    }
}
