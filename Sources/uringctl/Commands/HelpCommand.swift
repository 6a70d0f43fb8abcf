import Arguments

/// `uringctl help [COMMAND]`.
enum HelpCommand {
    static let subject = Operand(
        optional: .word("COMMAND", from: CommandTable.commandNames),
        help: "what to explain; all commands when left out")

    static let declaration = Command(
        "help",
        summary: "explain a command",
        description: ["Prints what `--help` prints."],
        operands: [subject],
        exitStatuses: CommandTable.plainExitStatuses)

    static func run(_ parsed: Parsed) -> Int32 {
        do throws(ParseError) {
            return Console.show(try CommandTable.root.path(to: [parsed[subject]].compactMap(\.self)).helpText())
        } catch {
            Console.complain(error.message)
            Console.complainWithoutName(error.advice)
            return 2
        }
    }
}
