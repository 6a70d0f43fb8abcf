import Kernel

/// The smallest safe use of one operation, call or flag, judged by its effect.
///
/// None leaves the machine, none opens a file of others but /dev/null and /dev/zero, none needs rights.
struct OperationCheck: Sendable {
    /// Throws `CheckEnd`, or the `CallFailure` of a plain system call that only prepares.
    typealias Body = @Sendable (VerifyBench) throws -> Void

    let subject: CheckSubject
    /// What else has to be there, besides the subject itself.
    var needs: [CheckSubject] = []
    /// What it would take where that is not there; nil for nothing.
    var without: String?
    /// Whether what comes of it depends on the file system.
    var dependsOnFileSystem = false
    /// For a behaviour: what it is about, in a line.
    var purpose: String?
    let body: Body

    static func operation(
        _ name: String, needs: [CheckSubject] = [], onFileSystem: Bool = false, _ body: @escaping Body
    ) -> OperationCheck {
        OperationCheck(subject: .operation(name), needs: needs, dependsOnFileSystem: onFileSystem, body: body)
    }

    static func register(_ name: String, _ body: @escaping Body) -> OperationCheck {
        OperationCheck(subject: .register(name), body: body)
    }

    static func flag(
        _ identifier: String, needs: [CheckSubject] = [], onFileSystem: Bool = false, _ body: @escaping Body
    ) -> OperationCheck {
        OperationCheck(subject: .flag(identifier), needs: needs, dependsOnFileSystem: onFileSystem, body: body)
    }

    static func behaviour(
        _ name: String, needs: [CheckSubject], _ purpose: String, _ body: @escaping Body
    ) -> OperationCheck {
        OperationCheck(subject: .behaviour(name), needs: needs, purpose: purpose, body: body)
    }

    /// What has no safe check, for this reason.
    static func none(_ subject: CheckSubject, _ reason: String) -> OperationCheck {
        OperationCheck(subject: subject) { _ in throw CheckEnd.skipped(reason) }
    }
}

extension OperationCheck {
    /// Every check, in the order in which they are run.
    static let all: [OperationCheck] = CheckGroup.allCases.flatMap(\.checks)
}

/// Why a check does not end well.
enum CheckEnd: Error {
    /// It did something else than it should; the errno where it was one.
    case failed(String, Errno? = nil)
    case skipped(String)
    case unknown(String)
}

/// - Throws: `.failed` where `found` is not `expected`.
func expect<Value: Equatable>(_ what: String, _ found: Value, is expected: Value) throws {
    if found != expected { throw CheckEnd.failed("\(what) is \(found), expected \(expected)") }
}

/// - Throws: `.failed` with `message` where `holds` is false.
func expect(_ holds: Bool, _ message: @autoclosure () -> String) throws {
    if !holds { throw CheckEnd.failed(message()) }
}
