/// A man page, as a value; `roff` writes it.
package struct ManPage: Sendable {
    /// A section after NAME. Its heading is in capitals.
    package struct Section: Sendable {
        package let heading: String
        package let blocks: [Block]

        package init(_ heading: String, _ blocks: [Block]) {
            self.heading = heading
            self.blocks = blocks
        }
    }

    /// `uringctl-probe`.
    package let name: String
    package let section: Int
    /// One line without a full stop.
    package let summary: String
    /// `2026-01-31`.
    package let date: String
    /// The program and its version: `uringctl 1.2.0`.
    package let source: String
    package let sections: [Section]
    package let seeAlso: [PageReference]

    /// - Parameters:
    ///   - sections: those without blocks are left out; SEE ALSO is not among them.
    ///   - seeAlso: in any order; the page itself and repetitions are left out.
    package init(
        _ name: String, section: Int, summary: String, date: String, source: String, sections: [Section],
        seeAlso: [PageReference] = []
    ) {
        self.name = name
        self.section = section
        self.summary = summary
        self.date = date
        self.source = source
        self.sections = sections.filter { !$0.blocks.isEmpty }
        self.seeAlso = Set(seeAlso).subtracting([PageReference(name, section)])
            .sorted { ($0.section, $0.name) < ($1.section, $1.name) }
    }

    /// `uringctl-probe.1`.
    package var fileName: String { "\(name).\(section)" }

    /// The page in the man(7) macros, for man-db and mandoc alike.
    package var roff: String {
        var roff = Roff(name: name, section: section, date: date, source: source, hasTables: hasTables)
        roff.heading("NAME")
        roff.line("\(Roff.escaped(name, literally: true)) \\- \(Roff.escaped(Markup.plain(summary)))")
        for section in sections {
            roff.heading(section.heading)
            roff.blocks(section.blocks)
        }
        if !seeAlso.isEmpty {
            roff.heading("SEE ALSO")
            roff.references(seeAlso)
        }
        return roff.text
    }

    private var hasTables: Bool {
        sections.contains { $0.blocks.contains { if case .table = $0 { true } else { false } } }
    }
}

extension Command {
    /// The pages of this command and of all commands below it that are not hidden.
    ///
    /// - Parameters:
    ///   - version: of the program.
    ///   - date: `2026-01-31`.
    package func manPages(version: String, date: String) -> [ManPage] {
        CommandPath(root: self).visibleDescendants.map { $0.manPage(version: version, date: date) }
    }
}

extension CommandPath {
    /// `uringctl-probe`.
    package var pageName: String { names.joined(separator: "-") }

    package func manPage(version: String, date: String) -> ManPage {
        let command = command
        let relatives =
            commands.indices.dropLast().map { PageReference(pageName(upTo: $0), 1) }
            + visibleDescendants.map { PageReference($0.pageName, 1) }
        let commandList = command.visibleSubcommands.map { Definition("`\(spelling) \($0.name)`", $0.summary) }
        return ManPage(
            pageName, section: 1, summary: command.summary, date: date, source: "\(root.name) \(version)",
            sections: [
                .init("SYNOPSIS", [.paragraph(synopsis)]),
                .init(
                    "DESCRIPTION",
                    command.description.isEmpty ? [.paragraph(HelpText.sentence(command.summary))] : command.description
                ),
                .init("COMMANDS", Self.list(commandList)),
                .init("OPERANDS", Self.list(command.operands.map(\.definition))),
                .init("OPTIONS", Self.list(visibleOptions.map(\.definition))),
                .init("EXIT STATUS", Self.list(command.exitStatuses.map { Definition("\($0.code)", $0.help) })),
                .init("ENVIRONMENT", Self.list(command.environment)),
                .init("FILES", Self.list(command.files)),
                .init("NOTES", command.notes),
                .init("BUGS", command.bugs),
                .init("EXAMPLES", command.examples.flatMap { [.paragraph($0.help), .example($0.commandLine)] }),
            ],
            seeAlso: relatives + command.seeAlso)
    }

    private func pageName(upTo index: Int) -> String { names[...index].joined(separator: "-") }

    private var synopsis: String {
        var words = ["`\(spelling)`"]
        if !visibleOptions.isEmpty { words.append("[{OPTION}]…") }
        if !command.subcommands.isEmpty { words.append("{COMMAND}") }
        return (words + command.operands.map(\.synopsis)).joined(separator: " ")
    }

    private static func list(_ definitions: [Definition]) -> [Block] {
        definitions.isEmpty ? [] : [.definitions(definitions)]
    }
}

extension OptionDeclaration {
    var definition: Definition {
        let names = spellings.map { "`\($0)`" }.joined(separator: ", ")
        return Definition(value.map { "\(names) {\($0.name)}" } ?? names, fullHelp, items: value?.items ?? [])
    }
}

extension OperandDeclaration {
    var definition: Definition { Definition("{\(value.name)}", fullHelp, items: value.items) }

    fileprivate var synopsis: String {
        if isCommandLine {
            let words = "[`--`] {\(value.name)}" + (count.upperBound > 1 ? " [{ARGUMENT}]…" : "")
            return count.lowerBound > 0 ? words : "[\(words)]"
        }
        let name = count.lowerBound > 0 ? "{\(value.name)}" : "[{\(value.name)}]"
        return count.upperBound > 1 ? "\(name)…" : name
    }
}

extension ValueShape {
    /// The choices with their meaning, when they have any.
    var items: [Definition] { choicesAreExplained ? choices.map { Definition($0.text, $0.help) } : [] }
}
