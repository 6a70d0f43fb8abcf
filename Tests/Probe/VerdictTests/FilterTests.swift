import Glibc
import Kernel
import Testing

@testable import Probe

/// seccomp(2), alone and in front of something else.
struct FilterVerdictTests {
    @Test func aFilterOfAllThreeCalls() {
        for errno in [EPERM, EACCES, EOPNOTSUPP, EINVAL, ENOMEM, 117] {
            let verdict = Situated.judge(Situated.all(errno), Situated.filtered)
            #expect(verdict.usable == false)
            #expect(verdict.outline == ["seccomp certain refuses"])
            // EINVAL is also what io_uring_register says of its own.
            let calls = errno == EINVAL ? " and io_uring_enter" : ", io_uring_enter and io_uring_register"
            #expect(verdict.refusal?.refuses == "io_uring_setup" + calls)
        }
    }

    @Test func itLooksLikeWhoseDefaultItIs() {
        func resemblance(_ errno: Int32, _ hints: String...) -> String? {
            let verdict = Situated.judge(Situated.all(errno)) { Situated.filtered(&$0); $0.containerHints = hints }
            return verdict.refusal?.resemblance
        }
        #expect(resemblance(EPERM, "docker") == "Docker 25 or later with its default profile")
        #expect(resemblance(EPERM, "kubernetes")?.hasPrefix("containerd 2") == true)
        #expect(resemblance(EPERM)?.contains("Docker 25 or later, or of containerd 2") == true)
        #expect(resemblance(ENOSYS, "podman") == "Podman with its default profile")
        #expect(resemblance(ENOSYS)?.contains("CRI-O") == true)
        #expect(resemblance(EOPNOTSUPP, "docker")?.contains("sandbox") == true)
    }

    @Test func theRemedyIsForWhereTheProcessIs() {
        func remedy(_ errno: Int32, _ hints: String...) -> String {
            Situated.judge(Situated.all(errno)) { Situated.filtered(&$0); $0.containerHints = hints }.remedy ?? ""
        }
        #expect(remedy(EPERM, "docker").hasPrefix("docker run --security-opt seccomp="))
        #expect(remedy(ENOSYS, "podman").hasPrefix("podman run --security-opt seccomp="))
        #expect(remedy(EPERM, "kubernetes", "cgroup kubepods").contains("seccompProfile"))
        #expect(remedy(EPERM).contains("SystemCallFilter=@aio"))
        // Docker's profile does not answer so: somebody else's filter is meant.
        #expect(remedy(EOPNOTSUPP, "docker").hasPrefix("a seccomp profile"))
    }

    @Test func noSystemCallBehindAFilterIsTheFilterOnlyWhereTheKernelHasIt() {
        let hidden = Situated.judge(Situated.all(ENOSYS), Situated.filtered)
        #expect(hidden.outline == ["seccomp certain refuses"])
        let undecided = Situated.judge(Situated.all(ENOSYS)) {
            Situated.filtered(&$0)
            $0.buildOption = .init()
            $0.disabledSetting = nil
        }
        #expect(undecided.outline == ["seccomp likely refuses"])
        #expect(undecided.remedy?.contains("built without io_uring") == true)
        let absent = Situated.judge(Situated.all(ENOSYS)) {
            Situated.filtered(&$0)
            $0.disabledSetting = nil
            $0.buildOption = .init(isSet: false, file: "/boot/config")
        }
        #expect(absent.outline == ["kernel certain refuses"])
        // One of the calls is answered by io_uring itself.
        let partial = Situated.judge(Situated.gated(setup: ENOSYS, enter: ENOSYS)) {
            Situated.filtered(&$0)
            $0.buildOption = .init()
            $0.disabledSetting = nil
        }
        #expect(partial.outline == ["seccomp certain refuses"])
        #expect(partial.refusal?.refuses == "io_uring_setup and io_uring_enter")
    }

    @Test func aFilterOfSetupAloneIsToldFromTheSettingByTheSetting() {
        let reached = Situated.gated(setup: EPERM)
        #expect(Situated.judge(reached, Situated.filtered).outline == ["seccomp certain refuses"])
        let hidden = Situated.judge(reached) { Situated.filtered(&$0); $0.disabledSetting = nil }
        #expect(hidden.outline == ["seccomp likely refuses"])
        // A program of the bpf module may answer so too.
        let module = Situated.judge(reached) { Situated.filtered(&$0); $0.securityModules = ["capability", "bpf"] }
        #expect(module.outline == ["seccomp likely refuses"])
        let unseen = Situated.judge(reached) {
            Situated.filtered(&$0)
            $0.kernel = KernelName(release: "6.18.44", version: "", machine: "x86_64")
            $0.securityModules = nil
        }
        #expect(unseen.outline == ["seccomp likely refuses"])
        for errno in [ENOSYS, EOPNOTSUPP, 117] {
            let other = Situated.judge(Situated.gated(setup: errno), Situated.filtered)
            #expect(other.outline == ["seccomp likely refuses"])
        }
    }

    /// One more filter, which gives way to every refusal, tells whether an earlier one is who refuses.
    @Test func aFurtherFilterTellsWhoseTheAnswerIs() {
        func outline(_ errno: Int32, trial: Int32, _ change: (inout Environment) -> Void = { _ in }) -> [String] {
            let answers = Situated.gated(setup: errno) + "\nio_uring_setup(8) under SECCOMP_RET_TRACE = -\(trial)"
            return Situated.judge(answers) { Situated.filtered(&$0); change(&$0) }.outline
        }
        let refusing = ["seccomp certain refuses"]
        for errno in [EPERM, EACCES, EOPNOTSUPP, ENOMEM, 117] {
            #expect(outline(errno, trial: errno) { $0.securityModules = ["bpf"] } == refusing)
            #expect(!outline(errno, trial: ENOSYS).contains { $0.hasPrefix("seccomp") })
        }
        #expect(outline(EPERM, trial: EPERM) { $0.disabledSetting = 2 } == refusing + ["sysctl likely behind"])
        #expect(outline(EPERM, trial: ENOSYS) { $0.disabledSetting = 2 } == ["sysctl certain refuses"])
        #expect(outline(EPERM, trial: ENOSYS) == ["unknown possible refuses"])
        let module = outline(EPERM, trial: ENOSYS) {
            $0.securityModules = ["bpf"]
            $0.kernel = KernelName(release: "6.15.0", version: "", machine: "x86_64")
        }
        #expect(module == ["lsm likely refuses"])
        #expect(outline(EACCES, trial: ENOSYS) { $0.securityModules = ["apparmor"] } == ["lsm likely refuses"])
        // ENOSYS is what a call comes to under it either way, and a tracer can let the call through.
        #expect(outline(ENOSYS, trial: ENOSYS) == ["seccomp likely refuses"])
        for isTraced in [true, nil] {
            #expect(outline(EPERM, trial: EPERM) { ($0.isTraced, $0.disabledSetting) = (isTraced, nil) }
                == ["seccomp likely refuses"])
        }
        // A filter that looks at the arguments, where a call without parameters got past it.
        let short = Situated.short(EPERM) + "io_uring_setup(8) under SECCOMP_RET_TRACE = -1"
        #expect(Situated.judge(short, Situated.filtered).outline == refusing)
    }

    @Test func aFilterOfEnterAlone() {
        let answers = """
            io_uring_setup(8, NULL) = -14
            io_uring_enter(-1) = -1
            io_uring_register(-1, UNREGISTER_BUFFERS) = -22
            ring of 8 entries = 0
            NOP - io_uring_enter(): EPERM (1, Operation not permitted)
            """
        let verdict = Situated.judge(answers, Situated.filtered)
        #expect(verdict.outline == ["seccomp certain refuses"])
        #expect(verdict.refusal?.refuses == "io_uring_enter")
        #expect(verdict.remedy?.contains("allows io_uring_enter:") == true)
    }

    @Test func aFilterOfRegisterAloneRefusesAPart() throws {
        for answer in ["= -1", "! signal 31"] {
            var transcript = try Recorded.transcript("6.18.44")
            transcript.read("io_uring_register(-1, UNREGISTER_BUFFERS) \(answer)")
            var facts = Facts(transcript: transcript, environment: Recorded.environment)
            Situated.filtered(&facts.environment)
            let verdict = Verdict.judge(facts)
            #expect(verdict.usable == true && verdict.cause == nil)
            #expect(verdict.outline == ["seccomp certain partly"])
            #expect(verdict[.seccomp]?.refuses == "io_uring_register")
            #expect(verdict.evidence.contains { $0.hasSuffix("so that little else can be learnt") })
            #expect(ProbeResult(facts).summary.contains { $0.label == "but" && $0.isEssential })
        }
    }

    @Test func aChildThatIsKilledIsAFilter() {
        let verdict = Situated.judge(
            "io_uring_setup(8, NULL) ! signal 31\nio_uring_enter(-1) ! signal 31\nring of 8 entries ! signal 31",
            Situated.filtered)
        #expect(verdict.usable == false)
        #expect(verdict.outline == ["seccomp certain refuses"])
        #expect(verdict.refusal?.refuses == "io_uring_setup and io_uring_enter")
        #expect(verdict.refusal?.evidence.first
            == "processes that called io_uring_setup and io_uring_enter were killed by SIGSYS")
        let late = Situated.judge(Situated.reached + "ring of 8 entries = 0\nNOP ! signal 31", Situated.filtered)
        #expect(late.cause == .seccomp && late.refusal?.refuses == "io_uring_enter")
    }

    // MARK: What stands behind it

    @Test func theSettingIsAnnouncedBehindAFilter() {
        let verdict = Situated.judge(Situated.all(EPERM)) { Situated.filtered(&$0); $0.disabledSetting = 2 }
        #expect(verdict.outline == ["seccomp certain refuses", "sysctl likely behind"])
        // EACCES of setup alone comes from a filter: the setting, before any module, would have said EPERM.
        let alone = Situated.judge(Situated.gated(setup: EACCES)) { Situated.filtered(&$0); $0.disabledSetting = 2 }
        #expect(alone.outline == ["seccomp likely refuses", "sysctl likely behind"])
        let exempt = Situated.judge(Situated.all(EPERM)) {
            Situated.filtered(&$0)
            $0.disabledSetting = 1
            $0.groupSetting = 27
        }
        #expect(exempt.outline == ["seccomp certain refuses"])
    }

    @Test func limitsAreAnnouncedBehindAFilter() {
        func outline(_ change: (inout Environment) -> Void) -> [String] {
            Array(Situated.judge(Situated.all(EPERM)) { Situated.filtered(&$0); change(&$0) }.outline.dropFirst())
        }
        func kernel(_ release: String) -> KernelName { KernelName(release: release, version: "", machine: "x86_64") }
        #expect(outline { $0.lockedMemoryLimit = Limit(soft: 64 << 10, hard: nil); $0.kernel = kernel("6.18.44") }
            == ["memlock likely behind"])
        #expect(outline { $0.lockedMemoryLimit = Limit(soft: 64 << 10, hard: nil); $0.kernel = kernel("6.1.0") }
            == ["memlock possible behind"])
        #expect(outline {
            $0.lockedMemoryLimit = Limit(soft: 0, hard: nil)
            $0.capabilities = ["cap_ipc_lock"]
        } == [])
        #expect(outline { $0.descriptorLimit = Limit(soft: 4, hard: 4) } == ["descriptors possible behind"])
        #expect(outline { $0.isConfined = true; $0.securityModules = ["selinux"] } == ["lsm possible behind"])
        #expect(outline { $0.isConfined = true; $0.isSELinuxEnforcing = false; $0.securityModules = ["selinux"] } == [])
    }
}
