import Catalog
import Kernel
import Report
import Testing

@testable import Probe

/// What a report says of the bugs that its kernel may have.
struct KnownBugReportTests {
    private let tool = ToolVersion(version: "1.2.3", build: "abcd", commit: nil)

    private func result(
        _ release: String, _ version: String = "#1 SMP", transcript: String = "debian-6.1.192"
    ) throws -> ProbeResult {
        var facts = Facts(transcript: try Recorded.transcript(transcript), environment: Recorded.environment)
        facts.environment.kernel = KernelName(release: release, version: version, machine: "x86_64")
        return ProbeResult(facts)
    }

    private func bugs(_ result: ProbeResult) throws -> [Value] {
        let section = try #require(result.report(tool: tool).sections.first { $0.key == "known_bugs" })
        guard case .list(let rows) = section.value else { throw NoList() }
        return rows
    }

    private func line(_ result: ProbeResult) -> String? {
        result.report(tool: tool).summary.first { $0.label == "known bugs" }?.text
    }

    private struct NoList: Error {}

    @Test func aKernelWithABugNamesItAndTheFixOfItsBranch() throws {
        let result = try result("6.1.0-29-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.123-1 (2025-01-02)")
        let bug = try #require(try bugs(result).first { $0["id"] == "WAITERS-MISS-WAKEUPS" })
        #expect(bug["introduced"] == Value(["6.1.120"]) && bug["fixed_in"] == Value(["6.1.128"]))
        #expect(bug["fix_in_branch"] == "6.1.128" && bug["reliability"] == "exact" && bug["harm"] == "hang")
        #expect(bug["symptom"]?.words.isEmpty == false && bug["source"]?.words == "Debian bug 1093243")
        #expect(line(result)?.contains(" may apply to 6.1.123, at worst ") == true)
        #expect(line(result)?.contains("--only known_bugs") == true)
    }

    @Test func theNextReleaseOfTheBranchHasItNoMore() throws {
        let result = try result("6.1.0-30-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.128-1 (2025-02-07)")
        let ids = try bugs(result).map { $0["id"] }
        #expect(!ids.contains("WAITERS-MISS-WAKEUPS") && ids.contains("CVE-2025-21863"))
    }

    @Test func anOldKernelHasManyAndTheWorstFirst() throws {
        let old = try result("5.10.5", transcript: "debian-5.10.262")
        let ids = try bugs(old).map { $0["id"] }
        #expect(ids.count > 20 && ids.contains("CVE-2022-29582") && ids.contains("CVE-2021-41073"))
        #expect(try bugs(old).first?["harm"] == "escalation")
        #expect(line(old)?.hasPrefix("\(ids.count) may apply to 5.10.5, at worst CVE-") == true)
        #expect(line(old)?.contains(" (escalation), fixed in 5.10.") == true)
        let new = try bugs(result("5.10.262", transcript: "debian-5.10.262")).map { $0["id"] }
        #expect(!new.contains("CVE-2022-29582") && !new.contains("CVE-2021-41073"))
    }

    @Test func oneIsNotTheWorstOfSeveral() throws {
        let text = try line(result("7.3.1"))
        #expect(text?.hasPrefix("1 may apply to 7.3.1, that is WORKER-EXIT-WAKEUP (hang), fixed in 7.3.2; ") == true)
    }

    @Test func aVendorsKernelGetsTheCaution() throws {
        let result = try result("5.14.0-427.el9", "#1 SMP PREEMPT_DYNAMIC")
        #expect(result.upstream?.reliability == .unreliable)
        #expect(try bugs(result).allSatisfy { $0["reliability"] == "unreliable" })
        #expect(line(result)?.contains("less what Red Hat has fixed under that number: ask there") == true)
        #expect(line(result)?.contains("at worst") == false)
        let fields = try #require(result.report(tool: tool).sections.first { $0.key == "kernel" }).value
        #expect(fields["upstream"] == "5.14" && fields["upstream_reliability"] == "unreliable")
        #expect(fields["upstream_vendor"] == "Red Hat")
    }

    @Test func aKernelThatNothingIsKnownOfSaysSo() throws {
        let new = try result("6.0.99")
        if try bugs(new).isEmpty { #expect(line(new) == "none on record applies to 6.0.99") }
        let none = try result("5.0.21")
        #expect(try bugs(none).isEmpty && line(none) == "none on record applies to 5.0.21")
        let kept = try line(result("4.18.0-513.el8"))
        #expect(kept?.contains("but Red Hat puts other releases' code under that number") == true)
        let nameless = try result("unknown")
        #expect(try bugs(nameless).isEmpty && line(nameless)?.hasPrefix("unknown: ") == true)
    }

    @Test func whatIsNotLinuxHasNoneOfItsBugs() throws {
        var facts = Facts(transcript: Transcript(), environment: Recorded.environment)
        facts.environment.kernel = KernelName(release: "5.10.5", version: "#1 SMP", machine: "x86_64")
        facts.environment.otherKernelHints = ["gvisor"]
        #expect(ProbeResult(facts).knownBugs.isEmpty && ProbeResult(facts).upstream == nil)
    }

    @Test("Advice moves neither verdict, status, tone nor conclusion", arguments: Recorded.releases.map(\.file))
    func adviceIsNoVerdict(_ file: String) throws {
        let bad = try result("5.10.5", transcript: file), good = try result("5.0.21", transcript: file)
        #expect(!bad.knownBugs.isEmpty && good.knownBugs.isEmpty)
        #expect(bad.exitStatus == good.exitStatus && bad.verdict == good.verdict)
        let reports = (bad.report(tool: tool), good.report(tool: tool))
        #expect(reports.0.tone == reports.1.tone && reports.0.conclusion == reports.1.conclusion)
    }

    @Test func textShowsOneLineUnaskedAndTheWholeWhenAsked() throws {
        let result = try result("6.1.123")
        let brief = TextWriter().write(result.report(tool: tool))
        #expect(brief.contains("\n  known bugs    ") && !brief.contains("WAITERS-MISS-WAKEUPS"))
        for text in [
            TextWriter(showsAll: true).write(result.report(tool: tool)),
            TextWriter().write(result.report(tool: tool, only: ProbeSelection([.sections([.knownBugs])]))),
            MarkdownWriter.write(result.report(tool: tool)),
        ] {
            #expect(text.contains("WAITERS-MISS-WAKEUPS") && text.contains("6.1.128") && text.contains("1093243"))
        }
        let only = TextWriter().write(result.report(tool: tool, only: ProbeSelection([.sections([.knownBugs])])))
        #expect(only.contains("\n  known bugs    ") && !only.contains("\n  operations"))
        #expect(!TextWriter().write(result.report(tool: tool, only: ProbeSelection([.sections([.opcodes])]))).contains("known bugs"))
    }

    @Test func whoIsRefusedAllIsNotWarnedToo() throws {
        var facts = Facts(
            transcript: Transcript("io_uring_enter(-1) = -9\nring of 8 entries = -1"),
            environment: Recorded.environment)
        facts.environment.disabledSetting = 2
        let result = ProbeResult(facts)
        #expect(result.verdict.usable == false && line(result) == nil)
        #expect(result.report(tool: tool, only: ProbeSelection([.sections([.knownBugs])])).summary.contains { $0.label == "known bugs" })
    }
}
