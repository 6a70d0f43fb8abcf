import Kernel

extension Verdict {
    /// Setup is refused, and the other calls are too: a filter, or nobody there to answer.
    static func ofAllCalls(_ errno: Errno, _ facts: Facts, _ evidence: [String]) -> Verdict {
        let evidence = evidence + Evidence.ofSeccomp(facts)
        let allow =
            "a seccomp profile that also allows io_uring_setup, io_uring_enter and io_uring_register; with Docker: "
            + "docker run --security-opt seccomp=PROFILE.json …"
        if errno == .notImplemented { return ofMissingCalls(facts, evidence, allow: allow) }
        guard facts.seccompMode == 2 else {
            return Verdict(usable: false, cause: .unknown, confidence: .possible, evidence: evidence)
        }
        return Verdict(usable: false, cause: .seccomp, confidence: .certain, evidence: evidence, remedy: allow)
    }

    /// All calls answer ENOSYS: a filter that says so (Podman's), a kernel without io_uring, or another kernel's word.
    private static func ofMissingCalls(_ facts: Facts, _ evidence: [String], allow: String) -> Verdict {
        let environment = facts.environment
        let evidence = evidence + Evidence.ofBuild(environment)
        switch (facts.seccompMode, environment.hasIoUring) {
        case (2?, true?):
            return Verdict(usable: false, cause: .seccomp, confidence: .certain, evidence: evidence, remedy: allow)
        case (2?, nil):
            return Verdict(
                usable: false, cause: .seccomp, confidence: .likely, evidence: evidence,
                remedy: allow + "; if that changes nothing, the kernel was built without io_uring")
        case (_, let has) where has == true || has == nil && (environment.isTraced == true || facts.isAnsweredByAnother):
            return Verdict(
                usable: false, cause: .emulation, confidence: .likely,
                evidence: evidence + (environment.isTraced == true ? ["a tracer is attached"] : []),
                remedy: "the kernel has io_uring, but something answers in its place: an emulator (qemu-user), a sandbox "
                    + "(gVisor) or a tracer (rr, strace); run without it")
        default:
            return Verdict(
                usable: false, cause: .kernel, confidence: facts.seccompMode == 0 ? .certain : .likely,
                evidence: evidence, remedy: "a kernel from 5.1 on that was built with CONFIG_IO_URING")
        }
    }

    /// Setup is refused, the other calls are not.
    static func ofSetupAlone(_ errno: Errno, _ facts: Facts, _ evidence: [String]) -> Verdict {
        let environment = facts.environment
        switch errno {
        case .permissionDenied: return ofPermission(facts, evidence)
        case .accessDenied:
            let modules = environment.securityModules.map { ["security modules: \($0.joined(separator: ", "))"] } ?? []
            return Verdict(
                usable: false, cause: .lsm, confidence: facts.seccompMode == 2 ? .possible : .likely,
                evidence: evidence + modules + Evidence.ofSeccomp(facts),
                remedy: "the security module's log says what it refused: ausearch -m AVC -ts recent, or journalctl -k")
        case .outOfMemory: return ofMemory(facts, evidence)
        case .tooManyFiles, .tooManyFilesInSystem:
            let limit = environment.descriptorLimit?.soft.map { ["limit of descriptors: \($0)"] } ?? []
            return Verdict(
                usable: false, cause: .descriptors, confidence: .certain, evidence: evidence + limit,
                remedy: errno == .tooManyFiles
                    ? "a higher limit of descriptors: ulimit -n, or LimitNOFILE= in the unit"
                    : "a higher fs.file-max: the whole system has no descriptor left")
        default:
            let evidence = evidence + Evidence.ofSeccomp(facts)
            if environment.isTraced == true {
                return Verdict(
                    usable: false, cause: .emulation, confidence: .likely, evidence: evidence + ["a tracer is attached"],
                    remedy: "a tracer (rr, strace) may answer in the kernel's place; run without it")
            }
            guard facts.seccompMode == 2 else {
                return Verdict(usable: false, cause: .unknown, confidence: .possible, evidence: evidence)
            }
            // The kernel was reached, and never answers setup so.
            return Verdict(
                usable: false, cause: .seccomp, confidence: errno == .notImplemented ? .likely : .possible,
                evidence: evidence, remedy: "a seccomp profile that also allows io_uring_setup")
        }
    }

    private static func ofPermission(_ facts: Facts, _ evidence: [String]) -> Verdict {
        let environment = facts.environment
        if let refusal = ofSettings(environment, evidence) { return refusal }
        let evidence = evidence + Evidence.ofSettings(environment) + Evidence.ofSeccomp(facts)
        guard facts.seccompMode == 2 else {
            return Verdict(
                usable: false, cause: .unknown, confidence: .possible, evidence: evidence,
                remedy: environment.disabledSetting == nil
                    ? "look at /proc/sys/kernel/io_uring_disabled, which cannot be read here" : nil)
        }
        return Verdict(
            usable: false, cause: .seccomp, confidence: environment.disabledSetting == 0 ? .certain : .likely,
            evidence: evidence, remedy: "a seccomp profile that also allows io_uring_setup")
    }

    /// kernel.io_uring_disabled, where it explains EPERM: 2 refuses everybody, 1 everybody without CAP_SYS_ADMIN who is
    /// not in kernel.io_uring_group (Documentation/admin-guide/sysctl/kernel.rst). Both are meant outside of any user
    /// namespace: inside one neither a capability nor the number of a group says anything.
    private static func ofSettings(_ environment: Environment, _ evidence: [String]) -> Verdict? {
        let evidence = evidence + Evidence.ofSettings(environment)
        switch environment.disabledSetting {
        case 2?:
            return Verdict(
                usable: false, cause: .sysctl, confidence: .certain,
                evidence: evidence, remedy: "sysctl kernel.io_uring_disabled=0, and where it is set in /etc/sysctl.d")
        case 1? where environment.isInUserNamespace == true:
            return Verdict(
                usable: false, cause: .sysctl, confidence: .likely,
                evidence: evidence + ["this process is in a user namespace, whose capabilities do not count here"],
                remedy: "on the host: sysctl kernel.io_uring_disabled=0")
        case 1?:
            let group = environment.groupSetting ?? -1
            let groups = [environment.identity.effectiveGid] + environment.identity.groups
            let isMember = group >= 0 && groups.contains { Int64($0) == group }
            guard !isMember, environment.capabilities?.contains("cap_sys_admin") != true else { return nil }
            return Verdict(
                usable: false, cause: .sysctl, confidence: .certain,
                evidence: evidence + [
                    "this process has no CAP_SYS_ADMIN",
                    group < 0 ? "no group is exempt" : "this process is not in group \(group)",
                ],
                remedy: "sysctl kernel.io_uring_group=GID of a group of this process, or kernel.io_uring_disabled=0")
        default: return nil
        }
    }

    /// Rings are charged to RLIMIT_MEMLOCK up to 5.11 and again from 6.14 to 7.2.10; at any other time ENOMEM is memory.
    private static func ofMemory(_ facts: Facts, _ evidence: [String]) -> Verdict {
        let memory = "the memory of the cgroup or of the machine is used up, or too fragmented"
        guard !facts.environment.mayLockMemory, let limit = facts.environment.lockedMemoryLimit?.soft else {
            return Verdict(
                usable: false, cause: .memory, confidence: .likely, evidence: evidence, remedy: memory)
        }
        return Verdict(
            usable: false, cause: .memlock, confidence: limit <= Self.smallLimitBytes ? .likely : .possible,
            evidence: evidence + ["limit of locked memory: \(Units.bytes(limit))", "no CAP_IPC_LOCK"],
            remedy: "a higher limit of locked memory, which all rings of a user share: ulimit -l, or LimitMEMLOCK= in "
                + "the unit; if that changes nothing, \(memory)")
    }

    /// What a few rings use up: the limit that containers and older distributions set.
    private static let smallLimitBytes: UInt64 = 64 << 10
}

extension Environment {
    /// CAP_IPC_LOCK that counts: the kernel asks for it outside of any user namespace.
    var mayLockMemory: Bool { isInUserNamespace != true && capabilities?.contains("cap_ipc_lock") == true }

    /// Whether the kernel below has io_uring, whoever answers: its configuration, or a setting that comes with it.
    var hasIoUring: Bool? { disabledSetting != nil ? true : buildOption.isSet }
}

extension Facts {
    /// /proc's word, or else the kernel's answer to the child that asked.
    var seccompMode: Int? { environment.seccomp.mode ?? transcript[.seccompMode]?.value.map { Int($0) } }
}
