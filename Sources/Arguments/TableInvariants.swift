/// What makes a table sound beyond what the compiler checks; for the tests of whoever declares one.
package enum TableInvariants {
    /// Everything wrong with a table, each in a line that begins with the command's path; empty when it is sound.
    ///
    /// - Parameter width: of help text, in characters.
    package static func problems(in root: Command, width: Int = 80) -> [String] {
        var problems: [String] = []
        visit(CommandPath(root: root), width: width, &problems)
        return problems
    }

    private static func visit(_ path: CommandPath, width: Int, _ problems: inout [String]) {
        var found: [String] = []
        checkCommand(path.command, &found)
        checkOptions(path, &found)
        checkOperands(path.command, &found)
        checkText(path, width: width, &found)
        problems += found.map { "\(path.spelling): \($0)" }
        for command in path.command.subcommands { visit(path.appending(command), width: width, &problems) }
    }

    // MARK: Commands

    private static func checkCommand(_ command: Command, _ found: inout [String]) {
        if !isName(command.name) { found.append("the name is not small letters, digits and dashes") }
        for name in repetitions(in: command.subcommands.map(\.name)) { found.append("two subcommands \(name)") }
        if !command.subcommands.isEmpty, !command.operands.isEmpty {
            found.append("operands beside subcommands are never reached")
        }
        checkLine(command.summary, of: "the summary", &found)
        for code in repetitions(in: command.exitStatuses.map { "\($0.code)" }) {
            found.append("exit status \(code) explained twice")
        }
        for status in command.exitStatuses {
            if !(0...255).contains(status.code) { found.append("exit status \(status.code) is not within 0 to 255") }
            checkLine(status.help, of: "the help of exit status \(status.code)", &found)
        }
        for definition in command.environment + command.files where definition.help.isEmpty {
            found.append("\(definition.term) has no help")
        }
        for example in command.examples {
            if example.commandLine.isEmpty { found.append("an example has no command line") }
            checkLine(example.help, of: "the help of the example '\(example.commandLine)'", &found)
        }
    }

    // MARK: Options

    private static func checkOptions(_ path: CommandPath, _ found: inout [String]) {
        for name in repetitions(in: path.options.map(\.longSpelling)) { found.append("two options \(name)") }
        for name in repetitions(in: path.options.compactMap(\.shortSpelling)) { found.append("two options \(name)") }
        for option in path.command.options {
            let name = option.longSpelling
            if !isName(option.long) || option.long.count < 2 {
                found.append("\(name) is not two or more small letters, digits and dashes")
            }
            if let short = option.short, !(short.isASCII && (short.isLetter || short.isNumber)) {
                found.append("\(name): -\(short) is not an ASCII letter or digit")
            }
            checkLine(option.help, of: "the help of \(name)", &found)
            if let value = option.value { checkValue(value, of: name, &found) }
            checkDefault(option, &found)
        }
        for set in path.command.exclusive {
            if set.count < 2 { found.append("an exclusive set holds fewer than two options") }
            for name in repetitions(in: set) { found.append("an exclusive set holds --\(name) twice") }
            for name in set where !path.options.contains(where: { $0.long == name }) {
                found.append("an exclusive set holds --\(name), which the command has not")
            }
        }
    }

    private static func checkDefault(_ option: OptionDeclaration, _ found: inout [String]) {
        guard let text = option.defaultText, let parse = option.parse else { return }
        do throws(ValueProblem) { _ = try parse(text) } catch {
            found.append("the default of \(option.longSpelling) is refused: \(error.message)")
        }
    }

    private static func checkValue(_ value: ValueShape, of owner: String, _ found: inout [String]) {
        if !isCapital(value.name) { found.append("\(owner): the value's name '\(value.name)' is not in capitals") }
        let words = value.completion.words ?? []
        for word in repetitions(in: words.map(\.text)) { found.append("\(owner): two choices \(word)") }
        for word in words {
            if !isWord(word.text) { found.append("\(owner): the choice '\(word.text)' needs quotation in a shell") }
            if word.help.contains(where: \.isNewline) {
                found.append("\(owner): the help of \(word.text) has a line break")
            }
        }
        if case .list = value.completion {
            for word in words where word.text.contains(",") {
                found.append("\(owner): the choice \(word.text) has a comma, in a list with commas between")
            }
        }
        let explained = value.choices.count { !$0.help.isEmpty }
        if explained != 0, explained != value.choices.count { found.append("\(owner): not every choice has help") }
    }

    // MARK: Operands

    private static func checkOperands(_ command: Command, _ found: inout [String]) {
        for name in repetitions(in: command.operands.map(\.value.name)) { found.append("two operands \(name)") }
        for operand in command.operands {
            let name = operand.value.name
            checkLine(operand.help, of: "the help of \(name)", &found)
            checkValue(operand.value, of: name, &found)
            if operand.count.lowerBound < 0 || operand.count.upperBound < 1 {
                found.append("\(name): a count of \(operand.count.lowerBound) to \(operand.count.upperBound)")
            }
        }
        if command.operands.count(where: { $0.count.lowerBound != $0.count.upperBound }) > 1 {
            found.append("more than one operand whose count varies")
        }
        if command.operands.count > 1, command.operands.contains(where: \.isCommandLine) {
            found.append("an operand beside a command line")
        }
    }

    // MARK: Text

    private static func checkText(_ path: CommandPath, width: Int, _ found: inout [String]) {
        let command = path.command
        for text in texts(of: command) where Markup.isUnbalanced(text) {
            found.append("a backquote is not closed in '\(text)'")
        }
        let blocks = command.description + command.notes + command.bugs
        for case .table(let headings, let rows) in blocks {
            if headings.count < 2 || rows.contains(where: { $0.count != headings.count }) {
                found.append("a table's rows and headings differ in number, or are fewer than two")
                return
            }
        }
        for line in path.helpText(width: width).split(separator: "\n") where line.count > width {
            found.append("a line of help text is wider than \(width): \(line)")
        }
    }

    private static func texts(of command: Command) -> [String] {
        let entries = command.environment + command.files
        return [command.summary]
            + command.options.map(\.help)
            + command.operands.map(\.help)
            + command.exitStatuses.map(\.help)
            + command.examples.map(\.help)
            + entries.flatMap { [$0.term, $0.help] }
            + (command.description + command.notes + command.bugs).flatMap(texts(of:))
    }

    private static func texts(of block: Block) -> [String] {
        switch block {
        case .paragraph(let text): [text]
        case .definitions(let definitions): definitions.flatMap { [$0.term, $0.help] + $0.items.map(\.help) }
        case .example: []
        case .table(let headings, let rows): headings + rows.flatMap(\.self)
        }
    }

    /// One line that is neither empty nor a sentence with a full stop.
    private static func checkLine(_ line: String, of owner: String, _ found: inout [String]) {
        if line.isEmpty { found.append("\(owner) is empty") }
        if line.hasSuffix(".") { found.append("\(owner) ends in a full stop") }
        if line.contains(where: \.isNewline) { found.append("\(owner) has a line break") }
        if line.hasPrefix(" ") || line.hasSuffix(" ") { found.append("\(owner) begins or ends in a space") }
    }

    // MARK: Words

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, isSmall(first) else { return false }
        return name.utf8.allSatisfy { isSmall($0) || isDigit($0) || $0 == UInt8(ascii: "-") } && !name.hasSuffix("-")
    }

    private static func isSmall(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

    private static func isCapital(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }

    /// Whether no shell sees more in it than a word.
    private static func isWord(_ word: String) -> Bool {
        !word.isEmpty && !word.hasPrefix("-")
            && word.utf8.allSatisfy { byte in
                isSmall(byte | 0x20) || isDigit(byte) || "-_.:+@%/=,".utf8.contains(byte)
            }
    }

    private static func repetitions(in names: [String]) -> [String] {
        var seen: Set<String> = []
        var repeated: [String] = []
        for name in names where !seen.insert(name).inserted && !repeated.contains(name) { repeated.append(name) }
        return repeated
    }
}
