/// Why a command line is refused.
package struct ParseError: Error, Equatable, Sendable {
    package enum Problem: Equatable, Sendable {
        /// `near` holds options with similar names, with their dashes.
        case unknownOption(String, near: [String])
        /// The option is one of `command`'s, and stands before the command's name.
        case misplacedOption(String, command: String)
        case unknownCommand(String, near: [String])
        /// A command with subcommands was given none; all of them.
        case missingCommand(among: [String])
        /// `expected` says what to write.
        case missingValue(option: String, expected: String)
        /// A switch was given a value.
        case unwantedValue(option: String)
        /// `subject` is an option as typed, or an operand's name.
        case badValue(subject: String, ValueProblem)
        case repeatedOption(String)
        case conflict(String, String)
        case unexpectedOperand(String)
        /// `given` of at least `minimum`.
        case missingOperand(String, given: Int, minimum: Int)
    }

    package let problem: Problem
    /// The command that refused: `["uringctl", "probe"]`.
    package let commandPath: [String]

    /// Also for what only the command itself can find wrong: `.badValue(subject: "--require", .other("…"))`.
    package init(_ problem: Problem, at path: CommandPath) {
        self.problem = problem
        commandPath = path.names
    }

    /// One line without a full stop; safe to print whatever was typed.
    package var message: String {
        switch problem {
        case .unknownOption(let option, let near): "unknown option \(Phrase.quoted(option))" + Self.hint(near)
        case .misplacedOption(let option, let command):
            "option \(option) belongs after its command: \(command) \(option)"
        case .unknownCommand(let name, let near): "unknown command '\(Phrase.quoted(name))'" + Self.hint(near)
        case .missingCommand(let names):
            names.count <= 16 ? "a command is needed: \(Phrase.alternatives(names))" : "a command is needed"
        case .missingValue(let option, let expected): "\(option) needs a value: \(expected)"
        case .unwantedValue(let option): "\(option) takes no value"
        case .badValue(let subject, let problem): "\(subject): \(problem.message)"
        case .repeatedOption(let option): "\(option) is given more than once"
        case .conflict(let first, let second): "\(first) and \(second) exclude each other"
        case .unexpectedOperand(let operand): "unexpected operand '\(Phrase.quoted(operand))'"
        case .missingOperand(let name, let given, let minimum):
            given == 0 ? "\(name) is missing" : "\(minimum) of \(name) are needed, \(given) given"
        }
    }

    /// The line to print after the message: `Try: uringctl probe --help`.
    package var advice: String { "Try: \(commandPath.joined(separator: " ")) --help" }

    private static func hint(_ near: [String]) -> String {
        near.isEmpty ? "" : "; did you mean \(Phrase.alternatives(near))?"
    }
}
