import Foundation
import Support
import Testing

/// Where io_uring is refused, and who refuses it.
@Suite(.bounded, .enabled(if: Machine.has("cc"), "cc is not installed"))
struct RefusalTests {
    static let all = "io_uring_setup,io_uring_enter,io_uring_register"

    /// Probes behind a filter that answers `calls` with `action`.
    private func probe(_ action: String, _ calls: String, _ arguments: [String] = ["--json"]) throws -> Finished {
        try Shell.run(
            try Obstacle.refuse.get(), [action, calls, try StaticBuild.path(), "probe"] + arguments,
            deadlineSeconds: 60)
    }

    @Test(arguments: ["EPERM", "ENOSYS", "EOPNOTSUPP", "EACCES"])
    func aFilterOfAllCallsIsNamed(_ errno: String) throws {
        let report = try probe(errno, Self.all).report()
        #expect(report.verdict.usable == false)
        #expect(report.verdict.cause == "seccomp")
        // ENOSYS may also be a kernel without io_uring, where its configuration cannot be read.
        #expect(report.verdict.confidence == "certain" || errno == "ENOSYS" && report.verdict.confidence == "likely")
        for call in ["io_uring_setup", "io_uring_enter", "io_uring_register"] {
            #expect(report.verdict.evidence.contains { $0.hasPrefix(call) && $0.contains("answers \(errno) (") })
        }
        #expect(report.verdict.evidence.contains("Seccomp: 2 with 1 filter"))
        #expect(report.security?.seccomp == 2)
        #expect(report.headline == "io_uring is refused here: a seccomp filter answers \(errno)")
        expectEverythingUnknown(report)
    }

    @Test(arguments: ["KILL_PROCESS", "KILL_THREAD", "TRAP"], [all, "io_uring_setup", "io_uring_enter"])
    func aFilterThatKillsIsNamed(_ action: String, _ calls: String) throws {
        let report = try probe(action, calls).report()
        #expect(report.verdict.usable == false)
        #expect(report.verdict.cause == "seccomp" && report.verdict.confidence == "certain")
        #expect(report.verdict.evidence.contains { $0.hasSuffix(" killed by SIGSYS") })
        #expect(report.headline == "io_uring is refused here: a seccomp filter kills")
    }

    @Test(
        arguments: [
            ("EPERM", "certain"), ("ENOSYS", "likely"), ("EOPNOTSUPP", "certain"), ("EACCES", "certain"),
        ])
    func aFilterOfSetupAloneIsNamedWithItsDoubt(_ errno: String, _ confidence: String) throws {
        let report = try probe(errno, "io_uring_setup").report()
        #expect(report.verdict.usable == false)
        let filter = try #require(report.verdict.causes.first)
        #expect(filter.cause == "seccomp" && filter.standing == "refuses")
        #expect(filter.confidence == confidence)
        #expect(filter.refuses == "io_uring_setup")
        #expect(report.verdict.evidence.contains("io_uring_enter(-1) answers EBADF (9, Bad file descriptor)"))
        #expect(report.verdict.evidence.contains("Seccomp: 2 with 1 filter"))
        // Setup makes rings; what the kernel says without one stays true.
        #expect(report.opcodes?.contains { $0.supported == true } == (try canQuery()))
    }

    @Test(arguments: ["EPERM", "ENOSYS", "EOPNOTSUPP", "EACCES"])
    func aFilterOfEnterAloneIsNamed(_ errno: String) throws {
        let report = try probe(errno, "io_uring_enter").report()
        #expect(report.verdict.usable == false)
        #expect(report.verdict.cause == "seccomp" && report.verdict.confidence == "certain")
        #expect(report.verdict.evidence.contains("a ring of 8 entries was set up"))
        #expect(report.verdict.evidence.contains { $0.hasPrefix("io_uring_enter(-1) answers \(errno) (") })
        #expect(report.headline == "io_uring is refused here: a seccomp filter answers \(errno)")
    }

    /// A plain ring needs no register operation: usable, with its operations unknown.
    @Test(arguments: ["EPERM", "ENOSYS", "KILL_PROCESS"])
    func aFilterOfRegisterAloneLeavesRingsUsable(_ action: String) throws {
        let report = try probe(action, "io_uring_register").report()
        #expect(report.verdict.usable == true)
        #expect(report.verdict.causes.map(\.standing) == ["partly"])
        #expect(report.verdict.causes.map(\.refuses) == ["io_uring_register"])
        #expect(report.opcodes?.allSatisfy { $0.supported != false } == true)
        #expect(report.register_ops?.allSatisfy { $0.supported != true } == true)
        #expect(report.verdict.interruption == nil)
    }

    @Test func whatIsNotKnownIsNotMet() throws {
        let finished = try probe("EPERM", "io_uring_register", ["--json", "--require", "op:NOP"])
        let report = try finished.report()
        #expect(report.verdict.usable == true)
        #expect(report.requirements.map(\.met) == [nil])
        #expect(finished.status == 1)
    }

    @Test(arguments: ["EPERM", "ENOSYS"])
    func withoutChildrenThereIsNoAnswer(_ errno: String) throws {
        let report = try probe(errno, "clone3,clone,vfork").report()
        #expect(report.verdict.usable == nil && report.verdict.cause == nil)
        let reason = "no child process could be made to ask the kernel: posix_spawn(own executable): \(errno) ("
        #expect(report.verdict.interruption?.hasPrefix(reason) == true)
        expectEverythingUnknown(report)
    }

    @Test(arguments: ["text", "markdown"])
    func everyFormatSaysWhoRefuses(_ format: String) throws {
        let finished = try probe("EPERM", Self.all, ["--format", format])
        #expect(finished.status == 1 && finished.errors.isEmpty)
        let lines = finished.output.filter { $0 != "\\" }.split(separator: "\n").map(String.init)
        let headline = "io_uring is refused here: a seccomp filter answers EPERM"
        let conclusion = "usable: no (seccomp, certain)"
        #expect(lines.first == (format == "text" ? headline : "### " + headline))
        #expect(lines.last == (format == "text" ? conclusion : "**\(conclusion)**"))
    }

    /// Emulated, io_uring_setup is ENOSYS; the child, which the real kernel executes, must not speak for its parent.
    @Test(.enabled(if: Machine.has(Machine.emulator), "qemu-user-static is not installed"))
    func anEmulatorHasNone() throws {
        let report = try Shell.run(
            Machine.emulator, [try StaticBuild.path(), "probe", "--json"], deadlineSeconds: 60
        ).report()
        #expect(report.verdict.usable == false)
        #expect(report.verdict.evidence.first == "io_uring_setup answers ENOSYS (38, Function not implemented)")
        #expect(report.headline == "io_uring is not to be had here: something answers in the kernel's place")
        expectEverythingUnknown(report)
    }

    private func expectEverythingUnknown(_ report: ProbeReport, sourceLocation: SourceLocation = #_sourceLocation) {
        for rows in report.rows {
            #expect(rows?.isEmpty == false, sourceLocation: sourceLocation)
            #expect(rows?.allSatisfy { $0.supported == nil } == true, sourceLocation: sourceLocation)
        }
    }

    /// Whether this kernel has IORING_REGISTER_QUERY, which needs no ring.
    private func canQuery() throws -> Bool {
        let report = try ProbeReport(try Shell.run(try StaticBuild.path(), ["probe", "--json"]).output)
        return report.register_ops?.first { $0.name == "REGISTER_QUERY" }?.supported == true
    }
}
