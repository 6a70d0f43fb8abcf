import Foundation
import Support
import Testing

/// A child that asks and comes to no end, or to a bad one: what the report says, and that it comes at all.
@Suite(.serialized, .bounded, .enabled(if: Machine.has("strace"), "strace is not installed"))
struct StuckChildTests {
    /// Probes with an injection in strace's words. A probe that waits for a stuck child without a bound ends at the
    /// deadline, which is far beyond its own five seconds: the machine may be busy.
    private func probe(_ options: [String]) throws -> Finished {
        try Shell.run(
            "strace", ["-f", "-qqq", "-o", "/dev/null"] + options + [try StaticBuild.path(), "probe", "--json"],
            deadlineSeconds: 60)
    }

    /// Only the child makes a second ring, sends a second request, and asks a second register operation.
    @Test(
        arguments: ["io_uring_setup", "io_uring_enter", "io_uring_register"],
        ["signal=SIGSTOP", "signal=SIGSEGV", "signal=SIGKILL", "signal=SIGTERM"])
    func endsWithAReport(_ call: String, _ what: String) throws {
        let finished = try probe(["-e", "trace=\(call)", "-e", "inject=\(call):\(what):when=2"])
        let report = try finished.report()
        // Whoever asks next leaves out what the first one died over; where that is the ring itself, nothing is known.
        #expect(report.verdict.usable != false, "\(report.verdict)")
        #expect(report.verdict.usable == true || report.verdict.interruption != nil || !report.verdict.evidence.isEmpty)
    }

    /// Each child is lost over its first ring, and a signal that no filter sends says nothing about filters.
    @Test(
        arguments: [
            ("SIGSTOP", "hung, and was killed"), ("SIGSEGV", "was killed by signal 11 (SIGSEGV)"),
            ("SIGKILL", "was killed by signal 9 (SIGKILL)"),
        ])
    func whereEveryChildIsLostNothingIsKnown(_ signal: String, _ end: String) throws {
        let finished = try probe(
            ["-e", "trace=io_uring_setup", "-e", "inject=io_uring_setup:signal=\(signal)"])
        let report = try finished.report()
        #expect(report.verdict.usable == nil && report.verdict.cause == nil)
        #expect(report.verdict.evidence.contains { $0.contains(end) }, "\(report.verdict)")
        #expect(finished.status == 2)
    }

    @Test(arguments: ["EACCES", "ENOENT", "ENOMEM", "EAGAIN"])
    func aProgramThatCannotBeExecutedAgainIsNamed(_ errno: String) throws {
        // What strace executes itself is not injected.
        let finished = try probe(["-e", "trace=execve", "-e", "inject=execve:error=\(errno)"])
        let report = try finished.report()
        // This process asked itself, all but what only a child may be asked.
        #expect(report.verdict.usable == true)
        let reason = "no child process could be made to ask the kernel: posix_spawn(own executable): \(errno) ("
        #expect(report.verdict.interruption?.hasPrefix(reason) == true, "\(report.verdict)")
    }
}
