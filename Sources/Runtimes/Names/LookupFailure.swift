package import Fibers
import Glibc
package import Kernel

/// Why a name has no addresses here and now, and what to do about it.
package struct LookupFailure: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Cause: Sendable, Equatable {
        /// It was not asked for.
        case refused(NameFault)
        /// Whoever was asked knows no address of it: EAI_NONAME, EAI_NODATA or EAI_ADDRFAMILY.
        case notFound(code: Int32)
        /// Nobody answered, or not now: EAI_AGAIN.
        case tryAgain
        /// A name server answered that it won't: EAI_FAIL.
        case failed
        /// EAI_MEMORY.
        case outOfMemory
        /// EAI_SYSTEM.
        case system(Errno)
        /// Another code of getaddrinfo(3).
        case other(code: Int32)
        /// There is no thread to ask on.
        case thread(ThreadFailure)
        /// `__nss_configure_lookup` of the C library.
        case notConfigured(Errno)
        /// The task was cancelled, or a deadline around it has passed.
        case interrupted(Interruption)
    }

    package let name: String
    package let cause: Cause

    package init(_ name: String, _ cause: Cause) {
        self.name = name
        self.cause = cause
    }

    package var description: String {
        // A name that was refused may be anything.
        if case .refused(let fault) = cause { return "\(fault)" }
        return "\(name): \(cause)"
    }
}

extension LookupFailure.Cause: CustomStringConvertible {
    // netdb.h shows these two to GNU programs only.
    package static let noData: Int32 = -5
    package static let noAddressOfFamily: Int32 = -9

    /// What getaddrinfo(3) answered, but for 0.
    ///
    /// - Parameter errno: what it left there, which counts for EAI_SYSTEM.
    package init(code: Int32, errno: Errno) {
        self =
            switch code {
            case EAI_NONAME, Self.noData, Self.noAddressOfFamily: .notFound(code: code)
            case EAI_AGAIN: .tryAgain
            case EAI_FAIL: .failed
            case EAI_MEMORY: .outOfMemory
            case EAI_SYSTEM: .system(errno)
            default: .other(code: code)
            }
    }

    package var description: String {
        switch self {
        case .refused(let fault): "\(fault)"
        case .notFound(EAI_NONAME):
            "not found (EAI_NONAME): check its spelling; "
                + "/etc/hosts and the name servers of /etc/resolv.conf don't know it"
        case .notFound(let code):
            "no address (\(code == Self.noData ? "EAI_NODATA" : "EAI_ADDRFAMILY")): it is known for other things"
        case .tryAgain:
            "no name server answered (EAI_AGAIN): try again, or check those of /etc/resolv.conf and the way to them"
        case .failed: "the name server refused to answer (EAI_FAIL): ask another, by /etc/resolv.conf"
        case .outOfMemory: "no memory (EAI_MEMORY): free some, or raise the limit"
        case .system(let errno): "getaddrinfo (EAI_SYSTEM): \(errno)"
        case .other(let code): "getaddrinfo: \(gai_strerror(code).map { String(cString: $0) } ?? "unknown") (\(code))"
        case .thread(let failure): "\(failure); wait until other lookups have ended"
        case .notConfigured(let errno): "__nss_configure_lookup(hosts): \(errno)"
        case .interrupted(let interruption): "\(interruption)"
        }
    }
}
