import Kernel

/// A limit that is low.
struct TightLimit: Sendable, Equatable {
    var resource: Limit.Resource
    /// "the limit of descriptors (ulimit -n) is 5: raise it".
    var words: String
}

/// Which limit stands behind a call that failed, where one is set and the errno fits.
enum LimitHint {
    typealias Reading = (Limit.Resource) -> UInt64?

    /// The failure, and the limit behind it with its value and what to do.
    static func words(for failure: CallFailure, limit: Reading = current) -> String {
        "\(failure)" + (hint(for: failure, limit: limit).map { "; \($0)" } ?? "")
    }

    /// "the limit of descriptors (ulimit -n) is 5: raise it", or nil where no limit fits.
    static func hint(for failure: CallFailure, limit: Reading = current) -> String? {
        switch failure.errno {
        case .tooManyFiles:
            return named(.descriptors, limit)
        case .tryAgain where ["posix_spawn", "pthread_create", "clone"].contains(failure.call):
            return named(.processes, limit)
        case .outOfMemory where failure.call.hasPrefix("io_uring"):
            // Kernels since 5.12 charge a ring to the control group; what others ask for is little.
            let isLittle = limit(.lockedMemory).map { $0 < 1 << 20 } ?? false
            return joined([named(.addressSpace, limit), isLittle ? named(.lockedMemory, limit) : nil])
        case .outOfMemory:
            return joined([named(.addressSpace, limit), named(.data, limit)])
        case .tryAgain:
            return named(.addressSpace, limit)
        default:
            return nil
        }
    }

    /// Limits so low that they may be what a child died of, or could not be started for.
    static func tight(limit: Reading = current) -> [TightLimit] {
        let comfortable: [(Limit.Resource, UInt64)] = [
            (.stack, 1 << 20), (.addressSpace, 1 << 36), (.data, 1 << 36), (.descriptors, 16), (.processes, 8),
        ]
        return comfortable.compactMap { resource, enough in
            guard let value = limit(resource), value < enough else { return nil }
            return named(resource, limit).map { TightLimit(resource: resource, words: $0) }
        }
    }

    private static func joined(_ hints: [String?]) -> String? {
        let hints = hints.compactMap(\.self)
        return hints.isEmpty ? nil : hints.joined(separator: "; ")
    }

    private static func named(_ resource: Limit.Resource, _ limit: Reading) -> String? {
        guard let value = limit(resource) else { return nil }
        let (name, option, isBytes) =
            switch resource {
            case .lockedMemory: ("locked memory", "-l", true)
            case .descriptors: ("descriptors", "-n", false)
            case .processes: ("processes", "-u", false)
            case .addressSpace: ("address space", "-v", true)
            case .data: ("data", "-d", true)
            case .stack: ("stack size", "-s", true)
            }
        return "the limit of \(name) (ulimit \(option)) is \(isBytes ? "\(value >> 10) KiB" : "\(value)"): raise it"
    }

    /// The soft limit; nil where there is none.
    static func current(_ resource: Limit.Resource) -> UInt64? { (try? Limit.current(resource))?.soft }
}
