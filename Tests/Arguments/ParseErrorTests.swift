import Testing

@testable import Arguments

@Suite struct ParseErrorTests {
    @Test(arguments: [
        (["probe", "--fromat", "json"], "unknown option --fromat; did you mean --format?"),
        (["probe", "--form=json"], "unknown option --form; did you mean --format?"),
        (["probe", "--zebra"], "unknown option --zebra"),
        (["probe", "-z"], "unknown option -z"),
        (["probe", "--as-chil"], "unknown option --as-chil"),
        (["--format", "json", "probe"], "option --format belongs after its command: uringctl probe --format"),
        (["prob"], "unknown command 'prob'; did you mean probe?"),
        (["child-mai"], "unknown command 'child-mai'"),
        (["stress", "x"], "unknown command 'x'"),
        (["stress"], "a command is needed: event or mutex"),
        ([], "a command is needed: probe, diff, join, exec, stress or help"),
        (["probe", "--format", "jsn"], "--format: no such format 'jsn'; did you mean json?"),
        (["probe", "-f=json"], "-f: no such format '=json'; did you mean json?"),
        (["probe", "--format=zebra"], "--format: no such format 'zebra'; there is text, json and markdown"),
        (["probe", "--only", "features,ops"], "--only: no such item 'ops'; there is features and operations"),
        (["probe", "--format"], "--format needs a value: text, json or markdown"),
        (["probe", "--output", "--json"], "--output needs a value: FILE"),
        (["probe", "-o", "--", "x"], "-o needs a value: FILE"),
        (["probe", "--entries"], "--entries needs a value: COUNT, 1 to 4096"),
        (["probe", "--format="], "--format: empty value"),
        (["probe", "--only", "features,,operations"], "--only: empty item in the list"),
        (["probe", "--json=yes"], "--json takes no value"),
        (["--help=me"], "--help takes no value"),
        (["probe", "--entries", "0"], "--entries: 0 is out of bounds; give 1 to 4096"),
        (
            ["probe", "--entries", "99999999999999999999"],
            "--entries: 99999999999999999999 is out of bounds; give 1 to 4096"
        ),
        (["probe", "--entries", "+3"], "--entries: '+3' is not a whole number"),
        (["probe", "--entries", "-5"], "--entries needs a value: COUNT, 1 to 4096"),
        (["probe", "--entries=-5"], "--entries: -5 is out of bounds; give 1 to 4096"),
        (["probe", "--deadline", "10"], "--deadline: '10' is not a time with a unit, such as 250ms, 10s or 2m"),
        (["probe", "--deadline", "1us"], "--deadline: 1us is out of bounds; give 1ms to 10m"),
        (["probe", "--deadline", "0"], "--deadline: 0 is out of bounds; give 1ms to 10m"),
        (["probe", "x"], "unexpected operand 'x'"),
        (["diff"], "BEFORE is missing"),
        (["diff", ""], "BEFORE: empty value"),
        (["diff", "a", "b", "c"], "unexpected operand 'c'"),
        (["join", "a"], "TARGET is missing"),
        (["exec", "--"], "PROGRAM is missing"),
        (["exec", "--", "1", "2", "3", "4", "5", "6", "7", "8", "9"], "unexpected operand '9'"),
        (["probe", "--quiet", "-q"], "-q is given more than once"),
        (["--color=never", "probe", "--color", "never"], "--color is given more than once"),
        (["probe", "--json", "-f", "text"], "--json and --format exclude each other"),
        (["probe", "a\u{1B}[31m\n\u{202E}\\"], "unexpected operand 'a\\u{1b}[31m\\n\\u{202e}\\\\'"),
        (["probe", "\u{FFFD}"], "unexpected operand '\\u{fffd}'"),
        (["probe", "--\t=1"], "unknown option --\\t"),
    ])
    func messageNamesTheThing(_ arguments: [String], _ message: String) {
        #expect(refusal(arguments)?.message == message)
    }

    @Test func adviceNamesTheCommand() {
        #expect(refusal(["probe", "--fromat"])?.advice == "Try: uringctl probe --help")
        #expect(refusal(["stress", "event", "x"])?.commandPath == ["uringctl", "stress", "event"])
        #expect(refusal(["--zebra"])?.advice == "Try: uringctl --help")
    }

    @Test func longArgumentsAreCut() throws {
        let message = try #require(refusal(["probe", String(repeating: "é", count: 5000)])?.message)
        #expect(message.count < 100)
        #expect(message.hasSuffix("é…'"))
    }

    @Test func fewOperandsOfManyAreCounted() {
        let files = Operand(values: .file(), count: 2...3, help: "files")
        let table = Command("t", summary: "test", operands: [files])
        let error = #expect(throws: ParseError.self) { try table.parse(["a"]) }
        #expect(error?.message == "2 of FILE are needed, 1 given")
    }
}
