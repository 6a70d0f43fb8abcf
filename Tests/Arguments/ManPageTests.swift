import Support
import Testing

@testable import Arguments

@Suite struct ManPageTests {
    static let pages = Sample.root.manPages(version: "1.2", date: "2026-01-31") + [formats]

    /// A page of prose, with what is hard to write in roff.
    static let formats = ManPage(
        "uringctl-report", section: 5, summary: "reports of uringctl", date: "2026-01-31", source: "uringctl 1.2",
        sections: [
            .init(
                "DESCRIPTION",
                [
                    ".starts with a dot, has a back\\slash, a --dash, well-known, \"quotes\", 'ticks', ~ and ^ and ….",
                    "'begins with an apostrophe\n.and goes on",
                    .example(".dot 'first'\n\\back -x\n\n    indented `so`"),
                    .table(
                        headings: ["field", "meaning"],
                        rows: [["schema", "name of the `format`, and its version"], ["verdict", "one word"]]),
                    "After the table.",
                ]),
            .init("EMPTY", []),
            .init("NOTES", [.definitions([Definition("a-b", "", items: [Definition("{X}", "inner")])]), "Last."]),
        ],
        seeAlso: [
            PageReference("z", 1), PageReference("uringctl-report", 5), PageReference("a", 7), PageReference("z", 1),
        ])

    static func page(_ name: String) throws -> ManPage { try #require(pages.first { $0.name == name }) }

    @Test func thereIsAPageForEveryVisibleCommand() {
        #expect(
            Self.pages.map(\.fileName) == [
                "uringctl.1", "uringctl-probe.1", "uringctl-diff.1", "uringctl-join.1", "uringctl-exec.1",
                "uringctl-stress.1", "uringctl-stress-event.1", "uringctl-stress-mutex.1", "uringctl-help.1",
                "uringctl-report.5",
            ])
    }

    @Test func sectionsFollowTheConvention() throws {
        let headings = try Self.page("uringctl-probe").roff.split(separator: "\n").filter { $0.hasPrefix(".SH") }
        #expect(
            headings.map { $0.dropFirst(4).filter { $0 != "\"" } } == [
                "NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "ENVIRONMENT", "FILES", "NOTES", "BUGS",
                "EXAMPLES", "SEE ALSO",
            ])
        #expect(try Self.page("uringctl-probe").roff.hasPrefix(".TH uringctl-probe 1 2026-01-31 \"uringctl 1.2\"\n"))
    }

    @Test func seeAlsoIsSortedAndHoldsRelatives() throws {
        let ends = ".SH \"SEE ALSO\"\n.BR uringctl (1),\n.BR io_uring (7)\n"
        #expect(try Self.page("uringctl-probe").roff.hasSuffix(ends))
        #expect(try Self.page("uringctl-stress-event").roff.contains(".BR uringctl (1),\n.BR uringctl\\-stress (1)\n"))
        #expect(Self.formats.roff.hasSuffix(".BR z (1),\n.BR a (7)\n"))
    }

    @Test(arguments: pages.map(\.name))
    func sourceLinesAreShortAndHiddenThingsAbsent(_ name: String) throws {
        let roff = try Self.page(name).roff
        for line in roff.split(separator: "\n") { #expect(line.count <= 90 && line.utf8.allSatisfy { $0 < 0x80 }) }
        #expect(!roff.contains("child"))
    }

    @Test(.enabled(if: Shell.path(of: "mandoc") != nil, "mandoc is not installed"), arguments: pages.map(\.name))
    func mandocFindsNothingToWarnOf(_ name: String) throws {
        let page = try Self.page(name)
        let folder = try TemporaryFolder()
        let file = try folder.file(page.fileName, page.roff)
        let lint = try Shell.run("mandoc", ["-Tlint", "-W", "warning", file])
        #expect(lint.output.isEmpty && lint.errors.isEmpty && lint.status == 0, "\(lint.output)\(page.roff)")
    }

    @Test(.enabled(if: Shell.path(of: "mandoc") != nil, "mandoc is not installed"))
    func mandocShowsWhatIsHardToWrite() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file(Self.formats.fileName, Self.formats.roff)
        expectHardText(try Shell.run("mandoc", ["-Tutf8", "-O", "width=100", file]).output)
    }

    @Test(.enabled(if: Shell.path(of: "man") != nil, "man is not installed"))
    func manShowsWhatIsHardToWrite() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file(Self.formats.fileName, Self.formats.roff)
        let shown = try Shell.run(
            "man", ["--warnings=w", "-l", file],
            environment: ["MANWIDTH": "100", "LC_ALL": "C.UTF-8", "PAGER": "cat"])
        try #require(shown.status == 0, "\(shown.errors)")
        #expect(shown.errors.isEmpty)
        expectHardText(shown.output)
    }

    private func expectHardText(_ shown: String) {
        let text = withoutOverstrikes(shown)
        for line in [
            ".starts with a dot, has a back\\slash, a --dash,", "\"quotes\"", "~ and ^ and", ".dot 'first'",
            "\\back -x",
            "apostrophe .and goes on", "    indented `so`", "After the table.", "name of the format, and its version",
            "a-b", "inner", "Last.",
        ] {
            #expect(text.contains(line), "\(line) is not in:\n\(text)")
        }
    }

    /// A terminal of paper shows bold as a letter struck twice.
    private func withoutOverstrikes(_ text: String) -> String {
        var scalars: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            if scalar == "\u{8}" { scalars.removeLast() } else { scalars.append(scalar) }
        }
        var shown = String.UnicodeScalarView()
        shown.append(contentsOf: scalars)
        return String(shown)
    }
}
