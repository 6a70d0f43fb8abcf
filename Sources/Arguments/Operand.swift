/// An operand of a command. `Result` is what reading it gives, chosen by the form of the declaration:
///
///     Operand(value: .string("NAME"), help: "…")                     // String, must be given
///     Operand(optional: .word("COMMAND", from: names), help: "…")    // String?
///     Operand(values: .file(), count: 1...64, help: "…")             // [String]
///     Operand(commandLine: .program("PROGRAM"), count: 1...4096, help: "…")  // [String], all that is left
///
/// The name of its value tells an operand from the others of its command.
package struct Operand<Result: Sendable>: Sendable, AnyOperand {
    package let declaration: OperandDeclaration
    /// From all values given, in order; nil when there are too few, which the parser has refused.
    let read: @Sendable ([any Sendable]) -> Result?

    package init(value: ValueKind<Result>, help: String) {
        declaration = OperandDeclaration(value, 1...1, help)
        read = { $0.first as? Result }
    }

    package init<Value>(optional value: ValueKind<Value>, help: String) where Result == Value? {
        declaration = OperandDeclaration(value, 0...1, help)
        read = { .some($0.first as? Value) }
    }

    /// - Parameter count: how many there may be.
    package init<Value>(values: ValueKind<Value>, count: ClosedRange<Int>, help: String) where Result == [Value] {
        declaration = OperandDeclaration(values, count, help)
        read = { $0.compactMap { $0 as? Value } }
    }

    /// Everything from the first word that is no option, or from `--`, whatever it looks like: a program and its
    /// arguments, as env(1) and nice(1) take them. The only operand of its command.
    ///
    /// - Parameter count: how many words there may be; from 1 when they must be given.
    package init<Value>(
        commandLine values: ValueKind<Value>, count: ClosedRange<Int>, help: String
    ) where Result == [Value] {
        var declaration = OperandDeclaration(values, count, help)
        declaration.isCommandLine = true
        self.declaration = declaration
        read = { $0.compactMap { $0 as? Value } }
    }
}

/// An operand of any type, as a command's table lists it.
package protocol AnyOperand: Sendable {
    var declaration: OperandDeclaration { get }
}

/// An operand without its type: what parser, help text, man pages and completions need of it.
package struct OperandDeclaration: Sendable {
    package let value: ValueShape
    package let count: ClosedRange<Int>
    package let help: String
    package var isCommandLine = false
    let parse: @Sendable (String) throws(ValueProblem) -> any Sendable

    init<Value>(_ kind: ValueKind<Value>, _ count: ClosedRange<Int>, _ help: String) {
        let parse = kind.parse
        value = kind.shape
        self.count = count
        self.help = help
        self.parse = { (text) throws(ValueProblem) in try parse(text) }
    }

    /// As a usage line shows it: `FILE`, `[FILE]`, `FILE…`, `[FILE]…`, `[--] PROGRAM [ARGUMENT]…`.
    package var usage: String {
        if isCommandLine {
            let words = "[--] " + (count.upperBound > 1 ? "\(value.name) [ARGUMENT]…" : value.name)
            return count.lowerBound > 0 ? words : "[\(words)]"
        }
        let name = count.lowerBound > 0 ? value.name : "[\(value.name)]"
        return count.upperBound > 1 ? "\(name)…" : name
    }
}
