import Kernel
import Support
import Testing

@testable import Runtimes

/// The two runtimes: what holds on one has to hold on the other.
enum BothRuntimes: String, CaseIterable, CustomTestStringConvertible {
    case evented, threaded

    var testDescription: String { rawValue }

    /// Those that can run here.
    static let available: [BothRuntimes] = {
        do throws(CallFailure) { _ = try Evented() } catch { return [.threaded] }
        return allCases
    }()

    /// Runs `body` as the first task of a runtime of this kind.
    func run<Body: TaskBody>(_ body: Body) throws -> Body.Value {
        switch self {
        case .evented: try Evented().run { scope in try body.run(scope) }
        case .threaded: try Threaded().run { scope in try body.run(scope) }
        }
    }
}

/// What is written once and runs on both: a closure cannot be generic.
protocol TaskBody: Sendable {
    associatedtype Value
    func run<Scope: TaskScope>(_ scope: Scope) throws -> Value
}
