import Arguments

/// `uringctl help [COMMAND]…`.
enum HelpCommand {
    static let subject = Operand(
        values: .word("COMMAND") { words },
        count: 0...CommandTable.depth,
        help: "what to explain, outer command first; all commands when left out")

    static let declaration = Command(
        "help",
        summary: "explain a command",
        description: ["Prints what `--help` prints."],
        operands: [subject],
        exitStatuses: CommandTable.plainExitStatuses)

    /// Each name once; of one that several commands have, who they are.
    private static var words: [Word] {
        let paths = CommandTable.paths
        let names = paths.map(\.command.name)
        return zip(names, paths).enumerated().compactMap { index, item in
            guard names.firstIndex(of: item.0) == index else { return nil }
            let same = paths.filter { $0.command.name == item.0 }
            let help = same.count == 1
                ? item.1.command.summary
                : Phrase.alternatives(same.map { $0.names.dropFirst().joined(separator: " ") })
            return Word(item.0, help: help)
        }
    }

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
