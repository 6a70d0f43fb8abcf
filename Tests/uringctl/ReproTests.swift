import Children
import Foundation
import Scenarios
import Support
import Testing

@testable import uringctl

/// `uringctl repro fiber` as a whole.
@Suite(.bounded)
struct ReproTests {
    /// Each specimen's outcome: the same in every build but where a check of the runtime is what stops it.
    static func expected(_ name: String, build: String) -> String {
        switch name {
        case "stale-register", "misaligned-entry", "stack-overflow", "mutex-across-yield": "crashed"
        case "switch-in-access": build == "unchecked" ? "wrong" : "crashed"
        case "migrated-access": build == "unchecked" ? "unharmed" : "crashed"
        case "suspending-static": "hung"
        case "single-issuer", "departed-creator": "refused"
        default: "wrong"
        }
    }

    /// The build that the tests run, and the one that is handed out.
    enum Program: CaseIterable {
        case debug, release

        func path() throws -> String { self == .debug ? Uringctl.program : try StaticBuild.path() }
    }

    private func run(_ arguments: [String], _ program: Program = .debug) throws -> Finished {
        try Shell.run(try program.path(), ["repro", "fiber"] + arguments, deadlineSeconds: 60)
    }

    @Test(arguments: Program.allCases)
    func everyCaseHoldsAndEverySpecimenIsRecognised(_ program: Program) throws {
        let report = try run(["--json"], program).reproReport()
        #expect(report.schema == "uringctl.repro/1" && report.scenario == "fiber" && report.complete)
        #expect(report.only == nil && report.io_uring?.usable == true)
        #expect(program != .release || report.build == "release")
        #expect(report.cases.map(\.name) == Scenario.fiber.cases.map(\.name))
        #expect(report.specimens.map(\.name) == Scenario.fiber.specimens.map(\.name))
        for item in report.cases { #expect(item.outcome == "ok", "\(item.name): \(item.detail)") }
        for item in report.specimens {
            let expected = Self.expected(item.name, build: report.build)
            let isOtherMachine = item.outcome == "skipped" && item.detail.contains("written for")
            #expect(item.outcome == expected || isOtherMachine, "\(item.name): \(item.outcome), \(item.detail)")
        }
        try expectSignatures(report)
        #expect(report.conclusion == "fibers: ok")
    }

    /// What --explain knows of a specimen is what it dies of, and what is said of it is what the facts show.
    private func expectSignatures(_ report: ReproReport) throws {
        for item in report.specimens where item.outcome == "crashed" {
            let known = try #require(Scenario.fiber.specimens.first { $0.name == item.name })
            let parts = [item.signal, item.si_code, item.address].map { $0 ?? "" }
            let crash = try CrashSignature(parts.joined(separator: ":"))
            #expect(known.signatures.contains { $0.agrees(with: crash) }, "\(item.name): \(crash)")
            #expect((item.cause ?? item.message) != nil && item.frames?.isEmpty == false, "\(item.name)")
            #expect(item.instruction != nil || item.signal == "SIGABRT", "\(item.name)")
            #expect((item.registers?.count ?? 0) > 10, "\(item.name)")
        }
        guard try report.specimen("stale-register").outcome == "crashed" else { return }
        let stale = try report.specimen("stale-register")
        #expect(stale.signal == "SIGSEGV" && stale.si_code == "SI_KERNEL" && stale.address == "0x0")
        #expect(stale.registers?["rax"] == "0xaaaaaaaaaaaaaaaa" && stale.disassembly == "mov %rsp,(%rax)")
        #expect(stale.cause?.contains("0xaaaaaaaaaaaaaaaa") == true)
        let misaligned = try report.specimen("misaligned-entry")
        #expect(misaligned.signal == "SIGSEGV" && misaligned.si_code == "SI_KERNEL" && misaligned.address == "0x0")
        #expect(misaligned.disassembly?.hasPrefix("movaps") == true)
        #expect(misaligned.cause?.hasPrefix("the stack is misaligned") == true)
        #expect(misaligned.fiber == ReproReport.Fiber(number: 2, name: "second"))
        #expect(misaligned.stack == "on the stack of fiber 2 (second)")
        let overflow = try report.specimen("stack-overflow")
        #expect(overflow.guard == true && overflow.fiber?.name == "overflow")
        let hung = try report.specimen("suspending-static")
        #expect(hung.signal == "SIGALRM" && hung.frames?.isEmpty == false)
        let mutex = try report.specimen("mutex-across-yield")
        #expect(mutex.message?.contains("Recursive call to lock Mutex") == true || report.build == "release")
    }

    @Test func textIsForAPerson() throws {
        let finished = try run([])
        #expect(finished.status == 0 && finished.errors.isEmpty)
        let lines = finished.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        #expect(lines.first?.hasPrefix("fibers hold here: 10 of 10 cases ok; ") == true)
        #expect(lines.last == "fibers: ok")
        #expect(lines.allSatisfy { $0.count <= 80 && $0.last != " " })
        for item in Scenario.fiber.cases {
            #expect(lines.contains { $0.wholeMatch(of: try! Regex("  \(item.name) +ok  .+")) != nil }, "\(item.name)")
        }
        for item in Scenario.fiber.specimens {
            #expect(lines.contains { $0.hasPrefix("  \(item.name) ") }, "\(item.name)")
        }
        #expect(lines.count { $0.hasPrefix("      yours if ") } == Scenario.fiber.specimens.count)
    }

    /// Every number that text and Markdown show stands in the JSON too.
    @Test func textAndMarkdownShowNothingThatJSONLacks() throws {
        let arguments = ["--case", "no-sleep,yield", "--specimen", "unsaved-rbx,errno-across-switch", "--seed", "7"]
        let json = try run(arguments + ["--json"]).output
        let numbers = /0x[0-9a-f]{4,}|[0-9]{2,}/
        for format in ["text", "markdown"] {
            let text = try run(arguments + ["--format", format]).output.replacing("\\", with: "")
            for match in text.matches(of: numbers) {
                let number = String(match.output)
                // The time of the report is another one.
                let isTime = text.contains("-\(number)") || text.contains(":\(number)")
                #expect(json.contains(number) || isTime, "\(number)")
            }
        }
    }

    @Test func markdownIsABlockForAnIssue() throws {
        let output = try run(["--format", "markdown"]).output
        #expect(output.hasPrefix("### fibers hold here: 10 of 10 cases ok"))
        #expect(output.hasSuffix("**fibers: ok**\n"))
        #expect(output.contains("| no-sleep | ok |") && output.contains("| stale-register | crashed |"))
    }

    // MARK: What is run

    @Test func whatIsAskedForIsRunInTheOrderOfTheTable() throws {
        let arguments = ["--specimen", "unsaved-rbx,stale-register", "--case", "throws,yield"]
        let report = try run(["--json"] + arguments).reproReport()
        #expect(report.cases.map(\.name) == ["yield", "throws"])
        #expect(report.specimens.map(\.name) == ["stale-register", "unsaved-rbx"])
        #expect(report.only == ["throws", "yield", "unsaved-rbx", "stale-register"])
        // Nothing of it needs a ring.
        #expect(report.io_uring == nil)
        let specimens = try run(["--json", "--specimen", "red-zone"]).reproReport()
        #expect(specimens.cases.isEmpty && specimens.conclusion == "fibers: not tried")
    }

    @Test func theSameSeedGivesTheSameRun() throws {
        func notes(_ seed: String) throws -> [String]? {
            try run(["--json", "--case", "spawn", "--seed", seed]).reproReport().cases.first?.notes
        }
        let first = try notes("42")
        #expect(first?.isEmpty == false)
        #expect(try first == notes("42") && first != notes("43"))
    }

    @Test(arguments: [1, 10, 3000])
    func iterationsAreHeeded(_ count: Int) throws {
        let arguments = ["--case", "no-sleep,yield,float-state", "--iterations", "\(count)"]
        let report = try run(["--json"] + arguments).reproReport()
        #expect(report.conclusion == "fibers: ok")
        let numbers = report.cases.map { $0.detail.filter(\.isNumber) }
        #expect(numbers[0] == "\(count * 8)" && numbers[1] == "16\(count * 16)", "\(report.cases.map(\.detail))")
    }

    @Test func everyCaseHoldsOverAFewIterations() throws {
        for count in [1, 2, 7] {
            let arguments = ["--json", "--iterations", "\(count)", "--seed", "\(count)", "--case"]
            let report = try run(arguments + [Scenario.fiber.cases.map(\.name).joined(separator: ",")]).reproReport()
            #expect(report.conclusion == "fibers: ok", "\(report.cases.map(\.detail))")
        }
    }

    /// A case that works on when its time is up says so, and where it was; of fibers that says nothing.
    @Test func aCaseThatTakesTooLongIsNoAnswer() throws {
        let report = try run(
            ["--json", "--case", "yield,no-sleep", "--iterations", "1000000000", "--timeout", "100ms"]
        ).reproReport()
        #expect(report.cases.map(\.outcome) == ["unknown", "unknown"])
        #expect(report.conclusion == "fibers: unknown (2 unknown)")
        #expect(report.cases.allSatisfy { $0.detail.contains("give --timeout or fewer --iterations") })
        #expect(report.cases.allSatisfy { $0.signal == "SIGALRM" && $0.frames?.isEmpty == false })
    }

    @Test func quietOnlyAnswers() throws {
        let finished = try run(["--quiet", "--case", "no-sleep"])
        #expect(finished.status == 0 && finished.output.isEmpty && finished.errors.isEmpty)
    }

    // MARK: What is not run

    @Test func listNamesAll() throws {
        let finished = try run(["--list"])
        #expect(finished.status == 0 && finished.errors.isEmpty)
        for name in Scenario.fiber.cases.map(\.name) + Scenario.fiber.specimens.map(\.name) {
            #expect(finished.output.contains("\n  \(name) "))
        }
    }

    @Test(
        arguments: [
            ("SIGSEGV:SI_KERNEL:0", 0, ["stale-register", "misaligned-entry"]),
            ("11:128:0x0", 0, ["stale-register", "misaligned-entry"]),
            ("139", 0, ["stale-register", "stack-overflow"]), ("SIGSEGV:SEGV_ACCERR", 0, ["stack-overflow"]),
            ("SIGILL", 0, ["mutex-across-yield"]), ("SIGBUS", 1, []),
        ] as [(String, Int32, [String])])
    func aCrashIsExplainedOffline(_ crash: String, _ status: Int32, _ names: [String]) throws {
        let finished = try run(["--explain", crash])
        #expect(finished.status == status && finished.errors.isEmpty)
        for name in names { #expect(finished.output.contains("\n  \(name)  ")) }
    }

    /// Nothing that --explain says needs the kernel.
    @Test(.enabled(if: Machine.has("strace"), "strace is not installed"))
    func explainingStartsNothing() throws {
        let traced = try Shell.run(
            "strace",
            [
                "-f", "-qqq", "-e", "trace=io_uring_setup,clone,clone3,vfork,fork", try StaticBuild.path(), "repro",
                "fiber", "--explain", "SIGSEGV",
            ])
        #expect(traced.status == 0 && traced.errors.isEmpty, "\(traced.errors)")
    }

    @Test func bareReproSaysWhatThereIs() throws {
        let finished = try Uringctl.run(["repro"])
        #expect(finished.status == 2)
        #expect(
            finished.complaints == [
                "uringctl: a command is needed: fiber, net, dns, log, event or mutex", "Try: uringctl repro --help",
            ])
        for arguments in [["help", "repro", "fiber"], ["help", "fiber"], ["repro", "fiber", "--help"]] {
            let help = try Uringctl.run(arguments)
            #expect(help.status == 0 && help.output.hasPrefix("Usage: uringctl repro fiber [OPTION]…\n"))
        }
        let pages = try [["repro", "fiber"], ["repro-fiber"], ["fiber"]].map { try Uringctl.run(["man"] + $0).output }
        #expect(pages[0].hasPrefix(".TH") && Set(pages).count == 1)
    }
}
