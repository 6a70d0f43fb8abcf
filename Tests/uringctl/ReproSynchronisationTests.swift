import Scenarios
import Support
import Testing

@testable import uringctl

/// `uringctl repro event`, `uringctl repro mutex` and `uringctl repro log` as a whole.
@Suite(.bounded)
struct ReproSynchronisationTests {
    static let scenarios = ["event", "mutex", "log"]

    /// What a specimen comes to, the same in every build: its outcome, signal and code, and the address where it has one.
    static let expected = [
        "single-waiter-checked": "crashed SIGILL ILL_ILLOPN", "single-waiter-silent": "wrong",
        "evented-lock-on-thread": "crashed SIGSEGV SEGV_MAPERR 0x20",
        "evented-unlock-on-thread": "crashed SIGSEGV SEGV_MAPERR 0x38", "threaded-lock-blocks-ring": "wrong",
        "threaded-lock-by-sibling": "hung SIGALRM SI_KERNEL", "unguarded-writer": "wrong", "recursive-lock": "wrong",
        "blocking-write": "wrong", "held-lock": "hung SIGALRM SI_KERNEL", "reader-gone": "crashed SIGPIPE SI_USER",
    ]

    private func seen(_ trial: ReproReport.Trial) -> String {
        // A trap's address is that of its instruction, which no two runs share.
        let address = trial.signal == "SIGSEGV" ? trial.address : nil
        return [trial.outcome, trial.signal, trial.si_code, address].compactMap(\.self).joined(separator: " ")
    }

    private func run(
        _ scenario: String, _ arguments: [String], _ program: ReproTests.Program = .debug
    ) throws -> Finished {
        try Shell.run(try program.path(), ["repro", scenario] + arguments, deadlineSeconds: 60)
    }

    @Test(arguments: scenarios, ReproTests.Program.allCases)
    func everyCaseHoldsAndEverySpecimenIsRecognised(_ name: String, _ program: ReproTests.Program) throws {
        let scenario = try #require(Scenario.all.first { $0.name == name })
        let report = try run(name, ["--json"], program).reproReport()
        #expect(report.scenario == name && report.complete && report.only == nil && report.io_uring?.usable == true)
        #expect(report.cases.map(\.name) == scenario.cases.map(\.name))
        #expect(report.specimens.map(\.name) == scenario.specimens.map(\.name))
        for item in report.cases { #expect(item.outcome == "ok", "\(item.name): \(item.detail)") }
        #if arch(x86_64)
            for item in report.specimens { #expect(seen(item) == Self.expected[item.name], "\(item.detail)") }
        #endif
        #expect(report.conclusion == "\(scenario.subject): ok")
    }

    /// Where it happened, and what is said of it.
    @Test func factsAreToldOfEachSpecimen() throws {
        let event = try run("event", ["--json"]).reproReport()
        let checked = try event.specimen("single-waiter-checked")
        #expect(checked.fiber?.name == "waiter")
        #expect(checked.message?.hasSuffix("reset called before pending wait returned") == true)
        #expect(try event.specimen("single-waiter-silent").detail.contains("sleeps on, though the event is set"))

        let mutex = try run("mutex", ["--json"]).reproReport()
        for name in ["evented-lock-on-thread", "evented-unlock-on-thread"] {
            let trial = try mutex.specimen(name)
            #expect(trial.fiber == nil && trial.cause?.hasSuffix("a null pointer") == true)
        }
        #expect(try mutex.specimen("threaded-lock-blocks-ring").detail.contains("siblings had 0 turns"))
        #expect(try mutex.specimen("threaded-lock-by-sibling").notes.count == 1)

        let log = try run("log", ["--json"]).reproReport()
        for name in ["unguarded-writer", "recursive-lock"] {
            #expect(try log.specimen(name).detail == #"torn: "first begins, second begins, first ends""#)
        }
        #expect(try log.specimen("blocking-write").detail.contains("siblings had 0 turns"))
        #expect(try log.specimen("held-lock").notes.contains { $0.contains("the pipe is read from now on") })
        #expect(try log.specimen("reader-gone").cause?.hasPrefix("a write to a pipe or socket that nobody reads") == true)
    }

    /// Each is an order of steps and no race: it comes out the same every time.
    @Test(arguments: scenarios)
    func everySpecimenIsDeterministic(_ name: String) throws {
        let scenario = try #require(Scenario.all.first { $0.name == name })
        let names = scenario.specimens.map(\.name).filter { Self.expected[$0] != "hung SIGALRM SI_KERNEL" }
        for round in 0..<20 {
            let report = try run(name, ["--json", "--specimen", names.joined(separator: ",")]).reproReport()
            #if arch(x86_64)
                let found = report.specimens.map { seen($0) }
                #expect(found == names.map { Self.expected[$0, default: ""] }, "round \(round)")
            #endif
        }
    }

    @Test(arguments: scenarios)
    func everyCaseHoldsOverAFewIterations(_ name: String) throws {
        let scenario = try #require(Scenario.all.first { $0.name == name })
        let cases = scenario.cases.map(\.name).joined(separator: ",")
        for count in [1, 2, 7] {
            let arguments = ["--json", "--iterations", "\(count)", "--seed", "\(count)", "--case", cases]
            let report = try run(name, arguments).reproReport()
            #expect(report.conclusion == "\(scenario.subject): ok", "\(report.cases.map(\.detail))")
        }
    }

    @Test(arguments: scenarios)
    func textFitsAScreen(_ name: String) throws {
        let scenario = try #require(Scenario.all.first { $0.name == name })
        let finished = try run(name, [])
        #expect(finished.status == 0 && finished.errors.isEmpty)
        let lines = finished.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        #expect(lines.first?.hasPrefix("\(scenario.subject) hold here: 7 of 7 cases ok; ") == true)
        #expect(lines.last == "\(scenario.subject): ok")
        #expect(lines.count <= 42 && lines.allSatisfy { $0.count <= 80 && $0.last != " " })
        #expect(lines.contains("  again         uringctl repro \(name) repeats this run"))
    }

    @Test(.enabled(if: Obstacle.canLimit, "needs root, setpriv and prlimit"), arguments: scenarios)
    func noRightsAreNeeded(_ name: String) throws {
        let report = try Obstacle.limited(uid: 65534, [], ["repro", name, "--json"]).reproReport()
        #expect(report.headline.contains("hold here: 7 of 7") && report.headline.hasSuffix(", as uid 65534"))
        #if arch(x86_64)
            for item in report.specimens { #expect(seen(item) == Self.expected[item.name], "\(item.detail)") }
        #endif
    }

    /// Without a ring only those are skipped that need one.
    @Test(.enabled(if: Machine.has("cc"), "cc is not installed"), arguments: scenarios)
    func casesWithoutARingStillRun(_ name: String) throws {
        let finished = try Shell.run(
            try Obstacle.refuse.get(), ["EPERM", RefusalTests.all, Uringctl.program, "repro", name, "--json"],
            deadlineSeconds: 60)
        let report = try finished.reproReport()
        #expect(finished.status == 77)
        for item in report.cases { #expect(item.outcome == (item.needs_ring ? "skipped" : "ok"), "\(item.detail)") }
    }

    /// A thread that cannot be made is no finding, and none that was made keeps the process.
    @Test(
        .enabled(if: Obstacle.canLimit, "needs root, setpriv and prlimit"), arguments: scenarios, [2, 3, 4])
    func fewThreads(_ name: String, _ limit: Int) throws {
        let uid = 61600 + limit + 10 * (Self.scenarios.firstIndex(of: name) ?? 0)
        let report = try Obstacle.limited(uid: uid, ["--nproc=\(limit):\(limit)"], ["repro", name, "--json"])
            .reproReport()
        for item in report.cases where item.outcome != "ok" {
            #expect(item.outcome == "unknown" && item.detail.contains("(ulimit -u) is \(limit): raise it"), "\(item.detail)")
        }
    }
}
