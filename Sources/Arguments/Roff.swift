/// A writer of man(7) source.
struct Roff {
    private(set) var text: String
    /// Whether a paragraph that follows needs a macro to begin it.
    private var needsBreak = false

    private static let lineWidth = 75

    init(name: String, section: Int, date: String, source: String, hasTables: Bool) {
        // The first line tells man(1) to run tbl(1).
        text = hasTables ? "'\\\" t\n" : ""
        line(".TH \(Self.argument(name)) \(section) \(Self.argument(date)) \(Self.argument(source))")
    }

    mutating func line(_ line: String) { text += line + "\n" }

    mutating func heading(_ heading: String) {
        line(".SH \(Self.argument(heading))")
        needsBreak = false
    }

    mutating func blocks(_ blocks: [Block]) {
        for block in blocks {
            switch block {
            case .paragraph(let text):
                if needsBreak { line(".PP") }
                filled(Markup.runs(of: text))
            case .definitions(let definitions): self.definitions(definitions)
            case .example(let text): example(text)
            case .table(let headings, let rows): table(headings, rows)
            }
            needsBreak = true
        }
    }

    mutating func references(_ references: [PageReference]) {
        for (index, reference) in references.enumerated() {
            let comma = index < references.count - 1 ? "," : ""
            line(".BR \(Self.escaped(reference.name, literally: true)) (\(reference.section))\(comma)")
        }
    }

    private mutating func definitions(_ definitions: [Definition]) {
        for definition in definitions {
            line(".TP")
            line(Self.protected(Self.escaped(Markup.runs(ofTerm: definition.term))))
            if definition.help.isEmpty { line("\\&") } else { filled(Markup.runs(of: definition.help)) }
            guard !definition.items.isEmpty else { continue }
            line(".RS")
            self.definitions(definition.items)
            line(".RE")
        }
    }

    private mutating func example(_ text: String) {
        if needsBreak { line(".PP") }
        line(".RS 4")
        line(".EX")
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            self.line(Self.protected(Self.escaped(String(line), literally: true)))
        }
        line(".EE")
        line(".RE")
    }

    private mutating func table(_ headings: [String], _ rows: [[String]]) {
        if needsBreak { line(".PP") }
        line(".TS")
        line(headings.map { _ in "lB" }.joined(separator: " "))
        line((headings.dropLast().map { _ in "l" } + ["lx."]).joined(separator: " "))
        line(headings.map { Self.escaped($0) }.joined(separator: "\t"))
        for row in rows {
            line(row.dropLast().map { Self.escaped(Markup.runs(of: $0)) }.joined(separator: "\t") + "\tT{")
            filled(Markup.runs(of: row.last ?? ""))
            line("T}")
        }
        line(".TE")
    }

    /// Source lines broken at spaces; roff fills them anew.
    private mutating func filled(_ runs: [Markup.Run]) {
        for line in TextLayout.wrapped(Self.escaped(runs), width: Self.lineWidth) { self.line(Self.protected(line)) }
    }

    // MARK: Escapes

    static func escaped(_ runs: [Markup.Run]) -> String {
        runs.map { run in
            switch run {
            case .plain(let text): escaped(text)
            case .literal(let text): "\\fB\(escaped(text, literally: true))\\fR"
            case .placeholder(let text): "\\fI\(escaped(text))\\fR"
            }
        }.joined()
    }

    /// - Parameter literally: every dash is a minus sign, to be copied into a shell, not a hyphen; in prose only one
    ///   that does not stand between letters is.
    static func escaped(_ text: String, literally: Bool = false) -> String {
        var escaped = ""
        var last: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\e"
            case "-": escaped += literally || !isWordPart(last) ? "\\-" : "-"
            case "'" where literally: escaped += "\\(aq"
            case "`": escaped += "\\(ga"
            case "^": escaped += "\\(ha"
            case "~": escaped += "\\(ti"
            case _ where scalar.isASCII: escaped.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                escaped += "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
            }
            last = scalar
        }
        return escaped
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar != " " && scalar != "-" && scalar != "(" && scalar != "[" && scalar != "'" && scalar != "\""
    }

    /// `line` with its first character kept from being a request.
    private static func protected(_ line: String) -> String {
        line.hasPrefix(".") || line.hasPrefix("'") ? "\\&\(line)" : line
    }

    private static func argument(_ text: String) -> String {
        let escaped = String(text.flatMap { $0 == "\\" ? "\\e" : $0 == "\"" ? "\\(dq" : String($0) })
        return escaped.contains(" ") ? "\"\(escaped)\"" : escaped
    }
}
