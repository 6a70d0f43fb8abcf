package import Children
package import Kernel

extension Situation {
    /// Why no facts could be gathered in a situation.
    package enum Failure: Error, Sendable {
        /// The identity could not be taken on.
        case identity(CallFailure)
        /// It was taken on, and is not there, or could be given back.
        case unverifiedIdentity
        case capabilities(CallFailure)
        /// The filter could not be installed.
        case filter(CallFailure)
        /// This program may not be executed by who this process became, nor a copy of it.
        case program(CallFailure)
        /// No process could be made to gather them.
        case noChild(CallFailure)
        /// The process that was to gather them ended before it had.
        case child(Outcome)
    }
}

extension Situation.Failure {
    private static let prefix = "failure "

    /// What the child writes in place of facts; nil for what only the parent knows.
    var line: String? {
        func line(_ name: String, _ failure: CallFailure) -> String {
            Self.prefix + [name, failure.call, failure.arguments, String(failure.errno.number)].factText
        }
        return switch self {
        case .identity(let failure): line("identity", failure)
        case .unverifiedIdentity: Self.prefix + "unverified"
        case .capabilities(let failure): line("capabilities", failure)
        case .filter(let failure): line("filter", failure)
        case .program(let failure): line("program", failure)
        case .noChild, .child: nil
        }
    }

    init?(line: Substring) {
        guard line.hasPrefix(Self.prefix), let words = [String](factText: line.dropFirst(Self.prefix.count)) else {
            return nil
        }
        if words == ["unverified"] {
            self = .unverifiedIdentity
            return
        }
        guard words.count == 4, let number = Int32(words[3]) else { return nil }
        let failure = CallFailure(words[1], words[2], Errno(number))
        switch words[0] {
        case "identity": self = .identity(failure)
        case "capabilities": self = .capabilities(failure)
        case "filter": self = .filter(failure)
        case "program": self = .program(failure)
        default: return nil
        }
    }
}
