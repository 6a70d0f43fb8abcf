import Support
import Testing

@testable import Arguments

private let hasFish = Shell.path(of: "fish") != nil

@Suite struct FishCompletionTests {
    @Test(
        .enabled(if: hasFish, "fish is not installed"),
        arguments: [
            ("uringctl ", ["diff", "exec", "help", "join", "probe", "stress"]),
            ("uringctl pro", ["probe"]),
            ("uringctl chil", []),
            ("uringctl --c", ["--color"]),
            ("uringctl --color ", ["always", "never"]),
            ("uringctl --color=n", ["--color=never"]),
            ("uringctl --color never stress ", ["event", "mutex"]),
            ("uringctl --color=never stress event --w", ["--waiters"]),
            ("uringctl probe --as", []),
            ("uringctl probe --format ", ["json", "markdown", "text"]),
            ("uringctl probe --format=j", ["--format=json"]),
            ("uringctl probe -fj", ["-fjson"]),
            ("uringctl probe --json --js", []),
            ("uringctl probe --quiet --js", []),
            ("uringctl probe --require x --req", ["--require"]),
            ("uringctl probe --require op:", ["op:ACCEPT", "op:BIND", "op:LISTEN"]),
            ("uringctl probe --require=op:BIND,op:", ["--require=op:BIND,op:ACCEPT", "--require=op:BIND,op:LISTEN"]),
            ("uringctl probe --only features,", ["features,operations"]),
            ("uringctl probe --name ", []),
            ("uringctl probe --output zi", ["zig zag", "zigzag/"]),
            ("uringctl probe --scratch zi", ["zigzag/"]),
            ("uringctl probe zi", []),
            ("uringctl diff zi", ["zig zag", "zigzag/"]),
            ("uringctl help ", ["diff", "probe"]),
            ("uringctl exec -- dirnam", ["dirname"]),
            ("uringctl exec -t 1s dirnam", ["dirname"]),
            ("uringctl exec -t 1s -- cat zi", ["zig zag", "zigzag/"]),
            ("uringctl exec -t 1s cat zi", ["zig zag", "zigzag/"]),
            ("uringctl exec cat --dead", []),
        ])
    func offers(_ line: String, _ words: [String]) throws {
        #expect(try offered(line).map(\.word).sorted() == words)
    }

    @Test(.enabled(if: hasFish, "fish is not installed"))
    func explains() throws {
        #expect(try offered("uringctl pro").first?.help == "show what io_uring can do here")
        #expect(try offered("uringctl probe --format j").first?.help == "for a program: [json]")
        #expect(try offered("uringctl probe --jso").first?.help == "the same as --format json")
    }

    private func offered(_ line: String) throws -> [(word: String, help: String)] {
        try FishSession.offered(line, by: Sample.root.completionScript(for: .fish))
    }
}
