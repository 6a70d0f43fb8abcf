import Glibc
import Kernel

@testable import Probe

/// Facts of a process behind an obstacle: what the calls answered, as measured on real kernels, and what surrounds it.
enum Situated {
    static func facts(_ transcript: String, _ change: (inout Environment) -> Void = { _ in }) -> Facts {
        var environment = Recorded.environment
        change(&environment)
        return Facts(transcript: Transcript(transcript), environment: environment)
    }

    static func judge(_ transcript: String, _ change: (inout Environment) -> Void = { _ in }) -> Verdict {
        .judge(facts(transcript, change))
    }

    /// Setup answers before it reads its arguments: a filter, the setting, a security module, or nobody.
    static func gated(setup: Int32, enter: Int32 = EBADF, register: Int32 = EINVAL) -> String {
        """
        io_uring_setup(8, NULL) = -\(setup)
        io_uring_setup(0) = -\(setup)
        io_uring_enter(-1) = -\(enter)
        io_uring_register(-1, UNREGISTER_BUFFERS) = -\(register)
        ring of 8 entries = -\(setup)
        io_uring_setup(8) = -\(setup)
        """
    }

    static func all(_ errno: Int32) -> String { gated(setup: errno, enter: errno, register: errno) }

    /// The kernel read the arguments, and answered this.
    static func short(_ errno: Int32, setup: Int32? = nil) -> String {
        reached + "ring of 8 entries = -\(errno)\nio_uring_setup(8) = -\(setup ?? errno)\n"
    }

    /// Nothing stands in the way of the three calls.
    static let reached = """
        io_uring_setup(8, NULL) = -14
        io_uring_setup(0) = -22
        io_uring_enter(-1) = -9
        io_uring_register(-1, UNREGISTER_BUFFERS) = -22

        """
    static let working = reached + "ring of 8 entries = 0\nNOP = 0\n"

    static func filtered(_ environment: inout Environment) {
        environment.seccomp = .init(mode: 2, filters: 1, hasNoNewPrivileges: true)
    }
}

extension Verdict {
    /// "seccomp certain refuses", for each cause in order.
    var outline: [String] { causes.map { "\($0.cause.rawValue) \($0.confidence.rawValue) \($0.standing.rawValue)" } }

    subscript(_ cause: Cause) -> FoundCause? { causes.first { $0.cause == cause } }
}
