// `public`: what a `@usableFromInline` type mentions may not come from a narrower import.
public import Kernel

/// Why there is no stack for another fiber.
@usableFromInline
package enum StackFailure: Error, Sendable, CustomStringConvertible {
    /// The configured limit.
    case limitReached(fibers: Int)
    /// `vm.max_map_count`: guards by mprotect(2) need two mappings a stack.
    case mappingCount(fibers: Int, limit: UInt64?)
    /// RLIMIT_AS.
    case addressSpace(fibers: Int, limitBytes: UInt64)
    /// RLIMIT_DATA: stacks count whole, touched or not.
    case data(fibers: Int, limitBytes: UInt64)
    /// Anything else that mmap(2), madvise(2) or mprotect(2) answered.
    case call(CallFailure, fibers: Int)

    @usableFromInline
    package var description: String {
        switch self {
        case .limitReached(let fibers):
            "no stack for another fiber: \(fibers) is the configured limit"
        case .mappingCount(let fibers, let limit):
            """
            no stack for another fiber beyond \(fibers): each needs two memory mappings, and vm.max_map_count allows \
            \(limit.map(String.init) ?? "no more"); raise that sysctl
            """
        case .addressSpace(let fibers, let limitBytes):
            """
            no stack for another fiber beyond \(fibers): the limit of address space (RLIMIT_AS, ulimit -v) is \
            \(limitBytes >> 10) KiB; raise it
            """
        case .data(let fibers, let limitBytes):
            """
            no stack for another fiber beyond \(fibers): the limit of data (RLIMIT_DATA, ulimit -d) is \
            \(limitBytes >> 10) KiB; raise it
            """
        case .call(let failure, let fibers):
            "no stack for another fiber beyond \(fibers): \(failure)"
        }
    }
}
