import Testing

@testable import Arguments

@Suite struct TableInvariantsTests {
    @Test func aSoundTableHasNoProblems() {
        #expect(TableInvariants.problems(in: Sample.root) == [])
    }

    /// A command with one thing wrong, and what is found.
    struct Planted: CustomTestStringConvertible, Sendable {
        let command: Command
        let found: String
        var testDescription: String { found }

        init(_ command: Command, _ found: String) { (self.command, self.found) = (command, found) }

        init(_ options: [any AnyOption], exclusive: [[any AnyOption]] = [], _ found: String) {
            self.init(Command("t", summary: "test", options: options, exclusive: exclusive), found)
        }

        init(_ operands: [any AnyOperand], _ found: String) {
            self.init(Command("t", summary: "test", operands: operands), found)
        }
    }

    private static let quiet = Option(long: "quiet", short: "q", help: "be quiet")
    private static let file = Operand(value: .file(), help: "file")
    private static let rest = Operand(commandLine: .program("PROGRAM"), count: 1...2, help: "program")

    private static func choices(_ choices: [Choice<Int>]) -> [any AnyOption] {
        [Option(long: "number", value: .choice("NUMBER", choices), help: "number")]
    }

    private static let commands: [Planted] = [
        Planted(Command("T", summary: "test"), "T: the name is not small letters, digits and dashes"),
        Planted(Command("t-", summary: "test"), "t-: the name is not small letters, digits and dashes"),
        Planted(Command("t", summary: ""), "t: the summary is empty"),
        Planted(Command("t", summary: "test."), "t: the summary ends in a full stop"),
        Planted(Command("t", summary: "a\nb"), "t: the summary has a line break"),
        Planted(Command("t", summary: " a"), "t: the summary begins or ends in a space"),
        Planted(Command("t", summary: "a `b"), "t: a backquote is not closed in 'a `b'"),
        Planted(
            Command("t", summary: "test", subcommands: [Command("a", summary: "a"), Command("a", summary: "a")]),
            "t: two subcommands a"),
        Planted(
            Command("t", summary: "test", subcommands: [Command("a", summary: "")]), "t a: the summary is empty"),
        Planted(
            Command("t", summary: "test", operands: [file], subcommands: [Command("a", summary: "a")]),
            "t: operands beside subcommands are never reached"),
        Planted(
            Command("t", summary: "test", exitStatuses: [ExitStatus(256, help: "a")]),
            "t: exit status 256 is not within 0 to 255"),
        Planted(
            Command("t", summary: "test", exitStatuses: [ExitStatus(1, help: "a"), ExitStatus(1, help: "b")]),
            "t: exit status 1 explained twice"),
        Planted(
            Command("t", summary: "test", environment: [Definition("HOME", "")]), "t: HOME has no help"),
        Planted(
            Command("t", summary: "test", examples: [Example("", help: "nothing")]),
            "t: an example has no command line"),
        Planted(
            Command("t", summary: "test", examples: [Example(String(repeating: "x", count: 79), help: "wide")]),
            "t: a line of help text is wider than 80:   \(String(repeating: "x", count: 79))"),
        Planted(
            Command("t", summary: "test", notes: [.table(headings: ["a", "b"], rows: [["c"]])]),
            "t: a table's rows and headings differ in number, or are fewer than two"),
    ]

    private static let options: [Planted] = [
        Planted([quiet, Option(long: "quiet", help: "again")], "t: two options --quiet"),
        Planted([quiet, Option(long: "query", short: "q", help: "ask")], "t: two options -q"),
        Planted([Option(long: "host", short: "h", help: "host")], "t: two options -h"),
        Planted([Option(long: "version", help: "mine")], "t: two options --version"),
        Planted([Option(long: "Quiet", help: "a")], "t: --Quiet is not two or more small letters, digits and dashes"),
        Planted([Option(long: "a_b", help: "a")], "t: --a_b is not two or more small letters, digits and dashes"),
        Planted([Option(long: "q", help: "a")], "t: --q is not two or more small letters, digits and dashes"),
        Planted([Option(long: "quiet", short: "?", help: "a")], "t: --quiet: -? is not an ASCII letter or digit"),
        Planted([Option(long: "quiet", help: "")], "t: the help of --quiet is empty"),
        Planted([Option(long: "quiet", help: "shh.")], "t: the help of --quiet ends in a full stop"),
        Planted(
            [Option(long: "out", value: .file("file"), help: "a")],
            "t: --out: the value's name 'file' is not in capitals"),
        Planted(choices([Choice("a", 1), Choice("a", 2)]), "t: --number: two choices a"),
        Planted(choices([Choice("a b", 1)]), "t: --number: the choice 'a b' needs quotation in a shell"),
        Planted(choices([Choice("-a", 1)]), "t: --number: the choice '-a' needs quotation in a shell"),
        Planted(choices([Choice("a", 1, help: "one"), Choice("b", 2)]), "t: --number: not every choice has help"),
        Planted(choices([Choice("a", 1, help: "one\ntwo")]), "t: --number: the help of a has a line break"),
        Planted(
            [Option(long: "list", values: .words("WORDS") { [Word("a,b")] }, help: "words")],
            "t: --list: the choice a,b has a comma, in a list with commas between"),
        Planted(
            [Option(long: "count", value: .integer("COUNT", in: 1...4), default: 9, help: "number")],
            "t: the default of --count is refused: 9 is out of bounds; give 1 to 4"),
        Planted([quiet], exclusive: [[quiet]], "t: an exclusive set holds fewer than two options"),
        Planted([quiet], exclusive: [[quiet, quiet]], "t: an exclusive set holds --quiet twice"),
        Planted(
            [quiet], exclusive: [[quiet, Sample.json]], "t: an exclusive set holds --json, which the command has not"),
    ]

    private static let operands: [Planted] = [
        Planted([file, file], "t: two operands FILE"),
        Planted([Operand(value: .file(), help: "")], "t: the help of FILE is empty"),
        Planted([Operand(value: .file("file"), help: "a")], "t: file: the value's name 'file' is not in capitals"),
        Planted([Operand(values: .file(), count: 0...0, help: "a")], "t: FILE: a count of 0 to 0"),
        Planted(
            [Operand(optional: .file("A"), help: "a"), Operand(optional: .file("B"), help: "b")],
            "t: more than one operand whose count varies"),
        Planted([rest, file], "t: an operand beside a command line"),
        Planted([file, rest], "t: an operand beside a command line"),
    ]

    @Test(arguments: commands + options + operands)
    func aPlantedProblemIsFound(_ planted: Planted) {
        let problems = TableInvariants.problems(in: planted.command)
        #expect(problems.contains(planted.found), "found instead: \(problems)")
    }

    @Test func anInheritedOptionMayNotBeDeclaredAgain() {
        let table = Command(
            "t", summary: "test", options: [Self.quiet],
            subcommands: [Command("a", summary: "a", options: [Self.quiet])])
        #expect(TableInvariants.problems(in: table) == ["t a: two options --quiet", "t a: two options -q"])
    }
}
