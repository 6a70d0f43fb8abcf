/// A kind of lock: a column of the matrix.
package enum LockKind: String, Sendable, CaseIterable {
    /// `Sync.Mutex` and `Sync.Condition`.
    case ours
    /// The specimens, each bound to its runtime.
    case boundEvented = "backend-bound-evented"
    case boundThreaded = "backend-bound-threaded"
    case pthreadNormal = "pthread-normal"
    case pthreadErrorcheck = "pthread-errorcheck"
    case pthreadRecursive = "pthread-recursive"
    case pthreadRobust = "pthread-robust"
    case swift = "synchronization-mutex"
    /// FUTEX_LOCK_PI and FUTEX_UNLOCK_PI of futex(2).
    case kernel = "kernel-futex"

    /// Whether it is one that is wrong on purpose.
    package var isSpecimen: Bool { self == .boundEvented || self == .boundThreaded }

    /// Over its column.
    var heading: String {
        switch self {
        case .ours: "ours"
        case .boundEvented: "evented"
        case .boundThreaded: "threaded"
        case .pthreadNormal: "normal"
        case .pthreadErrorcheck: "errorcheck"
        case .pthreadRecursive: "recursive"
        case .pthreadRobust: "robust"
        case .swift: "Swift's"
        case .kernel: "futex"
        }
    }
}
