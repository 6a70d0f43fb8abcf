import Foundation
import Scenarios
import Support
import Testing

@testable import uringctl

/// `uringctl repro dns` as a whole.
@Suite(.bounded)
struct ReproDNSTests {
    private func run(_ arguments: [String], _ program: ReproTests.Program = .debug) throws -> Finished {
        try Shell.run(try program.path(), ["repro", "dns"] + arguments, deadlineSeconds: 60)
    }

    /// What a note says of a lookup.
    private struct Reading {
        let durationNanoseconds: Int
        let ticks: Int
        let worstGapNanoseconds: Int

        /// - Parameter subject: "the name" or "the stand-in".
        init(_ subject: String, _ trial: ReproReport.Trial) throws {
            let note = try #require(trial.notes.first { $0.hasPrefix("\(subject): ") }, "\(trial.notes)")
            let numbers = note.matches(of: /duration ([0-9]+) ns, ([0-9]+) ticks .*worst gap ([0-9]+) ns/).first
            let found = try #require(numbers?.output, "\(note)")
            durationNanoseconds = try #require(Int(found.1))
            ticks = try #require(Int(found.2))
            worstGapNanoseconds = try #require(Int(found.3))
        }
    }

    // MARK: Without a name

    @Test(arguments: ReproTests.Program.allCases)
    func everyCaseHoldsAndTheSpecimenIsRecognised(_ program: ReproTests.Program) throws {
        let report = try run(["--json"], program).reproReport()
        #expect(report.scenario == "dns" && report.complete && report.only == nil && report.io_uring?.usable == true)
        #expect(report.cases.map(\.name) == Scenario.dns.cases.map(\.name))
        for item in report.cases { #expect(item.outcome == "ok", "\(item.name): \(item.detail)") }
        let goesOn = try Reading("the stand-in", try #require(report.cases.first))
        #expect(goesOn.ticks > 0 && goesOn.worstGapNanoseconds < goesOn.durationNanoseconds / 2)
        let specimen = try report.specimen("resolve-on-fiber")
        #expect(specimen.outcome == "wrong" && specimen.detail.contains("0 ticks"), "\(specimen.detail)")
        let stands = try Reading("the stand-in", specimen)
        #expect(stands.ticks == 0 && stands.worstGapNanoseconds >= stands.durationNanoseconds)
        #expect(stands.durationNanoseconds >= 300_000_000)
        #expect(report.conclusion == "lookups: ok")
    }

    @Test func everyCaseHoldsOverAFewIterations() throws {
        let cases = Scenario.dns.cases.map(\.name).joined(separator: ",")
        for count in [1, 2, 7] {
            let arguments = ["--json", "--iterations", "\(count)", "--seed", "\(count)", "--case", cases]
            let report = try run(arguments).reproReport()
            #expect(report.conclusion == "lookups: ok", "\(report.cases.map(\.detail))")
        }
    }

    @Test func textFitsAScreen() throws {
        let finished = try run([])
        #expect(finished.status == 0 && finished.errors.isEmpty)
        let lines = finished.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        #expect(lines.first?.hasPrefix("lookups hold here: 7 of 7 cases ok; ") == true)
        #expect(lines.last == "lookups: ok")
        #expect(lines.count <= 42 && lines.allSatisfy { $0.count <= 80 && $0.last != " " })
        #expect(lines.contains("  again         uringctl repro dns repeats this run"))
        let markdown = try run(["--format", "markdown", "--case", "order"]).output
        #expect(markdown.contains("| order | ok |") && markdown.hasSuffix("**lookups: ok**\n"))
    }

    @Test func listNamesAll() throws {
        let finished = try run(["--list"])
        #expect(finished.status == 0 && finished.errors.isEmpty)
        for name in Scenario.dns.cases.map(\.name) + Scenario.dns.specimens.map(\.name) {
            #expect(finished.output.contains("\n  \(name) "))
        }
    }

    /// Too short a time is no failure of lookups.
    @Test func aTimeThatIsTooShortIsNoAnswer() throws {
        let finished = try run(["--json", "--timeout", "1s", "--case", "ring-goes-on,cancel,connect,race"])
        let report = try finished.reproReport()
        #expect(finished.status == 2)
        for item in report.cases {
            #expect(item.outcome == "unknown" && item.detail.hasSuffix("--timeout 1s: give 1200ms"), "\(item.detail)")
        }
    }

    // MARK: Obstacles

    @Test(.enabled(if: Obstacle.canLimit, "needs root, setpriv and prlimit"))
    func noRightsAreNeeded() throws {
        let report = try Obstacle.limited(uid: 65534, [], ["repro", "dns", "--json"]).reproReport()
        #expect(report.headline.contains("hold here: 7 of 7") && report.headline.hasSuffix(", as uid 65534"))
        #expect(try report.specimen("resolve-on-fiber").outcome == "wrong")
    }

    /// Without a ring only those are skipped that need one.
    @Test(.enabled(if: Machine.has("cc"), "cc is not installed"))
    func casesWithoutARingStillRun() throws {
        let finished = try Shell.run(
            try Obstacle.refuse.get(), ["EPERM", RefusalTests.all, Uringctl.program, "repro", "dns", "--json"],
            deadlineSeconds: 60)
        let report = try finished.reproReport()
        #expect(finished.status == 77)
        for item in report.cases { #expect(item.outcome == (item.needs_ring ? "skipped" : "ok"), "\(item.detail)") }
    }

    /// A thread that cannot be made is no finding.
    @Test(.enabled(if: Obstacle.canLimit, "needs root, setpriv and prlimit"), arguments: [2, 3, 4])
    func fewThreads(_ limit: Int) throws {
        let report = try Obstacle.limited(uid: 61640 + limit, ["--nproc=\(limit):\(limit)"], ["repro", "dns", "--json"])
            .reproReport()
        for item in report.cases where item.outcome != "ok" {
            let isNamed = item.detail.contains("(ulimit -u) is \(limit): raise it")
            #expect(item.outcome == "unknown" && isNamed, "\(item.name): \(item.detail)")
        }
    }

    /// Nor is a descriptor: an attempt that cannot be made leaves one that is silent, which is no hang.
    @Test(.enabled(if: Machine.has("prlimit"), "prlimit is not installed"), arguments: [6, 8, 10, 12])
    func fewDescriptors(_ limit: Int) throws {
        let report = try Shell.run(
            "prlimit", ["--nofile=\(limit):\(limit)", try StaticBuild.path(), "repro", "dns", "--json"]
        ).reproReport()
        #expect(report.cases.contains { $0.outcome == "ok" })
        for item in report.cases where item.outcome != "ok" {
            let isNamed = item.detail.contains("(ulimit -n) is \(limit): raise it")
            #expect(item.outcome == "unknown" && isNamed, "\(item.name): \(item.detail)")
        }
    }

    /// A network without any address but that of the loopback: localhost and addresses are there all the same.
    @Test(
        .enabled(
            if: Machine.isRoot && Machine.canUnshare("net") && Machine.has("ip"), "needs root, a namespace and ip"))
    func loopbackIsEnough() throws {
        let finished = try Shell.run(
            "unshare", ["--net", "bash", "-c", #"ip link set lo up && exec "$0" repro dns --json"#, Uringctl.program])
        let report = try finished.reproReport()
        #expect(report.conclusion == "lookups: ok", "\(report.cases.map(\.detail))")
    }
}
