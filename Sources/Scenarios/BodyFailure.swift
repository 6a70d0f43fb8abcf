import Fibers
import Kernel

/// Why a body has no good end, in one line.
enum BodyFailure: Error, Sendable, Equatable {
    /// What should hold does not.
    case failed(String)
    /// Something in its way says nothing about what should hold: a limit, memory.
    case prevented(String)
}

extension BodyFailure {
    init(_ failure: RunFailure<BodyFailure>) {
        switch failure {
        case .stack(let failure): self = .prevented("\(failure)")
        case .body(let failure): self = failure
        }
    }

    init(_ failure: CallFailure) { self = .prevented(LimitHint.words(for: failure)) }
}
