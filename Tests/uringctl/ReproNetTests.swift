import Scenarios
import Support
import Testing

@testable import uringctl

/// `uringctl repro net` as a whole.
@Suite(.bounded)
struct ReproNetTests {
    private func report(_ arguments: [String], _ program: ReproTests.Program = .debug) throws -> ReproReport {
        try Shell.run(try program.path(), ["repro", "net", "--json"] + arguments, deadlineSeconds: 120).reproReport()
    }

    @Test(arguments: ReproTests.Program.allCases)
    func everyCaseHoldsAndEverySpecimenIsRecognised(_ program: ReproTests.Program) throws {
        let report = try report([], program)
        #expect(report.complete && report.io_uring?.usable == true)
        #expect(report.cases.map(\.name) == Scenario.network.cases.map(\.name))
        for item in report.cases { #expect(item.outcome == "ok", "\(item.name): \(item.detail)") }
        let listening = try Uringctl.run(["probe", "--quiet", "--require", "op:LISTEN,op:BIND"]).status == 0
        #expect(
            report.specimens.map { "\($0.name) \($0.outcome)" } == [
                "ring-listen-only \(listening ? "unharmed" : "refused")", "short-write-dropped wrong", "connect-once wrong",
                "blocking-accept wrong",
            ])
        #expect(report.conclusion == "connections: ok")
        let echo = try #require(report.cases.first { $0.name == "echo" })
        #expect(echo.detail.contains(listening ? "by BIND and LISTEN and by bind(2) and listen(2)" : "by bind(2) and listen(2)"))
        for opcode in ["ACCEPT", "CONNECT", "SENDMSG", "READ", "READV", "RECV", "SEND", "SHUTDOWN", "CLOSE"] {
            #expect(echo.detail.contains(opcode), "\(echo.detail)")
        }
    }

    @Test(.enabled(if: Obstacle.canLimit, "needs root, setpriv and prlimit"))
    func noRightsAreNeeded() throws {
        let report = try Obstacle.limited(uid: 65534, [], ["repro", "net", "--json"]).reproReport()
        #expect(report.headline.contains("hold here: 14 of 14") && report.headline.hasSuffix(", as uid 65534"))
    }

    /// The calls of threads need no ring.
    @Test(.enabled(if: Machine.has("cc"), "cc is not installed"))
    func threadsNeedNoRing() throws {
        let finished = try Shell.run(
            try Obstacle.refuse.get(), ["EPERM", RefusalTests.all, Uringctl.program, "repro", "net", "--json"],
            deadlineSeconds: 60)
        let report = try finished.reproReport()
        #expect(finished.status == 77)
        for item in report.cases {
            #expect(item.outcome == (item.needs_ring ? "skipped" : "ok"), "\(item.name): \(item.detail)")
        }
        #expect(report.cases.count { !$0.needs_ring } == 1)
    }

    private static let canUnshare = (try? Shell.run("unshare", ["-n", "true"]))?.status == 0

    /// In a network namespace of its own, made by `setup`.
    private func isolated(_ setup: String, _ cases: String) throws -> Finished {
        try Shell.run(
            "unshare", ["-n", "sh", "-c", "\(setup)\nexec \"$@\"", "sh", Uringctl.program, "repro", "net", "--json", "--case", cases],
            deadlineSeconds: 60)
    }

    @Test(.enabled(if: canUnshare, "needs root and unshare"))
    func aHostWithoutIPv6IsTold() throws {
        let setup = "ip link set lo up; echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6"
        let finished = try isolated(setup, "echo,echo-threads")
        let report = try finished.reproReport()
        #expect(finished.status == 0)
        for item in report.cases {
            #expect(item.outcome == "ok" && item.detail.contains("this host has no IPv6"), "\(item.detail)")
        }
    }

    /// No finding, but a hint.
    @Test(.enabled(if: canUnshare, "needs root and unshare"))
    func loopbackThatIsDownIsTold() throws {
        let finished = try isolated("", "echo,accept-stream")
        let report = try finished.reproReport()
        #expect(finished.status == 2)
        for item in report.cases {
            #expect(item.outcome == "unknown" && item.detail.contains("ip link set lo up"), "\(item.detail)")
        }
    }

    @Test func textIsAligned() throws {
        let finished = try Uringctl.run(["repro", "net", "--case", "echo,half-close", "--specimen", "blocking-accept"])
        #expect(finished.status == 0 && finished.errors.isEmpty)
        let lines = finished.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= 80 && $0.last != " " })
        #expect(lines.contains("connections: ok"))
    }

    @Test func everyCaseHoldsOverAFewIterations() throws {
        let cases = Scenario.network.cases.map(\.name).joined(separator: ",")
        for count in [1, 7] {
            let report = try report(["--iterations", "\(count)", "--seed", "\(count)", "--case", cases])
            #expect(report.conclusion == "connections: ok", "\(report.cases.map(\.detail))")
        }
    }
}
