import Foundation
import Support
import Testing

@testable import Arguments

private let hasBash = Shell.path(of: "bash") != nil
private let packageScript = "/usr/share/bash-completion/bash_completion"

@Suite struct BashCompletionTests {
    /// What bash offers at the end of a line, with and without the package bash-completion.
    struct Case: CustomTestStringConvertible, Sendable {
        let line: String
        let offered: [String]
        var testDescription: String { line }

        init(_ line: String, _ offered: [String]) { (self.line, self.offered) = (line, offered) }
    }

    static let cases = [
        Case("uringctl ", ["probe", "diff", "join", "exec", "stress", "help"]),
        Case("uringctl pro", ["probe"]),
        Case("/usr/bin/uringctl pro", ["probe"]),
        Case("uringctl chil", []),
        Case("uringctl nonsense ", []),
        Case("uringctl --c", ["--color"]),
        Case("uringctl --color ", ["always", "never"]),
        Case("uringctl --color=n", ["never"]),
        Case("uringctl --color never stress ", ["event", "mutex"]),
        Case("uringctl --color=never stress event --w", ["--waiters"]),
        Case("uringctl stress event --waiters ", []),
        Case("uringctl probe --as", []),
        Case("uringctl probe -C", []),
        Case("uringctl probe --format ", ["text", "json", "markdown"]),
        Case("uringctl probe --format=", ["text", "json", "markdown"]),
        Case("uringctl probe --format=j", ["json"]),
        Case("uringctl probe -qf m", ["markdown"]),
        Case("uringctl probe --f", ["--format"]),
        Case("uringctl probe --format json --f", []),
        Case("uringctl probe -fjson --f", []),
        Case("uringctl probe --json --f", []),
        Case("uringctl probe --require x --r", ["--require"]),
        Case("uringctl probe --require op:", ["ACCEPT", "BIND", "LISTEN"]),
        Case("uringctl probe --require op:B", ["BIND"]),
        Case("uringctl probe -r op:BIND,", ["BIND,op:ACCEPT", "BIND,op:LISTEN", "BIND,feature:FAST_POLL"]),
        Case("uringctl probe --require=op:BIND,op:", ["ACCEPT", "LISTEN"]),
        Case("uringctl probe --only features,", ["features,operations"]),
        Case("uringctl probe --name ", []),
        Case("uringctl probe --output zi", ["zig zag", "zigzag"]),
        Case("uringctl probe --output=zi", ["zig zag", "zigzag"]),
        Case("uringctl probe --scratch zi", ["zigzag"]),
        Case("uringctl probe zi", []),
        Case("uringctl diff zi", ["zig zag", "zigzag"]),
        Case("uringctl diff zigzag zi", ["zig zag", "zigzag"]),
        Case("uringctl diff zigzag zigzag zi", []),
        Case("uringctl diff -- zi", ["zig zag", "zigzag"]),
        Case("uringctl help ", ["probe", "diff"]),
        Case("uringctl exec -- dirnam", ["dirname"]),
        Case("uringctl exec -t 1s dirnam", ["dirname"]),
        Case("uringctl exec -t 1s -- cat --color zi", ["zig zag", "zigzag"]),
        Case("uringctl exec -t 1s cat --color zi", ["zig zag", "zigzag"]),
        Case("uringctl exec cat --dead", []),
    ]

    @Test(.enabled(if: hasBash, "bash is not installed"), arguments: cases)
    func offers(_ sample: Case) throws {
        let offered = try offered(sample.line, after: "source ./uringctl.bash")
        #expect(offered.sorted() == sample.offered.sorted())
    }

    @Test(
        .enabled(
            if: hasBash && FileManager.default.fileExists(atPath: packageScript),
            "bash-completion is not installed"),
        arguments: cases)
    func offersTheSameWhenTheCompletionPackageLoadsIt(_ sample: Case) throws {
        let load = """
            BASH_COMPLETION_USER_DIR=$PWD/user; source \(packageScript)
            if declare -F _comp_load >/dev/null; then _comp_load uringctl; else _completion_loader uringctl; fi
            complete -p uringctl | grep -q _uringctl || exit 9
            """
        #expect(try offered(sample.line, after: load).sorted() == sample.offered.sorted())
    }

    @Test(.enabled(if: hasBash, "bash is not installed"))
    func equalsSignAndColonNeedNotPartWords() throws {
        let load = "source ./uringctl.bash; COMP_WORDBREAKS=$' \\t\\n'"
        #expect(try offered("uringctl probe --format=j", after: load, breaks: []) == ["--format=json"])
        #expect(try offered("uringctl probe --require op:B", after: load, breaks: []) == ["op:BIND"])
        #expect(try offered("uringctl probe --output=zigz", after: load, breaks: []) == ["--output=zigzag"])
    }

    @Test(.enabled(if: hasBash, "bash is not installed"))
    func strictShellsAndOddSeparatorsDoNoHarm() throws {
        let load = "source ./uringctl.bash; set -u; IFS=:; shopt -s nocasematch extglob nullglob"
        #expect(try offered("uringctl probe --format ", after: load) == ["text", "json", "markdown"])
        #expect(try offered("uringctl chil", after: load) == [])
    }

    private func offered(_ line: String, after load: String, breaks: Set<Character> = ["=", ":"]) throws -> [String] {
        try BashSession.offered(line, by: Sample.root.completionScript(for: .bash), after: load, breaks: breaks)
    }
}
