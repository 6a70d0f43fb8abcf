package import Fibers

/// Why there is no connection to a name.
package enum NameConnectFailure: Error, Sendable, CustomStringConvertible {
    case lookup(LookupFailure)
    /// Every address was tried, in this order.
    case attempts([FailedAttempt])
    /// The task was cancelled, or a deadline around it has passed; by then these attempts had failed.
    case interrupted(Interruption, after: [FailedAttempt])

    package var description: String {
        switch self {
        case .lookup(let failure): "\(failure)"
        case .attempts(let attempts):
            "none of \(attempts.count) addresses answered: \(NameConnectFailure.list(attempts))"
        case .interrupted(let interruption, let attempts):
            "\(interruption)" + (attempts.isEmpty ? "" : "; by then: \(NameConnectFailure.list(attempts))")
        }
    }

    private static func list(_ attempts: [FailedAttempt]) -> String {
        attempts.map { "\($0)" }.joined(separator: "; ")
    }
}

/// An address, and why there is no connection to it.
package struct FailedAttempt: Sendable, CustomStringConvertible {
    package enum Cause: Sendable, CustomStringConvertible {
        case network(NetworkFailure)
        /// No stack or no thread for the attempt.
        case task(SpawnFailure)

        package var description: String {
            switch self {
            case .network(let failure): "\(failure)"
            case .task(let failure): "\(failure)"
            }
        }
    }

    package let address: SocketAddress
    package let cause: Cause

    /// Whether it was not the address that failed, but whoever tried it was cut short.
    var wasInterrupted: Bool {
        if case .network(.interrupted) = cause { true } else { false }
    }

    package var description: String {
        // What the call says names the address already.
        if case .network(.call(let failure)) = cause, failure.arguments == "\(address)" { return "\(failure)" }
        return "\(address): \(cause)"
    }
}
