import Support
import Testing

@testable import Arguments

@Suite struct ZshCompletionTests {
    /// Lines, and what an interactive zsh offers at their ends.
    static let cases: [(line: String, offered: [String])] = [
        ("uringctl ", ["probe", "diff", "join", "exec", "stress", "help"]),
        ("uringctl pro", ["probe"]),
        ("uringctl chil", []),
        ("uringctl --c", ["--color"]),
        ("uringctl --color ", ["always", "never"]),
        ("uringctl --color never stress ", ["event", "mutex"]),
        ("uringctl stress event --w", ["--waiters"]),
        ("uringctl probe --as", []),
        ("uringctl probe --format ", ["text", "json", "markdown"]),
        ("uringctl probe --format=j", ["--format=json"]),
        ("uringctl probe -fj", ["-fjson"]),
        ("uringctl probe -qf m", ["markdown"]),
        ("uringctl probe --format json --f", []),
        ("uringctl probe --json --f", []),
        ("uringctl probe --require x --r", ["--require"]),
        ("uringctl probe --require op:", ["op:ACCEPT", "op:BIND", "op:LISTEN"]),
        ("uringctl probe --require=op:BIND,op:", ["--require=op:BIND,op:ACCEPT", "--require=op:BIND,op:LISTEN"]),
        ("uringctl probe --only features,", ["features,operations"]),
        ("uringctl probe --name ", []),
        ("uringctl probe --output zi", ["zig zag", "zigzag"]),
        ("uringctl probe --output=zi", ["--output=zig zag", "--output=zigzag"]),
        ("uringctl probe --scratch zi", ["zigzag"]),
        ("uringctl probe zi", []),
        ("uringctl diff zigzag zi", ["zig zag", "zigzag"]),
        ("uringctl diff zigzag zigzag zi", []),
        ("uringctl help ", ["probe", "diff"]),
        ("uringctl exec -- dirnam", ["dirname"]),
        ("uringctl exec -t 1s dirnam", ["dirname"]),
        ("uringctl exec -t 1s -- cat zi", ["zig zag", "zigzag"]),
        ("uringctl exec -t 1s cat zi", ["zig zag", "zigzag"]),
        ("uringctl exec cat --dead", []),
    ]

    @Test(.enabled(if: Shell.path(of: "zsh") != nil, "zsh is not installed"))
    func offersAndExplains() throws {
        let captured = try capture(Self.cases.map(\.line), of: Sample.root)
        for sample in Self.cases {
            #expect(captured[sample.line]?.words == sample.offered, "\(sample.line)")
        }
        #expect(
            captured["uringctl probe --format "]?.help.contains { $0.hasSuffix("json      -- for a program: [json]") }
                == true)
        #expect(captured["uringctl pro"]?.help == ["probe  -- show what io_uring can do here"])
        #expect(
            captured["uringctl probe --require x --r"]?.help.first?.hasSuffix("exit with 1 unless all ITEMS are there")
                == true)
    }

    @Test(.enabled(if: Shell.path(of: "zsh") != nil, "zsh is not installed"))
    func oddHelpComesOutWhole() throws {
        let lines = ["odd-tool --o", "odd-tool --pick ", "odd-tool su"]
        let captured = try capture(lines, of: CompletionScriptTests.tables[1])
        #expect(captured[lines[0]]?.help == ["--odd  -- it's odd: a [b]  \"c\" $d (e)"])
        #expect(captured[lines[1]]?.words == ["a:b"])
        #expect(captured[lines[1]]?.help == ["a:b  -- it's: [x]"])
        #expect(captured[lines[2]]?.help == ["sub-one  -- it's first: $(x)"])
    }

    private func capture(_ lines: [String], of table: Command) throws -> [String: (words: [String], help: [String])] {
        try ZshSession.offered(
            lines, by: table.completionScript(for: .zsh), file: CompletionShell.zsh.fileName(for: table.name))
    }
}
