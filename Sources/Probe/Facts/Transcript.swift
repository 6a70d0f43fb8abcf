package import Children
package import Kernel

/// A question to the kernel, by the name it has in transcripts and in evidence: mostly the call itself.
package struct Question: Hashable, Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(stringLiteral text: String) { self.text = text }

    package var description: String { text }
}

extension Question {
    /// Before a filter, a setting or a security module lets a process pass, the kernel reads no argument: EFAULT says
    /// that it got that far.
    package static let setupWithoutParameters: Question = "io_uring_setup(8, NULL)"
    package static let setupWithoutEntries: Question = "io_uring_setup(0)"
    /// The call alone, without the mapping of what it made: asked where `ring(entries:)` failed.
    package static func setup(entries: UInt32) -> Question { "io_uring_setup(\(entries))" }
    /// The same under one more filter, of this program's own, which comes to ENOSYS unless an earlier filter refuses the
    /// call: its precedence is lower (SECCOMP_RET_TRACE, seccomp(2)). Asked where some filter is there.
    package static func setupUnderTrace(entries: UInt32) -> Question {
        "io_uring_setup(\(entries)) under SECCOMP_RET_TRACE"
    }
    /// The call that failed where more than one could have.
    package static func failedCall(of question: Question) -> Question { "failed call of \(question)" }
    /// Restrictions and BPF filters of the task itself (7.0+), asked for with nothing to restrict: EPERM where it has
    /// some.
    package static let taskRestriction: Question = "io_uring_register(-1, RESTRICTIONS)"
    /// A process that asks, where none could be made.
    package static let child: Question = "child process"
    package static let enterWithoutRing: Question = "io_uring_enter(-1)"
    package static let registerWithoutRing: Question = "io_uring_register(-1, UNREGISTER_BUFFERS)"
    package static let query: Question = "io_uring_register(-1, QUERY)"
    package static let seccompMode: Question = "prctl(PR_GET_SECCOMP)"
    package static let noNewPrivileges: Question = "prctl(PR_GET_NO_NEW_PRIVS)"
    package static func ring(entries: UInt32) -> Question { "ring of \(entries) entries" }
    package static let noOperation: Question = "NOP"
    package static let features: Question = "features"
    package static let probe: Question = "io_uring_register(PROBE)"
    package static func opcode(_ number: Int) -> Question { "opcode \(number)" }
    package static func setupFlag(_ name: String) -> Question { "setup flag \(name)" }
    package static let lastRegisterOperation: Question = "last register operation by restrictions"
    package static let enterFlagControl: Question = "enter flag control"
    package static func enterFlag(_ name: String) -> Question { "enter flag \(name)" }
    package static let submissionFlagControl: Question = "submission flag control"
    package static func submissionFlag(_ name: String) -> Question { "submission flag \(name)" }
    package static func bench(setupFlags: UInt32) -> Question { "ring to ask on, setup flags \(setupFlags)" }
    package static func operationFlag(_ identifier: String) -> Question { "operation flag \(identifier)" }
    package static func control(_ identifier: String) -> Question { "operation flag \(identifier) control" }

    // Numbers that IORING_REGISTER_QUERY answers with.
    package static let queriedOpcodes: Question = "query opcodes"
    package static let queriedRegisterOperations: Question = "query register operations"
    package static let queriedFeatures: Question = "query features"
    package static let queriedSetupFlags: Question = "query setup flags"
    package static let queriedEnterFlags: Question = "query enter flags"
    package static let queriedSubmissionFlags: Question = "query submission flags"
    package static func query(operation: UInt32) -> Question { "query \(operation)" }
    package static let queriedZeroCopyRegisterFlags: Question = "query zcrx register flags"
    package static let queriedZeroCopyAreaFlags: Question = "query zcrx area flags"
    package static let queriedZeroCopyControls: Question = "query zcrx controls"
    package static let queriedZeroCopyFeatures: Question = "query zcrx features"
}

/// What the kernel answered, or why there is no answer.
package enum Answer: Sendable, Equatable {
    case value(Int64)
    case errno(Errno)
    /// Not asked, or not answered, for this reason.
    case none(String)
    /// The process that asked ended over it.
    case fatal(Outcome)

    /// A system call's result: negative is an errno.
    init(result: Int) { self = result < 0 && result > -4096 ? .errno(Errno(Int32(-result))) : .value(Int64(result)) }

    package var value: Int64? { if case .value(let value) = self { value } else { nil } }
    package var errno: Errno? { if case .errno(let errno) = self { errno } else { nil } }
}

extension Answer: CustomStringConvertible {
    /// In words, as evidence cites it.
    package var description: String {
        switch self {
        case .value(let value): "answers \(value)"
        case .errno(let errno): "answers \(errno)"
        case .none(let reason): reason
        case .fatal(let end): "the process that asked \(end.description)"
        }
    }
}

/// Questions and their answers: what travels from the child that asks to the parent that
/// judges, and what tests keep of kernels that are not there.
///
/// One line each: `QUESTION ?` before asking, then `QUESTION = NUMBER` (negative: errno), `QUESTION - REASON`, or, from
/// the parent, `QUESTION ! HOW THE CHILD ENDED`, such as `signal 31`.
package struct Transcript: Sendable, Equatable {
    package private(set) var answers: [Question: Answer] = [:]
    /// The question that was asked last and has no answer.
    package private(set) var inFlight: Question?

    package init() {}

    package init(_ text: String) {
        for line in text.split(separator: "\n") { read(line) }
    }

    package subscript(_ question: Question) -> Answer? { answers[question] }

    package mutating func read(_ line: Substring) {
        guard let (question, separator, rest) = Self.split(line) else {
            if line.hasSuffix(" ?") { inFlight = Question(String(line.dropLast(2))) }
            return
        }
        switch separator {
        case "=": if let result = Int(rest) { record(question, Answer(result: result)) }
        case "!": if let end = Outcome(code: rest) { record(question, .fatal(end)) }
        default: record(question, .none(rest))
        }
    }

    package mutating func record(_ question: Question, _ answer: Answer) {
        answers[question] = answer
        if inFlight == question { inFlight = nil }
    }

    /// The line that `read` makes an answer of.
    static func line(_ question: Question, _ answer: Answer) -> String {
        switch answer {
        case .value(let value): "\(question) = \(value)"
        case .errno(let errno): "\(question) = -\(errno.number)"
        case .none(let reason): "\(question) - \(reason)"
        case .fatal(let end): "\(question) ! \(end.code)"
        }
    }

    /// At the first of the separators: what follows it may hold others. By bytes, because what follows may be anything,
    /// such as an accent, which Swift counts with the space before it as one character.
    private static func split(_ line: Substring) -> (Question, separator: Character, String)? {
        let bytes = Array(line.utf8)
        let space = UInt8(ascii: " ")
        for end in bytes.indices.dropLast(2) where bytes[end] == space && bytes[end + 2] == space {
            let separator = Character(Unicode.Scalar(bytes[end + 1]))
            guard "=!-".contains(separator) else { continue }
            let rest = String(decoding: bytes[(end + 3)...], as: UTF8.self)
            return (Question(String(decoding: bytes[..<end], as: UTF8.self)), separator, rest)
        }
        return nil
    }
}
