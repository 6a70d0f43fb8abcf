/// Writes a report as one block to paste into an issue: the answer open to view, the tables folded away.
package enum MarkdownWriter {
    package static func write(_ report: Report) -> String {
        var lines = ["### " + escaped(report.headline), ""]
        if !report.shownSummary.isEmpty {
            lines += table(["", ""], report.shownSummary.map { [$0.label, $0.text] }) + [""]
        }
        for section in report.sections where section.content != .absent {
            lines += ["<details><summary>\(escaped(section.title))</summary>", ""]
            switch section.content {
            case .fields(let fields):
                lines += table(["", ""], fields.filter { $0.text != "" }.map { [$0.label, $0.text ?? $0.value.words] })
            case .table(let content):
                lines += table(content.shownWide.headings, content.shownWide.rows)
            case .restated(_, let tables):
                let blocks = tables.map { table($0.shownWide.headings, $0.shownWide.rows) }
                lines += Array(blocks.joined(separator: [""]))
            case .absent: break
            }
            lines += ["", "</details>", ""]
        }
        return (lines + ["**\(escaped(report.conclusion))**"]).joined(separator: "\n") + "\n"
    }

    private static func table(_ headings: [String], _ rows: [[String]]) -> [String] {
        ["| " + headings.joined(separator: " | ") + " |", "|" + headings.map { _ in "---|" }.joined()]
            + rows.map { "| " + $0.map(escaped).joined(separator: " | ") + " |" }
    }

    /// On one line, with nothing left that Markdown or HTML would read as markup or as a mention.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in Printable.line(text) {
            switch character {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "@": escaped += "&#64;"
            case "\\", "|", "`", "*", "_", "[", "]", "#", "~": escaped += "\\\(character)"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
