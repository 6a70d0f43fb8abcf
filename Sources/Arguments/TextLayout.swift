/// Plain text in lines of a given width.
enum TextLayout {
    /// `text` broken at spaces into lines of at most `width` characters; a longer word has a line of its own. Line
    /// breaks in `text` count as spaces.
    static func wrapped(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var length = 0
        for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            let wordLength = word.count
            if length > 0, length + 1 + wordLength > width {
                lines.append(line)
                (line, length) = ("", 0)
            }
            if length > 0 {
                line += " "
                length += 1
            }
            line += word
            length += wordLength
        }
        if length > 0 { lines.append(line) }
        return lines
    }

    /// A term, what it means, and entries of its own below.
    struct Entry {
        var term: String
        var help: String
        var items: [Entry] = []
    }

    /// Terms in one column, what they mean in a second; a term that is too wide for the first has its own line.
    static func columns(_ entries: [Entry], indent: Int, width: Int) -> [String] {
        let widest = 26
        let column = indent + 2 + (entries.map(\.term.count).filter { $0 <= widest }.max() ?? widest)
        let margin = String(repeating: " ", count: column)
        var lines: [String] = []
        for entry in entries {
            let term = String(repeating: " ", count: indent) + entry.term
            let help =
                wrapped(entry.help, width: width - column)
                + columns(entry.items, indent: 2, width: width - column)
            if let first = help.first, term.count + 2 <= column {
                lines.append(padded(term, to: column) + first)
                lines += help.dropFirst().map { margin + $0 }
            } else {
                lines.append(term)
                lines += help.map { margin + $0 }
            }
        }
        return lines
    }

    static func table(headings: [String], rows: [[String]], indent: Int) -> [String] {
        let all = [headings] + rows
        let widths = headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        let margin = String(repeating: " ", count: indent)
        return all.map { row in
            let cells = row.enumerated().map { index, cell in
                index == row.count - 1 ? cell : padded(cell, to: widths[index] + 2)
            }
            return margin + cells.joined()
        }
    }

    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
