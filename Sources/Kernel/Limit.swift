import Glibc

/// One resource limit (getrlimit(2)); nil is "unlimited".
package struct Limit: Sendable, Equatable {
    package let soft: UInt64?
    package let hard: UInt64?

    package init(soft: UInt64?, hard: UInt64?) {
        self.soft = soft
        self.hard = hard
    }

    package enum Resource: Sendable {
        /// RLIMIT_MEMLOCK, in bytes.
        case lockedMemory
        /// RLIMIT_NOFILE: the number above the highest descriptor.
        case descriptors
        /// RLIMIT_NPROC: processes and threads of the user.
        case processes
        /// RLIMIT_AS, in bytes.
        case addressSpace
        /// RLIMIT_DATA, in bytes: private memory that may be written, but for stacks that grow.
        case data
        /// RLIMIT_STACK, in bytes: the first thread's stack, and the default of other threads'.
        case stack

        fileprivate var constant: __rlimit_resource_t {
            switch self {
            case .lockedMemory: __rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue)
            case .descriptors: __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
            case .processes: __rlimit_resource_t(__RLIMIT_NPROC.rawValue)
            case .addressSpace: __rlimit_resource_t(RLIMIT_AS.rawValue)
            case .data: __rlimit_resource_t(RLIMIT_DATA.rawValue)
            case .stack: __rlimit_resource_t(RLIMIT_STACK.rawValue)
            }
        }
    }

    package static func current(_ resource: Resource) throws(CallFailure) -> Limit {
        var limit = rlimit()
        _ = try checked("getrlimit") { getrlimit(resource.constant, &limit) }
        return Limit(
            soft: limit.rlim_cur == rlim_t.max ? nil : UInt64(limit.rlim_cur),
            hard: limit.rlim_max == rlim_t.max ? nil : UInt64(limit.rlim_max))
    }

    /// setrlimit(2): the soft limit of this process becomes `soft`, at most the hard one, which stays.
    package static func setSoft(_ resource: Resource, to soft: UInt64) throws(CallFailure) {
        var limit = rlimit()
        _ = try checked("getrlimit") { getrlimit(resource.constant, &limit) }
        limit.rlim_cur = min(limit.rlim_max, rlim_t(soft))
        _ = try checked("setrlimit", "\(soft)") { setrlimit(resource.constant, &limit) }
    }

    /// setrlimit(2): lowers the soft limit of this process to `soft`; the hard one stays.
    package static func lower(_ resource: Resource, to soft: UInt64) throws(CallFailure) {
        try setSoft(resource, to: min(soft, try current(resource).soft ?? .max))
    }
}
