/// Writes a report for a person at a terminal: the answer first and last, then as much as was asked for.
package struct TextWriter: Sendable {
    /// Columns to fill, at least 40.
    package var width: Int
    /// Whether to stress words by colour; what they say stays the same.
    package var isColoured: Bool
    /// Whether to show the sections that are left out unasked.
    package var showsAll: Bool

    package init(width: Int = 80, isColoured: Bool = false, showsAll: Bool = false) {
        self.width = max(40, width)
        self.isColoured = isColoured
        self.showsAll = showsAll
    }

    package func write(_ report: Report) -> String {
        var lines = Printable.wrapped(Printable.line(report.headline), width: width).map(bold)
        if !report.shownSummary.isEmpty { lines += [""] + labelled(report.shownSummary.map { ($0.label, $0.text) }) }
        let wanted = report.only ?? []
        for section in report.sections where section.isBrief || showsAll || wanted.contains(section.key) {
            let body = self.body(of: section)
            if !body.isEmpty { lines += ["", bold(section.title)] + body }
        }
        lines += ["", toned(Printable.line(report.conclusion), report.tone)]
        return lines.joined(separator: "\n") + "\n"
    }

    private func body(of section: Section) -> [String] {
        switch section.content {
        case .fields(let fields):
            labelled(fields.filter { $0.text != "" }.map { ($0.label, $0.text ?? $0.value.words) })
        case .table(let table): table.rows.isEmpty ? [] : lines(of: table)
        case .restated(_, let tables): Array(tables.map(lines(of:)).joined(separator: [""]))
        case .absent: []
        }
    }

    /// Two columns, the second one wrapped within itself.
    private func labelled(_ pairs: [(label: String, text: String)]) -> [String] {
        let labelWidth = max(12, pairs.map(\.label.count).max() ?? 0)
        return pairs.flatMap { pair in
            hanging("  " + Printable.padded(pair.label, to: labelWidth) + "  ", Printable.line(pair.text))
        }
    }

    /// Columns as wide as their longest cell; the last one is wrapped within itself. No line of headings where all are
    /// empty.
    private func lines(of table: Table) -> [String] {
        let (headings, rows) = table.shown
        let heads = headings.allSatisfy(\.isEmpty) ? [] : [ShownRow(words: headings)]
        let widths = headings.indices.map { column in (heads + rows).map { $0.words[column].count }.max() ?? 0 }
        let labelWidth = rows.flatMap(\.below).map(\.label.count).max() ?? 0
        return (heads + rows).flatMap { row -> [String] in
            let lead = zip(row.words, widths).dropLast().map { Printable.padded($0, to: $1) + "  " }
            return hanging("  " + lead.joined(), row.words.last ?? "")
                + row.below.flatMap { label, texts in
                    texts.enumerated().flatMap { index, text in
                        hanging("      " + Printable.padded(index == 0 ? label : "", to: labelWidth) + "  ", text)
                    }
                }
        }
    }

    /// `text` after `lead`, continued below its own beginning; with no trailing space.
    private func hanging(_ lead: String, _ text: String) -> [String] {
        let pieces = Printable.wrapped(text, width: max(20, width - lead.count))
        return pieces.enumerated().map { index, piece in
            var line = (index == 0 ? lead : String(repeating: " ", count: lead.count)) + piece
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    private func bold(_ text: String) -> String { isColoured ? "\u{1b}[1m\(text)\u{1b}[0m" : text }

    private func toned(_ text: String, _ tone: Tone) -> String {
        guard isColoured else { return text }
        let colour =
            switch tone {
            case .good: "32"
            case .bad: "31"
            case .unsure: "33"
            }
        return "\u{1b}[1;\(colour)m\(text)\u{1b}[0m"
    }
}
