/// Why a fiber has to come to its end, or to that of a piece of its work: thrown wherever it waits.
@frozen
@usableFromInline
package enum Interruption: Error, Sendable, Equatable, CustomStringConvertible {
    /// Somebody cancelled the fiber, or the scope it belongs to has ended.
    case cancelled
    /// A deadline around what it does has passed.
    case deadlinePassed

    @usableFromInline
    package var description: String {
        switch self {
        case .cancelled: "the fiber was cancelled"
        case .deadlinePassed: "the deadline has passed"
        }
    }
}
