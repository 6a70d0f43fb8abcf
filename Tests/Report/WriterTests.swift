import Foundation
import Testing

@testable import Report

private let sample = Report(
    schema: "sample/1", headline: "it works: 2 of 3",
    summary: [SummaryLine("things", "2 of 3, without C"), SummaryLine("note", String(repeating: "word ", count: 40))],
    sections: [
        Section("facts", title: "facts", isBrief: true, fields: [
            Field("limit", "limit", 8192, text: "8 KiB"), Field("group", nil), Field("hidden", 1, text: ""),
            Field("names", .list(["a", "b"])), Field("none", .list([])),
        ]),
        Section("rows", title: "rows", isBrief: false, table: Table(
            columns: [
                .init("number", .headed("number")), .init("name", .headed("name", null: "-")),
                .init("here", .headed("here")), .init("source", .hidden), .init("detail", .note),
                .init("remedy", .below("try")),
            ],
            rows: [
                [0, "A", true, "x", nil, nil], [1, nil, false, nil, "gone", .list(["another", "one more"])],
                [200, "C", nil, nil, nil, nil],
            ])),
        Section("bare", title: "bare", isBrief: false, table: Table(
            columns: [.init("name", .headed("")), .init("text", .headed(""))], rows: [["a", "b"], ["ccc", "d"]])),
    ],
    conclusion: "usable: yes", tone: .good)

struct JSONWriterTests {
    private func parsed(_ text: String) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    }

    @Test func keysStandInTheirOrder() throws {
        let text = JSONWriter.write(sample)
        let keys = ["schema", "only", "headline", "summary", "facts", "rows", "conclusion"]
        let places = keys.compactMap { text.range(of: "\n  \"\($0)\":")?.lowerBound }
        #expect(places.count == keys.count)
        #expect(places == places.sorted())
        #expect(text.hasSuffix("}\n"))
    }

    @Test func furtherMembersFollowWhatWasAskedFor() {
        var report = sample
        report.members = [.init("kind", "x")]
        #expect(JSONWriter.write(report).contains("\"only\": null,\n  \"kind\": \"x\",\n  \"headline\""))
    }

    @Test func anotherReaderReadsTheSame() throws {
        let document = try #require(try parsed(JSONWriter.write(sample)) as? [String: Any])
        #expect(document["only"] is NSNull)
        let facts = try #require(document["facts"] as? [String: Any])
        #expect(facts["limit"] as? Int == 8192)
        #expect(facts["group"] is NSNull)
        #expect(facts["hidden"] as? Int == 1)
        let rows = try #require(document["rows"] as? [[String: Any]])
        #expect(rows.count == 3)
        #expect(rows[1]["name"] is NSNull)
        #expect(rows[1]["here"] as? Bool == false)
        #expect(rows[1]["detail"] as? String == "gone")
    }

    @Test func everyCharacterSurvives() throws {
        // Surrogates are no scalars; the rest of the planes is covered by every 97th.
        let scalars = (0...0x2FFF as ClosedRange<UInt32>).map { $0 } + stride(from: 0x3000, through: 0x10FFFF, by: 97)
        let text = String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
        let written = JSONWriter.write(.text(text))
        #expect(try parsed(written) as? String == text)
        #expect(!written.dropLast().unicodeScalars.contains { $0.value < 0x20 || 0x7f...0x9f ~= $0.value })
    }

    @Test(arguments: [
        (Value.null, "null\n"), (.boolean(true), "true\n"), (.integer(-5), "-5\n"), (.list([]), "[]\n"),
        (.object([]), "{}\n"), (.list([1, 2]), "[1, 2]\n"), (["a": 1, "b": nil], "{\"a\": 1, \"b\": null}\n"),
        (.integer(.max), "9223372036854775807\n"), (.integer(.min), "-9223372036854775808\n"),
    ] as [(Value, String)])
    func smallValues(value: Value, text: String) {
        #expect(JSONWriter.write(value) == text)
    }
}

struct TextWriterTests {
    private func lines(_ writer: TextWriter) -> [String] {
        writer.write(sample).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test func aListBelowARowHasALineForEachItemOrOneForAll() {
        func text(inOneLine: Bool) -> String {
            let table = Table(
                columns: [.init("name", .headed("name")), .init("fixed", .below("fixed in", inOneLine: inOneLine))],
                rows: [["A", .list(["6.1", "6.2"])], ["B", .list([])]])
            var report = sample
            report.sections = [Section("rows", title: "rows", isBrief: true, table: table)]
            return TextWriter().write(report)
        }
        #expect(text(inOneLine: false).contains("  A\n      fixed in  6.1\n                6.2\n  B\n"))
        #expect(text(inOneLine: true).contains("  A\n      fixed in  6.1, 6.2\n  B\n"))
    }

    @Test func theAnswerIsFirstAndLast() {
        let lines = lines(TextWriter())
        #expect(lines.first == "it works: 2 of 3")
        #expect(lines.suffix(2) == ["usable: yes", ""])
    }

    @Test func onlyBriefSectionsAreShownUnasked() {
        #expect(!TextWriter().write(sample).contains("number"))
        #expect(TextWriter(showsAll: true).write(sample).contains("number"))
        var narrowed = sample
        narrowed.only = ["rows"]
        #expect(TextWriter().write(narrowed).contains("number"))
        #expect(!TextWriter().write(narrowed).contains("2 of 3, without"))
    }

    @Test(arguments: [40, 60, 80, 200]) func noLineIsTooLongOrEndsInSpace(width: Int) {
        for line in lines(TextWriter(width: width, showsAll: true)) {
            #expect(line.count <= width)
            #expect(line.last != " ")
        }
    }

    @Test func wordsNotNumbersSayWhatIsNotKnown() {
        let text = TextWriter(showsAll: true).write(sample)
        #expect(text.contains("  limit         8 KiB\n"))
        #expect(text.contains("  group         unknown\n"))
        #expect(text.contains("  none          none\n"))
        #expect(!text.contains("hidden"))
        #expect(text.contains("\nbare\n  a    b\n  ccc  d\n"))
        #expect(text.contains("  number  name  here\n  0       A     yes\n  1       -     no (gone)\n"))
        #expect(text.contains("no (gone)\n      try  another\n           one more\n  200     C     unknown\n"))
    }

    @Test func colourChangesNoWord() {
        let plain = TextWriter(showsAll: true).write(sample)
        let coloured = TextWriter(isColoured: true, showsAll: true).write(sample)
        #expect(coloured != plain)
        #expect(coloured.replacing(/\u{1b}\[[0-9;]*m/, with: "") == plain)
    }

    @Test func whatCouldDriveATerminalIsEscaped() {
        #expect(Printable.line("a\u{1b}[31mb\u{9b}c\nd\u{202e}e") == "a\\u{1b}[31mb\\u{9b}c d\\u{202e}e")
        #expect(Printable.line("Größe 数 🙂") == "Größe 数 🙂")
    }

    @Test func wrappingKeepsEveryWord() {
        let text = "a bb ccc dddd eeeeeeeeeeeeeeeeeeeeeeeeee f"
        for width in 1...50 {
            let lines = Printable.wrapped(text, width: width)
            #expect(lines.joined(separator: " ") == text)
            #expect(lines.allSatisfy { $0.count <= width || !$0.contains(" ") })
        }
        #expect(Printable.wrapped("", width: 10) == [""])
    }
}

struct MarkdownWriterTests {
    @Test func nothingFromOutsideIsMarkup() {
        var report = sample
        report.headline = "a|b <script> `c` *d* @someone #1 [x](y) & ~z"
        report.summary = [SummaryLine("x", "1|2\n3")]
        let text = MarkdownWriter.write(report)
        #expect(text.hasPrefix("### a\\|b &lt;script&gt; \\`c\\` \\*d\\* &#64;someone \\#1 \\[x\\](y) &amp; \\~z\n"))
        #expect(text.contains("| x | 1\\|2 3 |\n"))
    }

    @Test func sectionsAreFoldedAndClosed() {
        let text = MarkdownWriter.write(sample)
        #expect(text.ranges(of: "<details>").count == sample.sections.count)
        #expect(text.ranges(of: "</details>").count == sample.sections.count)
        #expect(text.hasSuffix("**usable: yes**\n"))
    }

    @Test func everyRowHasAsManyCellsAsItsHeading() {
        var width = 0
        for line in MarkdownWriter.write(sample).split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("|") else { width = 0; continue }
            let cells = line.replacing("\\|", with: "").filter { $0 == "|" }.count
            if width == 0 { width = cells }
            #expect(cells == width)
        }
    }
}
