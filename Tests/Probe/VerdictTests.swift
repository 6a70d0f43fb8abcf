import Glibc
import Kernel
import Testing

@testable import Probe

/// Verdicts from facts alone: what the calls answered, as measured on real kernels behind real obstacles.
struct VerdictTests {
    private func facts(_ transcript: String, _ change: (inout Environment) -> Void = { _ in }) -> Facts {
        var environment = Recorded.environment
        change(&environment)
        return Facts(transcript: Transcript(transcript), environment: environment)
    }

    private func answers(setup: Int, enter: Int, register: Int) -> String {
        """
        io_uring_setup(8, NULL) = \(setup)
        io_uring_enter(-1) = \(enter)
        io_uring_register(-1, UNREGISTER_BUFFERS) = \(register)
        ring of 8 entries = \(setup)
        """
    }

    private func filtered(_ environment: inout Environment) {
        environment.seccomp = .init(mode: 2, filters: 1, hasNoNewPrivileges: true)
    }

    @Test(arguments: Recorded.releases.map(\.file)) func recordedKernelsAreUsable(file: String) throws {
        let verdict = Verdict.judge(Facts(transcript: try Recorded.transcript(file), environment: Recorded.environment))
        #expect(verdict.usable == true)
        #expect(verdict.cause == nil)
    }

    @Test func aFilterOfAllThreeCalls() {
        for errno in [EPERM, EACCES, EOPNOTSUPP].map({ -Int($0) }) {
            let verdict = Verdict.judge(facts(answers(setup: errno, enter: errno, register: errno), filtered))
            #expect(verdict.usable == false)
            #expect(verdict.cause == .seccomp)
            #expect(verdict.confidence == .certain)
        }
    }

    @Test func noSystemCallBehindAFilterIsTheFilterOnlyWhereTheKernelHasIt() {
        let answers = answers(setup: -38, enter: -38, register: -38)
        let hidden = Verdict.judge(facts(answers, filtered))
        #expect(hidden.cause == .seccomp)
        #expect(hidden.confidence == .certain)
        let undecided = Verdict.judge(
            facts(answers) { filtered(&$0); $0.buildOption = .init(); $0.disabledSetting = nil })
        #expect(undecided.cause == .seccomp)
        #expect(undecided.confidence == .likely)
        let absent = Verdict.judge(
            facts(answers) {
                filtered(&$0)
                $0.disabledSetting = nil
                $0.buildOption = .init(isSet: false, file: "/boot/config")
            })
        #expect(absent.cause == .kernel)
    }

    @Test func noSystemCallWithoutAFilterIsTheKernel() {
        let verdict = Verdict.judge(
            facts(answers(setup: -38, enter: -38, register: -38)) {
                $0.buildOption = .init()
                $0.disabledSetting = nil
            })
        #expect(verdict.cause == .kernel)
        #expect(verdict.confidence == .certain)
    }

    @Test func theSettingRefusesSetupAlone() {
        let reached = answers(setup: -1, enter: -9, register: -22)
        let verdict = Verdict.judge(facts(reached) { $0.disabledSetting = 2 })
        #expect(verdict.cause == .sysctl)
        #expect(verdict.confidence == .certain)
        #expect(verdict.evidence.contains("kernel.io_uring_disabled is 2"))
    }

    @Test func theSettingOfOneKnowsTheGroupAndThePrivileged() {
        let reached = answers(setup: -1, enter: -9, register: -22)
        func cause(_ change: @escaping (inout Environment) -> Void) -> Cause? {
            Verdict.judge(facts(reached) { $0.disabledSetting = 1; change(&$0) }).cause
        }
        #expect(cause { $0.groupSetting = -1 } == .sysctl)
        #expect(cause { $0.groupSetting = 4 } == .sysctl)
        // These are exempt: something else must have refused.
        #expect(cause { $0.groupSetting = 27 } == .unknown)
        #expect(cause { $0.groupSetting = 1000 } == .unknown)
        #expect(cause { $0.capabilities = ["cap_sys_admin"] } == .unknown)
    }

    @Test func aFilterOfSetupAloneIsToldFromTheSettingByTheSetting() {
        let reached = answers(setup: -1, enter: -9, register: -22)
        #expect(Verdict.judge(facts(reached, filtered)).cause == .seccomp)
        #expect(Verdict.judge(facts(reached, filtered)).confidence == .certain)
        let hidden = Verdict.judge(facts(reached) { filtered(&$0); $0.disabledSetting = nil })
        #expect(hidden.confidence == .likely)
        #expect(Verdict.judge(facts(reached)).cause == .unknown)
    }

    /// Capabilities and group numbers of a user namespace count for nothing where the kernel asks outside of it.
    @Test func aUserNamespaceExemptsNobody() {
        func judge(_ errno: Int, _ change: @escaping (inout Environment) -> Void) -> Verdict {
            Verdict.judge(facts(answers(setup: errno, enter: -9, register: -22)) {
                $0.isInUserNamespace = true
                $0.capabilities = ["cap_sys_admin", "cap_ipc_lock"]
                change(&$0)
            })
        }
        #expect(judge(-1) { $0.disabledSetting = 1; $0.groupSetting = 27 }.cause == .sysctl)
        #expect(judge(-12) { _ in }.cause == .memlock)
    }

    @Test func missingCallsOfAKernelThatHasThemAreAnothersWord() {
        let answers = answers(setup: -38, enter: -38, register: -38)
        let emulated = Verdict.judge(facts(answers) { $0.isTraced = true })
        #expect(emulated.cause == .emulation)
        #expect(emulated.evidence.contains("a tracer is attached"))
        #expect(Verdict.judge(facts(answers)).cause == .emulation)  // the setting is there
        var bare = facts(answers) { $0.disabledSetting = nil; $0.buildOption = .init() }
        #expect(Verdict.judge(bare).cause == .kernel)
        bare.isAnsweredByAnother = true
        #expect(Verdict.judge(bare).cause == .emulation)
    }

    @Test func aFilterOfRegisterAloneIsSaid() throws {
        var transcript = try Recorded.transcript("6.18.44")
        transcript.read("io_uring_register(-1, UNREGISTER_BUFFERS) = -1")
        var facts = Facts(transcript: transcript, environment: Recorded.environment)
        filtered(&facts.environment)
        let verdict = Verdict.judge(facts)
        #expect(verdict.usable == true)
        #expect(verdict.evidence.contains { $0.hasPrefix("io_uring_register(-1) answers EPERM") })
        #expect(ProbeResult(facts).summary.contains { $0.label == "but" && $0.isEssential })
    }

    @Test func accessDeniedIsASecurityModule() {
        #expect(Verdict.judge(facts(answers(setup: -13, enter: -9, register: -22))).cause == .lsm)
    }

    @Test func noMemoryIsTheLimitUnlessExempt() {
        let reached = answers(setup: -12, enter: -9, register: -22)
        #expect(Verdict.judge(facts(reached)).cause == .memlock)
        #expect(Verdict.judge(facts(reached) { $0.capabilities = ["cap_ipc_lock"] }).cause == .memory)
        #expect(Verdict.judge(facts(reached) { $0.lockedMemoryLimit = Limit(soft: nil, hard: nil) }).cause == .memory)
    }

    @Test(arguments: [-23, -24]) func noDescriptor(result: Int) {
        #expect(Verdict.judge(facts(answers(setup: result, enter: -9, register: -22))).cause == .descriptors)
    }

    @Test func aChildThatIsKilledIsAFilter() {
        let verdict = Verdict.judge(facts("ring of 8 entries ! signal 31", filtered))
        #expect(verdict.usable == false)
        #expect(verdict.cause == .seccomp)
        #expect(Verdict.judge(facts("ring of 8 entries ! hung")).usable == nil)
        #expect(Verdict.judge(facts("ring of 8 entries = 0\nNOP ! signal 31", filtered)).cause == .seccomp)
    }

    @Test func aRingThatDoesNothingIsNotUsable() {
        let ring = "ring of 8 entries = 0\n"
        #expect(Verdict.judge(facts(ring + "NOP = -13")).cause == .restriction)
        #expect(Verdict.judge(facts(ring + "NOP = -22")).cause == .unknown)
        #expect(Verdict.judge(facts(ring + "NOP = 5")).usable == false)
        #expect(Verdict.judge(facts(ring + "NOP - no completion within 1 s")).usable == false)
        #expect(Verdict.judge(facts(ring)).usable == nil)
    }

    @Test func whatWasNotLearntIsNull() {
        var facts = facts("")
        facts.interruption = "no child process could be made"
        #expect(Verdict.judge(facts) == Verdict(usable: nil, evidence: ["no child process could be made"]))
        #expect(ProbeResult(facts).exitStatus == 2)
    }

    /// Refused with any errno, known or not: there is a cause, evidence that names the errno, and never a yes.
    @Test func everyErrnoHasAVerdict() {
        for setup in 1...133 {
            for others in [setup, Int(EBADF), Int(EINVAL)] {
                let verdict = Verdict.judge(facts(answers(setup: -setup, enter: -others, register: -others)))
                #expect(verdict.usable == false)
                #expect(verdict.cause != nil && verdict.confidence != nil)
                #expect(verdict.evidence[0].contains("(\(setup), "))
            }
        }
    }
}
