import Kernel

/// How long to wait, and whether cancellation ends it.
@frozen
@usableFromInline
package struct Patience: Sendable {
    /// On the monotonic clock; `Int64.max` for no end.
    @usableFromInline package let untilNanoseconds: Int64
    /// Whether the wait ends when the fiber that waits is cancelled, or a deadline around it has passed.
    @usableFromInline package let isInterruptible: Bool

    @inlinable
    package init(untilNanoseconds: Int64 = .max, isInterruptible: Bool = true) {
        self.untilNanoseconds = untilNanoseconds
        self.isInterruptible = isInterruptible
    }

    /// Whatever happens.
    @inlinable
    package static var endless: Patience { Patience(isInterruptible: false) }

    /// Whether nothing but what is waited for ends the wait.
    @inlinable
    var isEndless: Bool { untilNanoseconds == .max && !isInterruptible }

    /// Until it is interrupted.
    @inlinable
    package static var interruptible: Patience { Patience() }

    package static func nanoseconds(_ nanoseconds: Int64) -> Patience {
        Patience(untilNanoseconds: Clock.nanoseconds(after: nanoseconds))
    }
}

/// Why a wait ended without what it was for.
@frozen
@usableFromInline
package enum WaitFailure: Error, Sendable, Equatable, CustomStringConvertible {
    case timedOut
    /// The fiber was cancelled, or a deadline around what it does has passed: `checkInterruption` says which.
    case interrupted

    @usableFromInline
    package var description: String {
        switch self {
        case .timedOut: "the time to wait was up"
        case .interrupted: "the fiber was interrupted"
        }
    }
}
