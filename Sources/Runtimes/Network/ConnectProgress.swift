import Glibc
import Kernel

/// What to do after each answer to a connect: pure, so that every course of it can be tested.
///
/// A connect that was interrupted or cancelled by somebody else goes on in the kernel: asking again says how far it has
/// come.
struct ConnectProgress {
    enum Step: Equatable {
        case done
        /// Ask again.
        case retry
        /// Wait until the socket can be written to, and look at its SO_ERROR.
        case awaitWritable
        case failed(Errno)
    }

    private var attempts = 0

    /// More than any kernel has a reason for.
    static let attemptLimit = 64

    /// - Parameter errno: what the kernel answered; nil for success. ECANCELED only where the runtime did not cancel.
    mutating func step(after errno: Errno?) -> Step {
        attempts += 1
        guard let errno else { return .done }
        switch errno {
        case .interrupted, .cancelled:
            return attempts < ConnectProgress.attemptLimit ? .retry : .failed(errno)
        case .isConnected where attempts > 1: return .done
        case .alreadyInProgress, .inProgress: return .awaitWritable
        default: return .failed(errno)
        }
    }
}
