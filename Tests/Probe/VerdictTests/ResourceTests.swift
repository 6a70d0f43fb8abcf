import Glibc
import Kernel
import Testing

@testable import Probe

/// Limits, resources, and what is wanted besides a plain ring.
struct ResourceVerdictTests {
    private func kernel(_ release: String) -> KernelName {
        KernelName(release: release, version: "", machine: "x86_64")
    }

    @Test func noMemoryIsTheLimitUnlessExempt() {
        func outline(_ change: (inout Environment) -> Void) -> [String] {
            Situated.judge(Situated.short(ENOMEM)) { $0.kernel = kernel("6.18.44"); change(&$0) }.outline
        }
        #expect(outline { _ in } == ["memlock likely refuses"])
        // These kernels do not charge rings, or nobody knows, as far as their releases say.
        for release in ["6.1.0", "5.10.0-46-cloud-amd64"] {
            #expect(outline { $0.kernel = kernel(release) } == ["memlock possible refuses", "memory possible refuses"])
            let headline = ProbeResult(Situated.facts(Situated.short(ENOMEM)) { $0.kernel = kernel(release) }).headline
            #expect(headline == "io_uring is refused here: the limit of locked memory is used up (possibly)")
        }
        #expect(outline { $0.kernel = kernel("6.1.0"); $0.lockedMemoryLimit = Limit(soft: 0, hard: 0) }
            == ["memlock likely refuses"])
        #expect(outline { $0.capabilities = ["cap_ipc_lock"] } == ["memory likely refuses"])
        #expect(outline { $0.lockedMemoryLimit = Limit(soft: nil, hard: nil) } == ["memory likely refuses"])
        // A capability of a user namespace does not count.
        let mapped = Situated.judge(Situated.short(ENOMEM)) {
            $0.kernel = kernel("6.18.44")
            $0.capabilities = ["cap_ipc_lock"]
            $0.isInUserNamespace = true
        }
        #expect(mapped.outline == ["memlock likely refuses"])
        #expect(mapped.evidence.last == "CAP_IPC_LOCK of a user namespace, in which this process is, does not count")
        #expect(outline { $0.controlGroup.memory = .init(used: 1 << 30, limit: 1 << 30) }
            == ["memory likely refuses", "memlock possible refuses"])
    }

    @Test func theErrorAloneOfAGateIsNoShortage() {
        // Nobody asks for memory or descriptors before the arguments are read.
        #expect(Situated.judge(Situated.gated(setup: ENOMEM)).cause == .unknown)
        #expect(Situated.judge(Situated.gated(setup: EMFILE), Situated.filtered).cause == .seccomp)
    }

    @Test func whatCannotBeMappedWasMade() {
        let verdict = Situated.judge(Situated.reached + "ring of 8 entries = -12\nio_uring_setup(8) = 0") {
            $0.addressSpaceLimit = Limit(soft: 40 << 20, hard: nil)
        }
        #expect(verdict.outline == ["memory likely refuses"])
        #expect(verdict.evidence.contains("limit of address space: 40 MiB"))
        #expect(verdict.refusal?.refuses == "the mapping of a ring")
    }

    @Test(arguments: [EMFILE, ENFILE]) func noDescriptor(errno: Int32) {
        let verdict = Situated.judge(Situated.short(errno))
        #expect(verdict.outline == ["descriptors certain refuses"])
        #expect(verdict.remedy?.contains(errno == EMFILE ? "LimitNOFILE=" : "fs.file-max") == true)
    }

    @Test func aPlainRingThatIsInvalidIsAboutFlags() {
        #expect(Situated.judge(Situated.short(EINVAL)).outline == ["flags likely refuses"])
    }

    @Test func anythingElseIsNotKnown() {
        #expect(Situated.judge(Situated.short(EPERM)).outline == ["unknown possible refuses"])
        #expect(Situated.judge(Situated.short(EPERM), Situated.filtered).outline == ["seccomp possible refuses"])
        #expect(Situated.judge(Situated.short(EPERM)) { $0.isTraced = true }.cause == .emulation)
    }

    // MARK: In part

    @Test func largerRingsAreAPart() {
        let limited = Situated.judge(Situated.working + "ring of 256 entries = 0\nring of 4096 entries = -12") {
            $0.lockedMemoryLimit = Limit(soft: 64 << 10, hard: nil)
        }
        #expect(limited.usable == true)
        #expect(limited.outline == ["memlock likely partly"])
        #expect(limited[.memlock]?.refuses == "rings of 4096 entries")
        let exempt = Situated.judge(Situated.working + "ring of 256 entries = -12\nring of 4096 entries = -12") {
            $0.capabilities = ["cap_ipc_lock"]
        }
        #expect(exempt.outline == ["memory likely partly"])
        #expect(exempt[.memory]?.refuses == "rings of 256 entries")
    }

    @Test func aFlagThatIsRefusedIsAPart() {
        let old = Situated.judge(Situated.working + "setup flag SQPOLL = -1\nsetup flag SQ_AFF = -1")
        #expect(old.outline == ["flags certain partly"])
        #expect(old[.flags]?.refuses == "rings with SQPOLL and SQ_AFF")
        #expect(old[.flags]?.remedy?.contains("CAP_SYS_NICE") == true)
        let module = Situated.judge(Situated.working + "setup flag SQPOLL = -13") { $0.securityModules = ["selinux"] }
        #expect(module[.flags]?.evidence.contains("security modules: selinux") == true)
        #expect(module[.flags]?.remedy?.contains("ausearch") == true)
        // A flag that is not known is nobody's refusal.
        #expect(Situated.judge(Situated.working + "setup flag SQ_REWIND = -22").causes.isEmpty)
    }

    @Test func noThreadForSQPOLLIsALimitOfProcesses() {
        let verdict = Situated.judge(Situated.working + "setup flag SQPOLL = -11") {
            $0.controlGroup.processes = .init(used: 5, limit: 5)
        }
        #expect(verdict.outline == ["processes certain partly"])
        #expect(verdict[.processes]?.evidence.contains("control group: 5 of 5 processes") == true)
        #expect(verdict[.processes]?.remedy?.contains("TasksMax=") == true)
    }

    /// No child could be made, so that this process asked itself.
    @Test func noChildIsALimitOfProcesses() {
        let child = "child process = -11\nfailed call of child process - posix_spawn(own executable): EAGAIN\n"
        let works = Situated.judge(child + Situated.working) { $0.processLimit = Limit(soft: 1, hard: 1) }
        #expect(works.usable == true)
        #expect(works.outline == ["processes likely partly"])
        #expect(works[.processes]?.evidence
            == ["posix_spawn(own executable): EAGAIN", "limit of the user's processes: 1"])
        let unasked = Situated.judge(child, Situated.filtered)
        #expect(unasked.usable == nil && unasked.cause == nil)
        #expect(unasked.outline == ["processes likely partly", "seccomp possible behind"])
        let descriptors = Situated.judge(
            "child process = -24\nfailed call of child process - pipe2(): EMFILE\n" + Situated.working)
        #expect(descriptors.outline == ["descriptors certain partly"])
    }
}
