import Arguments

/// `uringctl man [PAGE]…`.
enum ManCommand {
    static let subject = Operand(
        values: .word("PAGE") {
            CommandTable.paths.map { Word(name(of: $0.pageName), help: $0.command.summary) }
                + [Word("report", help: ReportPage.summary)]
        }, count: 0...CommandTable.depth, help: "a command, outer one first, or report for uringctl-report(5)")

    static let declaration = Command(
        "man",
        summary: "print a manual page",
        description: [
            "Prints the source of a manual page, for man(1) to show or for a package to install.",
        ],
        operands: [subject],
        examples: [
            Example("uringctl man probe | man -l -", help: "read it"),
            Example("uringctl man >uringctl.1", help: "keep it"),
        ],
        exitStatuses: CommandTable.plainExitStatuses)

    /// Every page there is, as `man/` holds them.
    static var pages: [ManPage] {
        CommandTable.root.manPages(version: Version.number, date: Version.date) + [ReportPage.page]
    }

    static func run(_ parsed: Parsed) -> Int32 {
        let command = try? CommandTable.path(to: parsed[subject])
        let name = command?.pageName ?? (["uringctl"] + parsed[subject]).joined(separator: "-")
        guard let page = pages.first(where: { $0.name == name }) else {
            let names = pages.map(\.name).filter { $0 != "uringctl" }.map(Self.name)
            let wanted = parsed[subject].joined(separator: "-")
            let inner = names.filter { $0.hasSuffix("-" + wanted) }
            let near = inner.isEmpty ? Suggestion.nearest(to: wanted, among: names) : inner
            let hint = near.isEmpty ? "there is \(Phrase.enumeration(names))" : "did you mean \(Phrase.alternatives(near))?"
            Console.complain("there is no page for '\(Phrase.quoted(wanted))'; \(hint)")
            return 2
        }
        return Console.show(page.roff)
    }

    /// "probe" for the page uringctl-probe.
    private static func name(of page: String) -> String { String(page.dropFirst("uringctl-".count)) }
}
