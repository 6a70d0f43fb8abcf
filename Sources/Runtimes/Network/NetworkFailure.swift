package import Fibers
package import Kernel

/// Why a call of the network did not do what it was for.
package enum NetworkFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// What the kernel answered. The call is named as its man page does, or as its opcode where a ring did it.
    case call(CallFailure)
    /// The task was cancelled, or a deadline around it has passed.
    case interrupted(Interruption)

    package var errno: Errno? {
        if case .call(let failure) = self { failure.errno } else { nil }
    }

    package var description: String {
        switch self {
        case .call(let failure): "\(failure)"
        case .interrupted(let interruption): "\(interruption)"
        }
    }
}
