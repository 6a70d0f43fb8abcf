import Glibc
import Kernel
import Testing

@testable import Probe

/// What holds for every verdict.
struct VerdictTests {
    @Test(arguments: Recorded.releases.map(\.file)) func recordedKernelsAreUsable(file: String) throws {
        let verdict = Verdict.judge(Facts(transcript: try Recorded.transcript(file), environment: Recorded.environment))
        #expect(verdict.usable == true)
        #expect(verdict.cause == nil && verdict.causes.isEmpty, "\(verdict.outline)")
    }

    @Test func aRingThatDoesNothingIsNotUsable() {
        let ring = Situated.reached + "ring of 8 entries = 0\n"
        #expect(Situated.judge(ring + "NOP = -22").cause == .unknown)
        #expect(Situated.judge(ring + "NOP = 5").usable == false)
        #expect(Situated.judge(ring + "NOP - io_uring_enter(): EPERM (1, Operation not permitted)").usable == false)
        // Unknown is not no: a machine may stand still.
        #expect(Situated.judge(ring + "NOP = -62").usable == nil)
        #expect(Situated.judge(ring).usable == nil)
    }

    @Test func whatWasNotLearntIsNull() {
        var facts = Situated.facts("")
        facts.interruption = "no child process could be made"
        #expect(Verdict.judge(facts) == Verdict(usable: nil, evidence: ["no child process could be made"]))
        #expect(ProbeResult(facts).exitStatus == 2)
    }

    @Test func aSignalThatNoFilterSendsSaysNothing() {
        for code in ["signal 11", "signal 9", "hung", "status 1"] {
            let verdict = Situated.judge("ring of 8 entries ! \(code)", Situated.filtered)
            #expect(verdict.usable == nil && verdict.cause == nil)
        }
    }

    /// Refused with any errno, known or not, before or after the arguments are read, with a filter or without: there is
    /// a cause, evidence that names the errno, and never a yes.
    @Test func everyErrnoHasAVerdict() {
        for setup in 1...133 as ClosedRange<Int32> {
            var transcripts = [Situated.short(setup), Situated.short(setup, setup: EPERM)]
            for others in [setup, EBADF, EINVAL] {
                transcripts.append(Situated.gated(setup: setup, enter: others, register: others))
            }
            for transcript in transcripts {
                for isFiltered in [false, true] {
                    let verdict = Situated.judge(transcript) { if isFiltered { Situated.filtered(&$0) } }
                    #expect(verdict.usable == false)
                    #expect(verdict.cause != nil && verdict.confidence != nil)
                    #expect(verdict.evidence[0].contains("(\(setup), "))
                    #expect(verdict.evidence == verdict.causes[0].evidence)
                }
            }
        }
    }

    /// Whatever is found says what it refuses and how it is known, and is said once.
    @Test func everyCauseSaysWhatAndWhy() throws {
        for transcript in [
            Situated.all(EPERM), Situated.all(ENOSYS), Situated.gated(setup: EPERM), Situated.gated(setup: EACCES),
            Situated.short(ENOMEM), Situated.short(EMFILE), Situated.short(EACCES), Situated.short(EINVAL),
            Situated.working + "ring of 256 entries = -12\nsetup flag SQPOLL = -1",
        ] {
            for disabled in [nil, 0, 1, 2] as [Int64?] {
                for mode in [0, 2] {
                    let facts = Situated.facts(transcript) {
                        $0.disabledSetting = disabled
                        $0.seccomp.mode = mode
                        $0.lockedMemoryLimit = Limit(soft: 0, hard: 0)
                        $0.descriptorLimit = Limit(soft: 4, hard: 4)
                        $0.isConfined = true
                        $0.securityModules = ["capability", "apparmor"]
                    }
                    let verdict = Verdict.judge(facts)
                    for found in verdict.causes {
                        #expect(!found.refuses.isEmpty && !found.evidence.isEmpty)
                        #expect(!found.evidence.contains { $0.hasSuffix(".") || $0.isEmpty })
                        #expect(found.remedy != nil || found.cause == .unknown, "\(found)")
                        #expect(found.remedy?.contains("--privileged") != true)
                    }
                    #expect(Set(verdict.outline).count == verdict.causes.count)
                    // Whatever is found is in the report, and a person is told of it.
                    let summary = ProbeResult(facts).summary
                    #expect(summary.filter { ["behind it", "but", "or else"].contains($0.label) }.count
                        == verdict.causes.filter { $0 != verdict.refusal }.count)
                }
            }
        }
    }
}
