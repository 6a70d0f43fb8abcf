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
            return Console.show(try path(to: parsed[subject]).helpText())
        } catch {
            Console.complain(error.message)
            Console.complainWithoutName(error.advice)
            return 2
        }
    }

    /// The outer commands of a name may be left out where only one command has it.
    private static func path(to names: [String]) throws(ParseError) -> CommandPath {
        let named = CommandTable.paths.filter { [$0.command.name] == names }
        return named.count == 1 ? named[0] : try CommandTable.root.path(to: names)
    }
}
