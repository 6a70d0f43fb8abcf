/// What a command found out: one value that every writer shows in its own way.
///
/// Whatever text or Markdown show stands in the JSON too: `headline`, `summary` and `conclusion` as they are, the
/// sections by their keys and values.
package struct Report: Sendable, Equatable {
    /// Names the JSON's form: "uringctl.probe/1". Within a major number members are only added.
    package var schema: String
    /// What was asked for (the keys of sections, the names of rows), or nil for all.
    package var only: [String]?
    /// Members of the JSON document beside its sections; the headline says what they do.
    package var members: [Value.Member]
    /// The answer in one sentence; the first line.
    package var headline: String
    /// What a person should know after ten seconds.
    package var summary: [SummaryLine]
    package var sections: [Section]
    /// The answer in a word or two; the last line, such as "usable: yes".
    package var conclusion: String
    package var tone: Tone

    package init(
        schema: String, only: [String]? = nil, members: [Value.Member] = [], headline: String, summary: [SummaryLine],
        sections: [Section], conclusion: String, tone: Tone
    ) {
        self.schema = schema
        self.only = only
        self.members = members
        self.headline = headline
        self.summary = summary
        self.sections = sections
        self.conclusion = conclusion
        self.tone = tone
    }
}

extension Report {
    /// The summary, or what of it must not be missing where only some sections were asked for.
    var shownSummary: [SummaryLine] { summary.filter { only == nil || $0.isEssential } }
}

/// How the answer is meant; terminals may colour it, words always say it.
package enum Tone: Sendable, Equatable { case good, bad, unsure }

package struct SummaryLine: Sendable, Equatable {
    package var label: String
    package var text: String
    /// Shown also where only some sections were asked for: part of the answer, not of what surrounds it.
    package var isEssential: Bool

    package init(_ label: String, _ text: String, isEssential: Bool = false) {
        self.label = label
        self.text = text
        self.isEssential = isEssential
    }
}

package struct Section: Sendable, Equatable {
    /// The member of the JSON document, and the name under which a user asks for it.
    package var key: String
    package var title: String
    /// Whether text shows it unasked. The JSON always has it.
    package var isBrief: Bool
    package var content: Content

    package enum Content: Sendable, Equatable {
        case fields([Field])
        case table(Table)
        /// A table for JSON, which text and Markdown show in another form, or in several after each other: its rows
        /// against one of its columns, say.
        case restated(Table, shownAs: [Table])
        /// Not asked for: null in JSON, nothing elsewhere.
        case absent
    }

    package init(_ key: String, title: String, isBrief: Bool, fields: [Field]) {
        (self.key, self.title, self.isBrief, content) = (key, title, isBrief, .fields(fields))
    }

    package init(_ key: String, title: String, isBrief: Bool, table: Table) {
        (self.key, self.title, self.isBrief, content) = (key, title, isBrief, .table(table))
    }

    /// A table for JSON, and what the others show of it.
    package init(_ key: String, title: String, isBrief: Bool, table: Table, shownAs shown: [Table]) {
        (self.key, self.title, self.isBrief, content) = (key, title, isBrief, .restated(table, shownAs: shown))
    }

    /// A section that was not asked for.
    package init(absent key: String) { (self.key, title, isBrief, content) = (key, "", false, .absent) }

    /// The section's value in the JSON document.
    package var value: Value {
        switch content {
        case .fields(let fields):
            .object(fields.map { Value.Member($0.key, $0.value) })
        case .table(let table), .restated(let table, _):
            .list(table.rows.map { row in .object(zip(table.columns, row).map { Value.Member($0.key, $1) }) })
        case .absent: .null
        }
    }
}

package struct Field: Sendable, Equatable {
    package var key: String
    package var label: String
    package var value: Value
    /// The value in a person's units, or nil for `value` in words; an empty one keeps the field out of the text.
    package var text: String?

    package init(_ key: String, _ label: String, _ value: Value, text: String? = nil) {
        self.key = key
        self.label = label
        self.value = value
        self.text = text
    }

    /// A field whose label is its key.
    package init(_ key: String, _ value: Value, text: String? = nil) { self.init(key, key, value, text: text) }
}

package struct Table: Sendable, Equatable {
    package struct Column: Sendable, Equatable {
        /// How text shows the column.
        package enum Appearance: Sendable, Equatable {
            /// Under a heading; null as the word given, and of an object the member given. Another member may stand in
            /// parentheses behind the last column's words, where it has a value.
            case headed(String, null: String = "unknown", member: String? = nil, note: String? = nil)
            /// In parentheses behind the last column's words, where there is a value.
            case note
            /// On lines of its own below the row, after this label, where there is a value; a line for each item of a
            /// list, or one for all.
            case below(String, inOneLine: Bool = false)
            /// Not at all: the JSON has it.
            case hidden
        }

        package var key: String
        package var appearance: Appearance

        package init(_ key: String, _ appearance: Appearance) {
            self.key = key
            self.appearance = appearance
        }
    }

    package var columns: [Column]
    /// As many values in each row as there are columns.
    package var rows: [[Value]]

    package init(columns: [Column], rows: [[Value]]) {
        precondition(rows.allSatisfy { $0.count == columns.count }, "a row has a value for each column")
        self.columns = columns
        self.rows = rows
    }

    /// The headings that text shows, each row's words under them, and what stands below the row.
    var shown: (headings: [String], rows: [ShownRow]) {
        var headings: [String] = []
        for column in columns { if case .headed(let heading, _, _, _) = column.appearance { headings.append(heading) } }
        return (headings, rows.map { ShownRow(words: words(of: $0), below: below($0)) })
    }

    /// The same with what stands below a row in columns of its own.
    var shownWide: (headings: [String], rows: [[String]]) {
        var labels: [String] = []
        for column in columns { if case .below(let label, _) = column.appearance { labels.append(label) } }
        let (headings, rows) = shown
        func text(_ label: String, below row: ShownRow) -> String {
            row.below.first { $0.label == label }?.texts.joined(separator: ", ") ?? ""
        }
        return (headings + labels, rows.map { row in row.words + labels.map { text($0, below: row) } })
    }

    private func below(_ row: [Value]) -> [(label: String, texts: [String])] {
        zip(columns, row).compactMap { column, value in
            guard case .below(let label, let inOneLine) = column.appearance, value != .null, value != .list([]) else {
                return nil
            }
            let items = if case .list(let items) = value, !inOneLine { items } else { [value] }
            return (label, items.map { Printable.line($0.words) })
        }
    }

    private func words(of row: [Value]) -> [String] {
        var words: [String] = []
        var notes: [Value] = []
        for (column, value) in zip(columns, row) {
            switch column.appearance {
            case .headed(_, let null, let member, let note):
                let shown = member.flatMap { value[$0] } ?? value
                words.append(Printable.line(shown == .null ? null : shown.words))
                if let note, let text = value[note] { notes.append(text) }
            case .note: notes.append(value)
            case .below, .hidden: break
            }
        }
        guard !words.isEmpty else { return words }
        for note in notes where note != .null { words[words.count - 1] += " (\(Printable.line(note.words)))" }
        return words
    }
}

/// A row as text shows it: a word for each heading, and labelled lines below.
struct ShownRow {
    var words: [String]
    var below: [(label: String, texts: [String])] = []
}
