import Arguments

/// `uringctl help [COMMAND]…`.
enum HelpCommand {
    static let subject = Operand(
        values: .word("COMMAND") { CommandTable.paths.map { Word($0.command.name, help: $0.command.summary) } },
        count: 0...CommandTable.depth,
        help: "what to explain, outer command first; all commands when left out")

    static let declaration = Command(
        "help",
        summary: "explain a command",
        description: ["Prints what `--help` prints."],
        operands: [subject],
        exitStatuses: CommandTable.plainExitStatuses)

    static func run(_ parsed: Parsed) -> Int32 {
        do throws(ParseError) {
            return Console.show(try CommandTable.path(to: parsed[subject]).helpText())
        } catch {
            Console.complain(error.message)
            Console.complainWithoutName(error.advice)
            return 2
        }
    }
}
