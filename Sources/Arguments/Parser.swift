/// What a command line asks for.
package enum Outcome: Sendable {
    case run(Parsed)
    /// `--help` was given to this command.
    case help(CommandPath)
    case version
}

/// An accepted command line.
package struct Parsed: Sendable {
    /// The command to run.
    package let path: CommandPath
    let optionValues: [String: [any Sendable]]
    let operandValues: [String: [any Sendable]]

    /// An option's value; as if it were not given when the command has no such option.
    package subscript<Result>(option: Option<Result>) -> Result {
        option.read(optionValues[option.declaration.long] ?? [])
    }

    /// An operand's value. It must be one of the command's.
    package subscript<Result>(operand: Operand<Result>) -> Result {
        let name = operand.declaration.value.name
        guard let result = operand.read(operandValues[name] ?? []) else {
            preconditionFailure("\(path.spelling) has no operand \(name)")
        }
        return result
    }
}

extension Command {
    /// Reads a command line.
    ///
    /// - `--name value`, `--name=value`, `-n value`, `-nvalue`; short switches bundle: `-qn value`. As in GNU's
    ///   getopt an equals sign after a short option is part of the value. Names are never abbreviated.
    /// - A value that is a word of its own does not begin with a dash, except `-` alone and negative numbers where
    ///   allowed: so a forgotten value does not swallow the next option. `--name=-value` gives such a value.
    /// - Options and operands may be mixed; `--` ends the options, and so does the name of a program to run. A command's
    ///   options come after its name.
    /// - `--help` and `--version` count when everything before them is right, whatever comes after.
    ///
    /// - Parameter arguments: without the program's name.
    package func parse(_ arguments: [String]) throws(ParseError) -> Outcome {
        var parser = Parser(path: CommandPath(root: self), remaining: arguments[...])
        return try parser.parse()
    }
}

private struct Parser {
    var path: CommandPath
    var remaining: ArraySlice<String>
    var optionValues: [String: [any Sendable]] = [:]
    /// Long names in the order given.
    var optionsGiven: [String] = []
    var operands: [String] = []

    init(path: CommandPath, remaining: ArraySlice<String>) {
        self.path = path
        self.remaining = remaining
    }

    mutating func parse() throws(ParseError) -> Outcome {
        var optionsEnded = false
        while let argument = remaining.popFirst() {
            if !optionsEnded, argument == "--" {
                optionsEnded = true
            } else if !optionsEnded, argument.hasPrefix("--") {
                try longOption(argument)
            } else if !optionsEnded, argument.hasPrefix("-"), argument != "-", !isNegativeOperand(argument) {
                try shortOptions(argument)
            } else if !path.command.subcommands.isEmpty {
                path = try path.subcommand(argument)
            } else {
                operands.append(argument)
                // What follows a program's name is that program's.
                if path.command.operands.first?.isCommandLine == true { optionsEnded = true }
            }
            if optionValues[BuiltIn.help.declaration.long] != nil { return .help(path) }
            if optionValues[BuiltIn.version.declaration.long] != nil { return .version }
        }
        guard path.command.subcommands.isEmpty else {
            throw error(.missingCommand(among: path.command.visibleSubcommands.map(\.name)))
        }
        try checkExclusive()
        return .run(Parsed(path: path, optionValues: optionValues, operandValues: try operandValues()))
    }

    func error(_ problem: ParseError.Problem) -> ParseError { ParseError(problem, at: path) }

    // MARK: Options

    mutating func longOption(_ argument: String) throws(ParseError) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let spelling = String(parts[0])
        guard let option = path.options.first(where: { $0.longSpelling == spelling }) else {
            throw unknownOption(spelling)
        }
        try accept(option, as: spelling, attached: parts.count > 1 ? String(parts[1]) : nil)
    }

    mutating func shortOptions(_ argument: String) throws(ParseError) {
        var letters = argument.dropFirst()
        while let letter = letters.popFirst() {
            let spelling = "-\(letter)"
            guard let option = path.options.first(where: { $0.short == letter }) else {
                throw unknownOption(spelling)
            }
            guard option.value != nil, !letters.isEmpty else {
                try accept(option, as: spelling, attached: nil)
                continue
            }
            return try accept(option, as: spelling, attached: String(letters))
        }
    }

    /// Takes an option with its value, which is `attached` or the next argument.
    mutating func accept(
        _ option: OptionDeclaration, as spelling: String, attached: String?
    ) throws(ParseError) {
        guard option.repeats || optionValues[option.long] == nil else { throw error(.repeatedOption(spelling)) }
        optionsGiven.append(option.long)
        guard let shape = option.value, let parse = option.parse else {
            guard attached == nil else { throw error(.unwantedValue(option: spelling)) }
            optionValues[option.long] = [true]
            return
        }
        guard let text = attached ?? separateValue(for: shape) else {
            throw error(.missingValue(option: spelling, expected: shape.expectation))
        }
        let value = try self.value(text, shape, parse, of: spelling)
        optionValues[option.long, default: []].append(value)
    }

    mutating func separateValue(for shape: ValueShape) -> String? {
        guard let next = remaining.first else { return nil }
        if next.hasPrefix("-"), next != "-" {
            guard shape.allowsNegative, beginsAsNegativeNumber(next) else { return nil }
        }
        return remaining.popFirst()
    }

    /// Whether `argument`, which begins with a dash, is an operand: a negative number where the command takes such.
    func isNegativeOperand(_ argument: String) -> Bool {
        beginsAsNegativeNumber(argument) && path.command.operands.contains { $0.value.allowsNegative }
    }

    func beginsAsNegativeNumber(_ text: String) -> Bool { text.utf8.dropFirst().first.map(isDigit) ?? false }

    func value(
        _ text: String, _ shape: ValueShape, _ parse: @Sendable (String) throws(ValueProblem) -> any Sendable,
        of subject: String
    ) throws(ParseError) -> any Sendable {
        do throws(ValueProblem) {
            guard !text.isEmpty || shape.allowsEmpty else { throw .empty }
            return try parse(text)
        } catch {
            throw self.error(.badValue(subject: subject, error))
        }
    }

    func unknownOption(_ spelling: String) -> ParseError {
        if let owner = path.command.visibleSubcommands.first(where: { command in
            command.options.contains { !$0.isHidden && $0.spellings.contains(spelling) }
        }) {
            return error(.misplacedOption(spelling, command: path.appending(owner).spelling))
        }
        let near =
            spelling.hasPrefix("--")
            ? Suggestion.nearest(to: String(spelling.dropFirst(2)), among: path.visibleOptions.map(\.long)) : []
        return error(.unknownOption(spelling, near: near.map { "--\($0)" }))
    }

    func checkExclusive() throws(ParseError) {
        for set in path.exclusive {
            let given = optionsGiven.filter(set.contains)
            if let first = given.first, let second = given.first(where: { $0 != first }) {
                throw error(.conflict("--\(first)", "--\(second)"))
            }
        }
    }

    // MARK: Operands

    func operandValues() throws(ParseError) -> [String: [any Sendable]] {
        var values: [String: [any Sendable]] = [:]
        var words = operands[...]
        // What the operands still to come need is left for them.
        var needed = path.command.operands.reduce(0) { $0 + $1.count.lowerBound }
        for operand in path.command.operands {
            needed -= operand.count.lowerBound
            let count = min(operand.count.upperBound, max(operand.count.lowerBound, words.count - needed))
            try take(words.prefix(count), for: operand, into: &values)
            words = words.dropFirst(count)
        }
        if let extra = words.first { throw error(.unexpectedOperand(extra)) }
        return values
    }

    func take(
        _ words: ArraySlice<String>, for operand: OperandDeclaration, into values: inout [String: [any Sendable]]
    ) throws(ParseError) {
        let name = operand.value.name
        guard words.count >= operand.count.lowerBound else {
            throw error(.missingOperand(name, given: words.count, minimum: operand.count.lowerBound))
        }
        var shape = operand.value
        // In another program's command line an empty word may be right.
        if operand.isCommandLine { shape.allowsEmpty = true }
        for word in words {
            values[name, default: []].append(try value(word, shape, operand.parse, of: name))
        }
    }
}
