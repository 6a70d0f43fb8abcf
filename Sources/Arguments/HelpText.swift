extension CommandPath {
    /// The answer to `--help`: usage, what the command does, its commands, operands and options, examples and exit
    /// statuses. Ends with a newline. Lines are at most `width` characters; examples are never broken.
    package func helpText(width: Int = 80) -> String {
        var sections = [usage(width: width), summarySentence(width: width)]
        sections += HelpText.lines(of: command.description, indent: 0, width: width)
        sections += [
            HelpText.section(
                "Commands", command.visibleSubcommands.map { .init(term: $0.name, help: $0.summary) }, width),
            HelpText.section("Operands", command.operands.map { HelpText.entry(for: $0.definition) }, width),
            HelpText.section("Options", visibleOptions.map { HelpText.entry(for: $0) }, width),
            HelpText.examples(command.examples, width),
            HelpText.section(
                "Exit status", command.exitStatuses.map { .init(term: "\($0.code)", help: $0.help) }, width),
        ]
        if !command.visibleSubcommands.isEmpty {
            sections.append(
                TextLayout.wrapped("\(spelling) COMMAND --help tells more about a command.", width: width))
        }
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    /// `uringctl probe [OPTION]… [FILE]…`, in words that may be parted by a line break.
    package var usageWords: [String] {
        var words = [spelling]
        if !visibleOptions.isEmpty { words.append("[OPTION]…") }
        if !command.subcommands.isEmpty { words.append("COMMAND") }
        return words + command.operands.map(\.usage)
    }

    private func usage(width: Int) -> [String] {
        let lines = TextLayout.wrapped(usageWords.joined(separator: " "), width: width - 7)
        return lines.enumerated().map { ($0 == 0 ? "Usage: " : "       ") + $1 }
    }

    private func summarySentence(width: Int) -> [String] {
        TextLayout.wrapped(HelpText.sentence(command.summary), width: width)
    }
}

/// Pieces of help text.
enum HelpText {
    /// `-f, --format FORMAT`, with room for the short option where there is none.
    static func term(of option: OptionDeclaration) -> String {
        let names = option.shortSpelling.map { "\($0), \(option.longSpelling)" } ?? "    \(option.longSpelling)"
        return option.value.map { "\(names) \($0.name)" } ?? names
    }

    static func entry(for option: OptionDeclaration) -> TextLayout.Entry {
        .init(
            term: term(of: option), help: Markup.plain(option.fullHelp),
            items: option.value?.items.map { entry(for: $0) } ?? [])
    }

    static func entry(for definition: Definition) -> TextLayout.Entry {
        .init(
            term: Markup.plain(definition.term), help: Markup.plain(definition.help),
            items: definition.items.map { entry(for: $0) })
    }

    static func section(_ heading: String, _ entries: [TextLayout.Entry], _ width: Int) -> [String] {
        entries.isEmpty ? [] : ["\(heading):"] + TextLayout.columns(entries, indent: 2, width: width)
    }

    static func examples(_ examples: [Example], _ width: Int) -> [String] {
        guard !examples.isEmpty else { return [] }
        return ["Examples:"]
            + examples.flatMap { example in
                ["  \(example.commandLine)"]
                    + TextLayout.wrapped(Markup.plain(example.help), width: width - 6).map { "      \($0)" }
            }
    }

    /// Each block as a section of its own.
    static func lines(of blocks: [Block], indent: Int, width: Int) -> [[String]] {
        let margin = String(repeating: " ", count: indent)
        return blocks.map { block in
            switch block {
            case .paragraph(let text):
                TextLayout.wrapped(Markup.plain(text), width: width - indent).map { margin + $0 }
            case .definitions(let entries):
                TextLayout.columns(entries.map { entry(for: $0) }, indent: indent + 2, width: width)
            case .example(let text):
                text.split(separator: "\n", omittingEmptySubsequences: false).map {
                    $0.isEmpty ? "" : margin + "    " + $0
                }
            case .table(let headings, let rows):
                TextLayout.table(
                    headings: headings, rows: rows.map { $0.map(Markup.plain) }, indent: indent + 2)
            }
        }
    }

    /// A summary line as a sentence of its own.
    static func sentence(_ summary: String) -> String {
        guard let first = summary.first else { return "" }
        return first.uppercased() + summary.dropFirst() + "."
    }
}

extension OptionDeclaration {
    /// The help line with what the table knows besides: choices, limits, default.
    var fullHelp: String {
        var remarks = value?.remarks ?? []
        if let defaultText { remarks.append("default: \(defaultText)") }
        if repeats { remarks.append("may be repeated") }
        return remarks.isEmpty ? help : "\(help) (\(remarks.joined(separator: "; ")))"
    }
}

extension OperandDeclaration {
    /// The help line with what the table knows besides: choices, limits.
    var fullHelp: String {
        value.remarks.isEmpty ? help : "\(help) (\(value.remarks.joined(separator: "; ")))"
    }
}

extension ValueShape {
    /// Whether help text shows each choice on a line of its own.
    var choicesAreExplained: Bool { choices.contains { !$0.help.isEmpty } }

    fileprivate var remarks: [String] {
        var remarks = [limits].compactMap(\.self)
        if !choices.isEmpty, !choicesAreExplained { remarks.append(Phrase.alternatives(choices.map(\.text))) }
        return remarks
    }
}
