import Foundation
import Scenarios
import Support
import Testing

@testable import uringctl

/// `uringctl stress` as a whole, briefly: what it can find in that time, it finds.
@Suite(.bounded)
struct StressCommandTests {
    private func run(_ arguments: [String], _ program: String = Uringctl.program) throws -> Finished {
        try Shell.run(program, ["stress"] + arguments, deadlineSeconds: 120)
    }

    /// The contract of the event for one waiter is broken each time, and soon; of the others nothing is seen.
    @Test(arguments: ["debug", "release"])
    func theSpecimenIsCaughtAndNothingElse(_ build: String) throws {
        let program = build == "debug" ? Uringctl.program : try StaticBuild.path()
        let report = try run(["event", "--json", "--duration", "500ms"], program).stressReport()
        #expect(report.complete && report.scenario == "event" && report.run.processors > 0)
        #expect(report.primitives.map(\.name) == StressScenario.event.primitives.map(\.name))
        let specimen = try report.primitive("SingleWaiterEvent")
        #expect(specimen.specimen && (specimen.violations["reset_while_waiting"] ?? 0) > 0)
        let first = try #require(specimen.first_violation_ns)
        #expect(first < 500_000_000)
        for primitive in report.primitives where !primitive.specimen {
            #expect(primitive.outcome == "ok" && primitive.violations.isEmpty && primitive.cycles > 0, "\(primitive)")
            #expect(primitive.patterns.allSatisfy { $0.outcome == "ok" && $0.least_cycles ?? 0 > 0 }, "\(primitive)")
        }
        #expect(report.conclusion == "events: ok")
    }

    /// Twenty runs of twenty, each in less than a tenth of the time that it may take.
    @Test func theSpecimenIsCaughtInEveryRun() throws {
        for seed in 1...20 {
            let report = try run(
                ["event", "--json", "-p", "SingleWaiterEvent", "--pattern", "pool", "-d", "200ms", "--seed", "\(seed)"],
                try StaticBuild.path()
            ).stressReport()
            let specimen = try report.primitive("SingleWaiterEvent")
            #expect((specimen.violations["reset_while_waiting"] ?? 0) > 0, "\(seed)")
            #expect(report.conclusion == "events: not tried")
        }
    }

    /// A wake-up that is lost leaves waiters behind, whom the watch finds, and says where they are. Each run lost one so
    /// far, which is chance: of ten one is enough.
    @Test func aStuckRunEndsWithTheStateOfItsWorkers() throws {
        for seed in 1...10 {
            let report = try run(
                [
                    "event", "--json", "-p", "SilentSingleWaiterEvent", "--pattern", "storm", "-d", "1s", "--seed",
                    "\(seed)",
                ]
            ).stressReport()
            let specimen = try report.primitive("SilentSingleWaiterEvent")
            guard specimen.outcome == "stuck" else { continue }
            #expect((specimen.violations["lost_wake_up"] ?? 0) > 0)
            let notes = try #require(specimen.patterns.first).notes
            #expect(notes.first?.wholeMatch(of: /(thread|fiber) \d+ waits since \d+ ms, after \d+ cycles/) != nil)
            return
        }
        Issue.record("no run of ten lost a wake-up")
    }

    @Test(arguments: [(4, 0), (0, 6), (3, 3)])
    func mutexesHoldForThreadsFibersAndBoth(threads: Int, fibers: Int) throws {
        let report = try run(
            [
                "mutex", "--json", "--pattern", "threads,fibers,mixed", "-d", "300ms", "--threads", "\(threads)",
                "--fibers", "\(fibers)",
            ]
        ).stressReport()
        let own = try report.primitive("Mutex")
        #expect(own.outcome == "ok" && own.violations.isEmpty && own.cycles > 0)
        let skipped = own.patterns.filter { $0.outcome == "skipped" }.map(\.pattern)
        #expect(skipped == (threads == 0 ? ["threads"] : fibers == 0 ? ["fibers"] : []))
    }

    @Test(arguments: ["event", "mutex"])
    func textAndMarkdownSayTheSameAsTheJSON(_ scenario: String) throws {
        let arguments = [scenario, "-d", "50ms", "--threads", "3", "--fibers", "2", "--pattern",
            scenario == "event" ? "pool" : "mixed"]
        let text = try run(arguments)
        #expect(text.status == 0 && text.errors.isEmpty)
        #expect(text.output.contains("uringctl stress \(scenario) --pattern"))
        #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text.output)")
        #expect(text.output.hasSuffix("\n\(scenario == "event" ? "events" : "mutexes"): ok\n"))
        let markdown = try run(arguments + ["--format", "markdown"])
        #expect(markdown.output.hasPrefix("### \(scenario == "event" ? "events" : "mutexes") hold here"))
        #expect(markdown.output.contains("<details><summary>primitives</summary>"))
    }

    @Test func asManyResourcesAsTakersAreSaidToBeNoContention() throws {
        let finished = try run(
            [
                "event", "-p", "WakeCounter", "--pattern", "pool", "-d", "20ms", "--threads", "2", "--fibers", "2",
                "--resources", "4",
            ])
        #expect(finished.status == 0 && finished.output.contains("no contention  4 resources for 4 takers"))
    }

    /// Where io_uring is refused its fibers do without a ring, and the report says so.
    @Test func withoutARingFibersAreStressedAllTheSame() throws {
        let finished = try Shell.run(
            Uringctl.program,
            [
                "exec", "--deny", "errno=EPERM", "--", Uringctl.program, "stress", "event", "--json", "-p",
                "Event,WakeCounter", "-d", "100ms",
            ],
            deadlineSeconds: 60)
        let report = try finished.stressReport()
        #expect(report.conclusion == "events: ok")
        let notes = report.primitives.flatMap(\.patterns).flatMap(\.notes)
        #expect(notes.contains { $0.hasPrefix("fibers without a ring, which is refused: ") }, "\(notes)")
    }

    /// A stress of an hour, which a signal ends once it has cycles to report.
    @Test(.enabled(if: Machine.has("python3"), "python3 is not installed"), arguments: ["SIGINT", "SIGTERM"])
    func aSignalEndsItWithTheReportSoFar(_ signal: String) throws {
        let script = """
            import os, signal, subprocess, sys, time
            run = subprocess.Popen(
                [sys.argv[1], "stress", "event", "-p", "Event", "--pattern", "pool", "-d", "1h", "--json"],
                stdout=subprocess.PIPE, start_new_session=True)
            def written():
                with open(f"/proc/{run.pid}/task/{run.pid}/children") as file: words = file.read().split()
                for word in words:
                    try: return int(open(f"/proc/{word}/io").read().split("wchar: ")[1].split()[0])
                    except OSError: continue
                return 0
            deadline = time.monotonic() + 30
            # Some twenty lines: workers have got on between them.
            while written() < 2000 and time.monotonic() < deadline: time.sleep(0.01)
            os.kill(run.pid, getattr(signal, sys.argv[2]))
            output = run.communicate(timeout=30)[0]
            print(run.returncode)
            sys.stdout.flush()
            sys.stdout.buffer.write(output)
            """
        let finished = try Shell.run("python3", ["-c", script, Uringctl.program, signal], deadlineSeconds: 90)
        let parts = finished.output.split(separator: "\n", maxSplits: 1)
        #expect(parts.first == "2")
        let report = try StressReport(String(try #require(parts.last)))
        #expect(!report.complete && report.headline.hasPrefix("interrupted, "))
        #expect(report.conclusion == "events: ok, incomplete")
        let primitive = try #require(report.primitives.first)
        #expect(primitive.cycles > 0 && primitive.patterns.first?.detail == "interrupted")
    }

    @Test(
        arguments: [
            (["event", "--threads", "0", "--fibers", "0"], "--threads 0 and --fibers 0 make 0 workers"),
            (["mutex", "--threads", "1", "--fibers", "0"], "--threads 1 and --fibers 0 make 1 workers"),
            (["event", "--threads=-1"], "--threads: -1 is out of bounds"),
            (["event", "--threads", "100000"], "--threads: 100000 is out of bounds"),
            (["event", "--fibers", "10001"], "--fibers: 10001 is out of bounds"),
            (["event", "--resources", "0"], "--resources: 0 is out of bounds"),
            (["event", "--duration", "0"], "--duration: 0 is out of bounds"),
            (["event", "--duration", "2d"], "--duration: '2d'"),
            (["event", "--duration", "99999h"], "--duration: 99999h is out of bounds"),
            (["event", "--seed", "x"], "--seed: 'x'"),
            (["event", "--primitive", "Evnt"], "did you mean Event?"),
            (["mutex", "--pattern", "pool"], "pool"),
            (["event", "--json", "--format", "text"], "--json"),
            (["evnt"], "did you mean event?"),
            ([], "a command is needed: event or mutex"),
        ])
    func nonsenseIsRefusedBeforeAnythingRuns(_ arguments: [String], _ complaint: String) throws {
        let finished = try run(arguments)
        #expect(finished.status == 2 && finished.output.isEmpty)
        #expect(finished.errors.contains(complaint), "\(finished.errors)")
    }

    /// What the hidden verb is given is checked like any other command line.
    @Test(arguments: [["event", "Event"], ["evnt", "Event", "pool"], ["event", "Event", "polo"], ["event", "Evnt", "pool"]])
    func theHiddenVerbRefusesNonsense(_ arguments: [String]) throws {
        let finished = try Uringctl.run(["run-a-stress"] + arguments)
        #expect(finished.status == 2 && finished.output.isEmpty)
    }

    @Test func theSchemaIsStrict() throws {
        guard JSONSchemaCheck.isAvailable else { return }
        let document = try run(["event", "--json", "-p", "Event", "--pattern", "pool", "-d", "20ms"]).output
        let changes = [
            (#""schema": "uringctl.stress/1""#, #""schema": "uringctl.stress/2""#),
            (#""scenario": "event""#, #""scenario": "events""#), (#""complete": true"#, #""complete": 1"#),
            (#""outcome": "ok""#, #""outcome": "fine""#), (#""violations": {}"#, #""violations": {"bad": 1}"#),
            (#""violations": {}"#, #""violations": {"two_inside": 0}"#), (#""specimen": false"#, #""specimen": null"#),
            (#""seed": "1""#, #""seed": 1"#), (#""processors": "#, #""was": "#),
            (#""conclusion": "events: ok""#, #""conclusion": "fine""#),
        ]
        let changed = try changes.map { before, after in
            let range = try #require(document.range(of: before), "\(before) is in the report")
            return document.replacingCharacters(in: range, with: after)
        }
        let problems = try StressReport.problems(of: [document] + changed)
        #expect(problems.map { $0 == nil } == [true] + changed.map { _ in false })
    }
}
