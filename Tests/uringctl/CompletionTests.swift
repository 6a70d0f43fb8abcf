import Arguments
import Catalog
import Probe
import Support
import Testing

@testable import uringctl

/// The real table in real shells.
@Suite struct CompletionTests {
    /// What is offered for a whole word, without what the shell keeps in front of it.
    static let cases: [(line: String, offered: [String])] = [
        ("uringctl ", ["completions", "exec", "explain", "help", "man", "probe", "repro", "schema", "stress"]),
        ("uringctl pro", ["probe"]),
        ("uringctl ask", []),
        ("uringctl help pr", ["probe"]),
        (
            "uringctl man re",
            ["report", "repro", "repro-dns", "repro-event", "repro-fiber", "repro-log", "repro-mutex", "repro-net"]
        ),
        ("uringctl schema ", ["explain", "probe", "process", "repro", "stress"]),
        ("uringctl measure", []),
        ("uringctl probe --pid 1 --li", []),
        ("uringctl probe --li", ["--limits"]),
        ("uringctl completions z", ["zsh"]),
        ("uringctl run", []),
        ("uringctl help fi", ["fiber"]),
        ("uringctl repro ", ["dns", "event", "fiber", "log", "mutex", "net"]),
        ("uringctl repro dns --case ring", ["ring-goes-on"]),
        ("uringctl repro dns --ex", []),
        ("uringctl repro dns lo", []),
        ("uringctl repro fiber --case no", ["no-sleep"]),
        ("uringctl repro fiber --case no-sleep,sl", ["no-sleep,sleep"]),
        ("uringctl repro fiber --specimen unsaved-r1", ["unsaved-r12", "unsaved-r13", "unsaved-r14", "unsaved-r15"]),
        ("uringctl repro fiber --explain SIGSEGV:SI", ["SIGSEGV:SI_KERNEL:0"]),
        ("uringctl repro fiber --list --js", []),
        ("uringctl repro event --specimen single-waiter-s", ["single-waiter-silent"]),
        ("uringctl repro mutex --case thread-holds,fi", ["thread-holds,fiber-holds"]),
        ("uringctl repro mutex --explain SIGSEGV", ["SIGSEGV:SEGV_MAPERR:0x20", "SIGSEGV:SEGV_MAPERR:0x38"]),
        ("uringctl repro log --specimen blocking-write,h", ["blocking-write,held-lock"]),
        ("uringctl stress ", ["event", "mutex"]),
        ("uringctl stress event --primitive Wake", ["WakeCounter"]),
        ("uringctl stress mutex --pattern misuse,mi", ["misuse,mixed"]),
        ("uringctl exec --deny errno=ENOS", ["errno=ENOSYS"]),
        ("uringctl exec --simulate sys", ["sysctl-like", "systemd", "systemd-errno"]),
        ("uringctl exec --only setup,e", ["setup,enter"]),
        ("uringctl exec --deny kill dirnam", ["dirname"]),
        ("uringctl exec --deny kill -- cat zi", ["zig zag", "zigzag"]),
        ("uringctl explain EPE", ["EPERM"]),
        ("uringctl explain EPERM io_uring_s", ["io_uring_setup"]),
        ("uringctl probe --for", ["--format"]),
        ("uringctl probe --format m", ["markdown"]),
        ("uringctl probe --format json --js", []),
        ("uringctl probe --only op", ["op_flags", "opcodes"]),
        ("uringctl probe --only opcodes,fea", ["opcodes,features"]),
        ("uringctl probe --color n", ["never"]),
        ("uringctl probe -o zi", ["zig zag", "zigzag"]),
        ("uringctl probe --require op:BI", ["op:BIND"]),
        ("uringctl probe --require op:BIND,op:LIS", ["op:BIND,op:LISTEN"]),
        ("uringctl probe --require op:BIND --require feat:SINGLE", ["feat:SINGLE_MMAP"]),
        ("uringctl probe --require reg:REGISTER_QU", ["reg:REGISTER_QUERY"]),
        ("uringctl probe --verify --skip behaviour:sing", ["behaviour:single-issuer"]),
    ]

    @Test(.bounded, .enabled(if: Machine.has("bash"), "bash is not installed"))
    func bashOffers() throws {
        let script = CommandTable.root.completionScript(for: .bash)
        for sample in Self.cases {
            // Readline replaces what follows the last break only: bash parts words at colons and equals signs.
            let last = sample.line.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
            let kept = last.lastIndex { ":=".contains($0) }.map { last[...$0] } ?? ""
            let offered = try BashSession.offered(sample.line, by: script)
            #expect(offered.map { kept + $0 }.sorted() == sample.offered, "\(sample.line)")
        }
    }

    @Test(.bounded, .enabled(if: Machine.has("zsh"), "zsh is not installed"))
    func zshOffers() throws {
        let offered = try ZshSession.offered(
            Self.cases.map(\.line), by: CommandTable.root.completionScript(for: .zsh), file: "_uringctl")
        for sample in Self.cases { #expect(offered[sample.line]?.words.sorted() == sample.offered, "\(sample.line)") }
        #expect(offered["uringctl pro"]?.help == ["probe  -- show what io_uring can do here, and who refuses it"])
    }

    @Test(.bounded, .enabled(if: Machine.has("fish"), "fish is not installed"))
    func fishOffers() throws {
        let script = CommandTable.root.completionScript(for: .fish)
        for sample in Self.cases {
            // fish marks folders.
            let words = try FishSession.offered(sample.line, by: script).map(\.word)
            #expect(words.map { $0 == "zigzag/" ? "zigzag" : $0 }.sorted() == sample.offered, "\(sample.line)")
        }
        #expect(
            try FishSession.offered("uringctl probe --require op:BIN", by: script).first?.help
                == Catalog.opcodes.first { $0.name == "BIND" }?.purpose)
    }

    /// Whatever a shell offers is accepted: the table's words are the ones that the parser and the command take.
    @Test func everyOfferedRequirementIsOne() throws {
        for item in Requirement.all { #expect(throws: Never.self) { try Requirement(item.text) } }
    }
}
