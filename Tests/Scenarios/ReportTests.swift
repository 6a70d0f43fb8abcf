import Children
import Glibc
import Kernel
import Probe
import Report
import Testing

@testable import Scenarios

/// Reports of runs that never were.
struct ScenarioReportTests {
    private let tool = ToolVersion(version: "1.2.3", build: "abcd", commit: nil)

    private func result(
        cases: [TrialOutcome], specimens: [TrialOutcome] = [], only: [String]? = nil
    ) -> ScenarioResult {
        var environment = Environment.gather()
        environment.kernel = KernelName(release: "6.18.0-test", version: "#1", machine: "x86_64")
        environment.system.name = "Debian GNU/Linux 12"
        environment.identity = Identity(uid: 1000, effectiveUid: 1000, gid: 1000, effectiveGid: 1000, groups: [])
        environment.addressSpaceLimit = nil
        var result = ScenarioResult(
            scenario: .fiber, selection: Selection(only: only, effort: .usual),
            build: BuildMode(optimization: .release, sanitizer: nil, isStatic: true), environment: environment,
            probe: nil)
        for (item, outcome) in zip(Scenario.fiber.cases, cases) {
            result.cases.append((item, Trial(outcome, "because of \(outcome.rawValue)")))
        }
        for (item, outcome) in zip(Scenario.fiber.specimens, specimens) {
            result.specimens.append((item, Trial(outcome, "because of \(outcome.rawValue)")))
        }
        return result
    }

    private func text(_ result: ScenarioResult) -> String { TextWriter().write(result.report(tool: tool)) }

    @Test(
        arguments: [
            ([.ok, .ok], true, 0, "fibers: ok"),
            ([.ok, .failed], true, 1, "fibers: failed (yield failed)"),
            ([.crashed, .hung, .ok], true, 1, "fibers: failed (no-sleep crashed and yield hung)"),
            ([.ok, .skipped], true, 77, "fibers: ok, 1 skipped"),
            ([.skipped], true, 77, "fibers: skipped"),
            // One that does not hold wins over all that is not known, and over want of io_uring.
            ([.skipped, .failed, .unknown], true, 1, "fibers: failed (yield failed)"),
            ([.skipped, .unknown], true, 2, "fibers: unknown (1 skipped, 1 unknown)"),
            ([.ok, .unknown], false, 2, "fibers: unknown (1 unknown), incomplete"),
            ([.ok, .failed], false, 1, "fibers: failed (yield failed), incomplete"),
            ([.ok, .ok], false, 2, "fibers: ok, incomplete"),
            ([], true, 0, "fibers: not tried"),
        ] as [([TrialOutcome], Bool, Int32, String)])
    func theAnswerFollowsFromTheCases(
        _ cases: [TrialOutcome], _ isComplete: Bool, _ status: Int32, _ conclusion: String
    ) {
        // Whatever a specimen does decides nothing.
        for specimens in [[], TrialOutcome.allCases] {
            var result = result(cases: cases, specimens: specimens)
            result.isComplete = isComplete
            #expect(result.exitStatus == status)
            let report = result.report(tool: tool)
            #expect(report.conclusion == conclusion)
            #expect(report.headline.hasPrefix("interrupted") == !isComplete)
        }
    }

    /// Where only specimens were asked for and none could be run, there is no answer.
    @Test(
        arguments: [
            ([.unknown, .unknown], 2), ([.unknown, .crashed], 0), ([.skipped, .hung], 0), ([.skipped, .unknown], 2),
            ([.skipped], 2),
        ] as [([TrialOutcome], Int32)])
    func specimensThatCouldNotBeRunAreNoAnswer(_ outcomes: [TrialOutcome], _ status: Int32) {
        #expect(result(cases: [], specimens: outcomes).exitStatus == status)
    }

    @Test func specimensThatWantARingSaySo() throws {
        var result = result(cases: [])
        let item = try #require(Scenario.fiber.specimens.first { $0.needsRing })
        result.specimens = [(item, Trial(.skipped, "no io_uring"))]
        #expect(result.exitStatus == 77)
    }

    @Test func headlinesSayWhatIsKnown() {
        let place = "; release, static build on 6.18.0-test (x86_64, Debian GNU/Linux 12), as uid 1000"
        func headline(_ cases: [TrialOutcome]) -> String { result(cases: cases).report(tool: tool).headline }
        let all = Array(repeating: TrialOutcome.ok, count: Scenario.fiber.cases.count)
        #expect(headline(all) == "fibers hold here: 10 of 10 cases ok" + place)
        #expect(headline([.ok, .ok]) == "fibers hold here as far as they were tried: 2 of 2 cases ok" + place)
        #expect(headline([.ok, .hung]) == "fibers do not hold here: yield hung, 1 of 2 cases ok" + place)
        let partly = "fibers hold here as far as they were tried: 1 of 2 cases ok, 1 skipped"
        #expect(headline([.ok, .skipped]) == partly + place)
        #expect(headline([.skipped]) == "fibers were not tried here: because of skipped" + place)
        #expect(headline([.unknown]).hasPrefix("whether fibers hold here could not be learnt: 0 of 1 case ok, 1 un"))
    }

    @Test func textIsCalm() {
        let all = result(
            cases: Array(repeating: .ok, count: 10), specimens: Array(repeating: .wrong, count: 22))
        let lines = text(all).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= 80 && $0.last != " " })
        #expect(lines.contains("  no-sleep     ok  because of ok"))
        #expect(lines.contains("  stale-register       wrong  because of wrong"))
        #expect(lines.contains { $0.hasPrefix("      yours if  ") })
        #expect(lines.contains("  cases         10: 10 ok"))
        #expect(lines.contains("  again         uringctl repro fiber repeats this run"))
    }

    /// The whole command, as far as it differs from the shortest.
    @Test func aRunCanBeRepeated() {
        let effort = Effort(iterations: 5, seed: 7, timeoutNanoseconds: 10_000_000)
        let result = ScenarioResult(
            scenario: .fiber, selection: Selection(only: ["red-zone", "yield", "sleep"], effort: effort), build: .own,
            environment: .gather(), probe: nil)
        let line = result.report(tool: tool).summary.first { $0.label == "again" }
        let options = "--case yield,sleep --specimen red-zone --iterations 5 --seed 7 --timeout 10ms"
        #expect(line?.text == "uringctl repro fiber \(options) repeats this run")
    }

    private let crashLines = [
        "crash signal 11 128", "crash address 0x0", "crash machine x86_64",
        "crash registers rax 0xaaaaaaaaaaaaaaaa rsp 0x7f0000001000 rbp 0x0 rip 0x401000",
        "crash instruction 488920ffe0", "crash place sp stack 0 1 0x7f0000000000 65536 131072 2 second", "crash end",
    ]

    @Test func aCrashIsTakenApart() throws {
        var result = result(cases: [], specimens: [.wrong])
        result.specimens[0].trial = Trial(
            Testimony(lines: crashLines), .signalled(SIGSEGV), isSpecimen: true,
            timeoutNanoseconds: 1, tightLimits: [])
        let report = result.report(tool: tool)
        guard case .list(let rows)? = report.sections.first(where: { $0.key == "specimens" })?.value else {
            Issue.record("no specimens")
            return
        }
        let row = try #require(rows.first)
        #expect(row["outcome"] == "crashed" && row["signal"] == "SIGSEGV" && row["si_code"] == "SI_KERNEL")
        #expect(row["address"] == "0x0" && row["guard"] == .null)
        #expect(row["fiber"] == ["number": 2, "name": "second"])
        #expect(row["instruction"] == "48 89 20" && row["disassembly"] == "mov %rsp,(%rax)")
        #expect(row["registers"]?["rax"] == "0xaaaaaaaaaaaaaaaa")
        #expect(row["detail"] == "SIGSEGV, SI_KERNEL, address 0x0, fiber 2 (second)")
        #expect(row["cause"]?.words.contains("0xaaaaaaaaaaaaaaaa") == true)
        // Of all specimens, text shows what happened; of those that were asked for, all that is known.
        #expect(!text(result).contains("holding"))
        var asked = result
        asked = ScenarioResult(
            scenario: .fiber, selection: Selection(only: ["stale-register"], effort: .usual), build: result.build,
            environment: result.environment, probe: nil)
        asked.specimens = result.specimens
        #expect(text(asked).contains("      holding    rax 0xaaaaaaaaaaaaaaaa, rsp 0x7f0000001000"))
    }

    /// A case that crashed is what the report is for: everything is shown unasked.
    @Test func aCrashedCaseIsShownWhole() {
        var result = result(cases: [.ok, .ok])
        result.cases[1].trial = Trial(
            Testimony(lines: ["Fatal error: no"] + crashLines), .signalled(SIGSEGV), isSpecimen: false,
            timeoutNanoseconds: 1, tightLimits: [])
        let text = text(result)
        let shown = [
            "it said    Fatal error: no", "code       48 89 20", "that is    mov", "holding    rax",
            "frames     0x401000",
        ]
        for label in shown {
            #expect(text.contains("\n      \(label)"), "\(label): \(text)")
        }
    }

    @Test func buildsNameThemselves() {
        #expect(BuildMode(optimization: .debug, sanitizer: nil, isStatic: false).words == "debug, dynamic")
        let sanitized = BuildMode(optimization: .release, sanitizer: "thread", isStatic: false)
        #expect(sanitized.words == "release with ThreadSanitizer, dynamic" && sanitized.name == "sanitized")
        #expect(BuildMode(optimization: .unchecked, sanitizer: nil, isStatic: true).name == "unchecked")
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000")])
    func numbersAreGrouped(_ number: Int, _ text: String) {
        #expect(Words.grouped(number) == text)
    }
}
