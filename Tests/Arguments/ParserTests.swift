import Testing

@testable import Arguments

/// What `arguments` run, when they are accepted and ask for no help.
func run(_ arguments: [String]) throws -> Parsed {
    guard case .run(let parsed) = try Sample.root.parse(arguments) else {
        throw UnexpectedOutcome(arguments: arguments)
    }
    return parsed
}

func refusal(_ arguments: [String]) -> ParseError? {
    do throws(ParseError) { _ = try Sample.root.parse(arguments) } catch { return error }
    return nil
}

struct UnexpectedOutcome: Error { let arguments: [String] }

@Suite struct ParserTests {
    @Test func absentOptionsReadAsTheirDefaults() throws {
        let parsed = try run(["probe"])
        #expect(parsed.path.names == ["uringctl", "probe"])
        #expect(parsed[Sample.format] == .text)
        #expect(parsed[Sample.json] == false)
        #expect(parsed[Sample.output] == nil)
        #expect(parsed[Sample.require] == [])
        #expect(parsed[Sample.entries] == 64)
        #expect(parsed[Sample.deadline] == 10_000_000_000)
        #expect(parsed[Sample.eventWaiters] == 1, "an option of another command reads as absent")
    }

    @Test(arguments: [
        ["probe", "--format", "json"], ["probe", "--format=json"], ["probe", "-f", "json"], ["probe", "-fjson"],
        ["probe", "-Cf", "json"], ["probe", "-Cfjson"],
    ])
    func aValueIsSpelledInAnyWay(_ arguments: [String]) throws {
        let parsed = try run(arguments)
        #expect(parsed[Sample.format] == .json)
    }

    @Test func valuesAreTyped() throws {
        let parsed = try run([
            "probe", "--entries", "8", "--nice", "-5", "-t250ms", "--only=operations,features", "-r", "op:BIND,x",
            "-r=y", "--name=", "--output=-", "--scratch", "-",
        ])
        #expect(parsed[Sample.entries] == 8)
        #expect(parsed[Sample.nice] == -5)
        #expect(parsed[Sample.deadline] == 250_000_000)
        #expect(parsed[Sample.only] == [.operations, .features])
        #expect(parsed[Sample.require] == [["op:BIND", "x"], ["=y"]], "as in GNU, -r=y has the value =y")
        #expect(parsed[Sample.name] == "")
        #expect(parsed[Sample.output] == "-")
        #expect(parsed[Sample.scratch] == "-")
    }

    @Test func optionsOfTheParentWorkBeforeAndAfterTheCommand() throws {
        #expect(try run(["--color", "never", "probe"])[Sample.color] == false)
        #expect(try run(["stress", "event", "--color=always", "--waiters=3"])[Sample.color] == true)
    }

    @Test func operandsMixWithOptionsAndFillTheirPlaces() throws {
        let parsed = try run(["diff", "a", "--color", "never", "b"])
        #expect(parsed[Sample.before] == "a")
        #expect(parsed[Sample.after] == "b")
        #expect(try run(["diff", "a"])[Sample.after] == nil)
        let joined = try run(["join", "a", "b", "to"])
        #expect(joined[Sample.reports] == ["a", "b"])
        #expect(joined[Sample.target] == "to")
    }

    @Test func dashesEndTheOptions() throws {
        let parsed = try run(["diff", "--", "--color", "-"])
        #expect(parsed[Sample.before] == "--color")
        #expect(parsed[Sample.after] == "-")
        #expect(try run(["--", "diff", "-x"])[Sample.before] == "-x")
    }

    @Test(arguments: [[], ["--"]])
    func whatFollowsAProgramIsItsOwn(_ dashes: [String]) throws {
        let parsed = try run(["exec", "-t", "1s"] + dashes + ["ls", "--help", "", "--", "-t", "-V"])
        #expect(parsed[Sample.program] == ["ls", "--help", "", "--", "-t", "-V"])
        #expect(parsed[Sample.deadline] == 1_000_000_000)
        #expect(try run(["exec"] + dashes + ["", "-t", "2s"])[Sample.program] == ["", "-t", "2s"])
    }

    @Test func aProgramsNameMayBeginWithADashAfterDashes() throws {
        #expect(try run(["exec", "--", "--", "-t"])[Sample.program] == ["--", "-t"])
        #expect(try run(["exec", "-"])[Sample.program] == ["-"])
    }

    @Test func aNegativeNumberIsAnOperandWhereItMayBe() throws {
        let number = Operand(values: .integer("NUMBER", in: -9...9), count: 0...3, help: "numbers")
        let table = Command("t", summary: "test", operands: [number])
        guard case .run(let parsed) = try table.parse(["-7", "3", "-9"]) else { throw UnexpectedOutcome(arguments: []) }
        #expect(parsed[number] == [-7, 3, -9])
        #expect(throws: ParseError(.unknownOption("-1", near: []), at: try Sample.root.path(to: ["diff"]))) {
            try run(["diff", "-1"])
        }
    }

    @Test(arguments: [
        ["--help"], ["-h"], ["probe", "--help"], ["probe", "-qh"], ["stress", "-h", "--nonsense"],
        ["diff", "--help"], ["child-main", "--help"],
    ])
    func helpIsAnsweredAtAnyLevel(_ arguments: [String]) throws {
        guard case .help(let path) = try Sample.root.parse(arguments) else {
            throw UnexpectedOutcome(arguments: arguments)
        }
        #expect(path.names.dropFirst() == arguments.filter { !$0.hasPrefix("-") }[...])
    }

    @Test(arguments: [["--version"], ["probe", "-V"], ["-V", "nonsense"]])
    func versionIsAnsweredAtAnyLevel(_ arguments: [String]) throws {
        guard case .version = try Sample.root.parse(arguments) else { throw UnexpectedOutcome(arguments: arguments) }
    }

    @Test func hiddenCommandsAndOptionsAreParsed() throws {
        #expect(try run(["child-main"]).path.command.name == "child-main")
        #expect(try run(["probe", "--as-child"])[Sample.internalFlag])
    }

    @Test func aPathIsFoundByNames() throws {
        #expect(try Sample.root.path(to: ["stress", "event"]).spelling == "uringctl stress event")
        #expect(throws: ParseError(.unknownCommand("evnt", near: ["event"]), at: try Sample.root.path(to: ["stress"])))
        {
            try Sample.root.path(to: ["stress", "evnt"])
        }
    }
}
