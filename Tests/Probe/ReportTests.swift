import Catalog
import Report
import Testing

@testable import Probe

struct ProbeReportTests {
    private let tool = ToolVersion(version: "1.2.3", build: "abcd", commit: nil)

    private func report(_ transcript: Transcript, only: [ProbeSection]? = nil) -> Report {
        ProbeResult(Facts(transcript: transcript, environment: Recorded.environment)).report(
            tool: tool, only: only.map { ProbeSelection([.sections($0)]) })
    }

    @Test func aPersonSeesAtOnceWhatIsMissing() throws {
        let text = TextWriter().write(report(try Recorded.transcript("debian-6.12.117")))
        #expect(text.hasPrefix("io_uring works here: 58 operations on 6.12.0-test (x86_64, Debian GNU/Linux 13),\nas uid 1000\n"))
        #expect(text.contains("  operations    58 of 65, without"))
        #expect(text.contains("without RECV_ZC, EPOLL_WAIT, READV_FIXED, WRITEV_FIXED\n                (6.15), PIPE (6.16)"))
        #expect(text.hasSuffix("\nusable: yes\n"))
    }

    @Test func aRefusalSaysWhoAndWhatToDo() {
        let transcript = Transcript(
            """
            io_uring_enter(-1) = -9
            io_uring_register(-1, UNREGISTER_BUFFERS) = -22
            ring of 8 entries = -1
            """)
        var facts = Facts(transcript: transcript, environment: Recorded.environment)
        facts.environment.disabledSetting = 2
        let text = TextWriter().write(ProbeResult(facts).report(tool: tool))
        #expect(text.hasPrefix("io_uring is refused here: kernel.io_uring_disabled is 2\n"))
        #expect(text.contains("  remedy        sysctl kernel.io_uring_disabled=0"))
        #expect(text.contains("  operations    unknown\n"))
        #expect(text.hasSuffix("\nusable: no (sysctl, certain)\n"))
    }

    @Test func aKernelThatHasMoreThanItsReleaseIsSaidTo() throws {
        var facts = Facts(transcript: try Recorded.transcript("debian-5.10.262"), environment: Recorded.environment)
        facts.environment.kernel = .init(release: "5.10.0-46-cloud-amd64", version: "", machine: "x86_64")
        let line = try #require(ProbeResult(facts).report(tool: tool).summary.first { $0.label == "release" })
        #expect(line.text.hasPrefix("more than upstream 5.10: SHUTDOWN, RENAMEAT, UNLINKAT"))
        facts.environment.kernel = .init(release: "5.19.17", version: "", machine: "x86_64")
        #expect(ProbeResult(facts).disagreement?.hasPrefix("less than upstream 5.19: MKDIRAT") == true)
    }

    @Test func eachSectionCanBeHadAlone() throws {
        let transcript = try Recorded.transcript("6.18.44")
        for section in ProbeSection.allCases {
            let report = report(transcript, only: [section])
            #expect(report.only == [section.rawValue])
            let always = ["tool", "situation", "verdict", "requirements", "headroom", "verification"]
            let keys = report.sections.map(\.key).filter { !always.contains($0) }
            #expect(section == .environment ? keys.contains("kernel") && keys.count == 5 : keys == [section.rawValue])
        }
    }

    @Test func everyRowOfTheCatalogIsInEveryReport() {
        let report = report(Transcript())
        let counts: [String: Int] = [
            "opcodes": Catalog.opcodes.count, "setup_flags": Catalog.setupFlags.count,
            "features": Catalog.features.count, "register_ops": Catalog.registerOperations.count,
            "op_flags": Catalog.operationFlags.count, "sqe_flags": Catalog.submissionFlags.count,
            "enter_flags": Catalog.enterFlags.count, "cqe_flags": Catalog.completionFlags.count,
        ]
        for (key, count) in counts {
            guard case .list(let rows)? = report.sections.first(where: { $0.key == key })?.value else {
                Issue.record("no \(key)")
                continue
            }
            #expect(rows.count == count)
        }
    }

    @Test(arguments: [
        ("6.1.0-56-cloud-amd64", "6.1"), ("5.10.262", "5.10"), ("7.3-rc7", "7.3"), ("6.18.44+", "6.18"),
        ("5.15.0-microsoft-standard-WSL2", "5.15"),
    ])
    func releasesAreRead(text: String, release: String) {
        #expect(Release(kernelRelease: text)?.description == release)
    }

    @Test(arguments: ["", "x", "6", "6.", "999.1", "six.one"]) func whatIsNoReleaseIsNone(text: String) {
        #expect(Release(kernelRelease: text) == nil)
    }
}
