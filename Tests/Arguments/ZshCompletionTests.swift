import Foundation
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
        ("uringctl exec ", ["--"]),
        ("uringctl exec -- dirnam", ["dirname"]),
        ("uringctl exec -t 1s -- cat zi", ["zig zag", "zigzag"]),
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

    /// Presses the completion key at the end of each line in an interactive zsh on a terminal of its own, in which
    /// `compadd`, through which all offers pass, writes them down.
    private func capture(_ lines: [String], of table: Command) throws -> [String: (words: [String], help: [String])] {
        let folder = try TemporaryFolder()
        _ = try folder.file("zig zag")
        try FileManager.default.createDirectory(at: folder.url("zigzag"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(at: folder.url("functions"), withIntermediateDirectories: true)
        let name = CompletionShell.zsh.fileName(for: table.name)
        _ = try folder.file("functions/\(name)", table.completionScript(for: .zsh))
        _ = try folder.file("lines", lines.joined(separator: "\n"))
        _ = try folder.file("driver", Self.driver)
        let outer = """
            zmodload zsh/zpty || exit 9
            zpty session zsh -f -i
            zpty -w session "source ./driver"
            zpty -w -n session $'\\C-x\\C-x'
            zpty -r -m session output '*CAPTURE-END*'
            zpty -d session
            """
        let finished = try Shell.run(
            "zsh", ["-f", "-c", outer], environment: ["ZDOTDIR": folder.path, "TERM": "xterm"], in: folder.path)
        try #require(finished.status == 0, "\(finished)")
        var captured: [String: (words: [String], help: [String])] = [:]
        var current = ""
        for line in try String(contentsOf: folder.url("captured"), encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map { $0.filter { $0 != "\\" } }
            if parts[0] == ">" {
                current = parts[1]
                captured[current] = ([], [])
            } else if captured[current]?.words.contains(parts[0]) == false {
                captured[current]?.words.append(parts[0])
                captured[current]?.help.append(parts[1])
            }
        }
        return captured
    }

    private static let driver = """
        PROMPT= RPROMPT=
        fpath=($PWD/functions $fpath)
        autoload -Uz compinit
        compinit -D -u
        compadd() {
            local -a hits help
            if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then
                builtin compadd "$@"
                return
            fi
            local at=${@[(i)-d]}
            if ((at < $#)); then
                at=${@[at+1]}
                if [[ $at == \\(* ]]; then eval "help=$at"; else help=("${(@P)at}"); fi
            fi
            builtin compadd -A hits -D help "$@"
            local index
            for ((index = 1; index <= $#hits; index++)); do
                print -r -- "$IPREFIX${hits[index]}"$'\\t'"${help[index]}" >> captured
            done
            builtin compadd "$@"
        }
        record() {
            local line
            for line in "${(@f)$(<lines)}"; do
                print -r -- ">"$'\\t'"$line" >> captured
                BUFFER=$line CURSOR=$#line
                zle complete-word
            done
            BUFFER=
            print CAPTURE-"END"
        }
        zle -N record
        bindkey '^X^X' record

        """
}
