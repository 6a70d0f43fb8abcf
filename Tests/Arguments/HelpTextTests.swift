import Testing

@testable import Arguments

@Suite struct HelpTextTests {
    @Test func showsACommandWhole() throws {
        #expect(
            try Sample.root.path(to: ["exec"]).helpText() == """
                Usage: uringctl exec [OPTION]… [--] PROGRAM [ARGUMENT]…

                Run a program under the deadline.

                Operands:
                  PROGRAM  program to run, and its arguments

                Options:
                  -t, --deadline TIME  give up after TIME (1ms to 10m; default: 10s)
                      --color WHEN     whether to use colour (always or never)
                  -h, --help           print this help and exit
                  -V, --version        print the version and exit

                """)
    }

    @Test func showsChoicesExamplesAndExitStatuses() throws {
        let text = try Sample.root.path(to: ["probe"]).helpText()
        #expect(
            text.contains(
                """
                  -f, --format FORMAT      form of the answer (default: text)
                                             text      for a person
                                             json      for a program: [json]
                """))
        #expect(text.contains("exit with 1 unless all ITEMS are there (may be\n                           repeated)"))
        #expect(text.contains("Examples:\n  uringctl probe --json\n      the answer for a program\n"))
        #expect(text.hasSuffix("Exit status:\n  0  io_uring works here\n  1  it does not\n"))
    }

    @Test func listsCommands() {
        let text = CommandPath(root: Sample.root).helpText()
        #expect(
            text.hasPrefix("Usage: uringctl [OPTION]… COMMAND\n\nDiagnose io_uring.\n\nCommands:\n  probe   show what"))
        #expect(text.hasSuffix("uringctl COMMAND --help tells more about a command.\n"))
    }

    @Test(arguments: CommandPath(root: Sample.root).visibleDescendants.map(\.spelling), [60, 80, 132])
    func noLineIsTooWideOrEndsInSpace(_ spelling: String, width: Int) throws {
        let path = try Sample.root.path(to: spelling.split(separator: " ").dropFirst().map(String.init))
        let text = path.helpText(width: width)
        for line in text.split(separator: "\n") {
            #expect(line.count <= width, "\(line)")
            #expect(!line.hasSuffix(" "), "\(line)")
        }
        #expect(!text.contains("child-main") && !text.contains("as-child") && !text.contains("`"))
        #expect(!text.contains("\n\n\n"))
    }

    @Test func showsBlocks() {
        let table = Block.table(headings: ["field", "meaning"], rows: [["a", "first `one`"], ["long", "second"]])
        let lines = HelpText.lines(of: [table, .example("$ x\n\n  y"), "a\n{FILE} b"], indent: 0, width: 30)
        #expect(
            lines == [
                ["  field  meaning", "  a      first one", "  long   second"], ["    $ x", "", "      y"], ["a FILE b"],
            ])
    }

    @Test func aWideTermHasItsOwnLine() {
        let entries = [
            TextLayout.Entry(term: String(repeating: "t", count: 40), help: "help"), .init(term: "u", help: ""),
        ]
        #expect(
            TextLayout.columns(entries, indent: 1, width: 60)
                == [" " + String(repeating: "t", count: 40), "    help", " u"])
    }
}
