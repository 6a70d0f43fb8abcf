import Glibc
import Kernel

extension Verdict {
    /// From facts alone: the same facts give the same verdict, on any machine and in any year.
    ///
    /// The order of attribution: a killed child is a filter; setup, enter and register that share an errno are a filter
    /// or a kernel without io_uring; setup alone is the sysctl, a security module, a filter of setup alone, or a limit.
    package static func judge(_ facts: Facts) -> Verdict {
        let transcript = facts.transcript
        switch transcript[.ring(entries: 8)] {
        case .value?:
            return ofNoOperation(facts)
        case .errno(let errno)?:
            return ofRefusal(errno, facts)
        case .fatal(.signalled(SIGSYS))?:
            return killed(over: "io_uring_setup", facts)
        case let answer?:
            return Verdict(usable: nil, evidence: ["io_uring_setup(8): \(answer)"])
        case nil:
            if let refusal = ofEnterAlone(facts, []) { return refusal }
            return Verdict(usable: nil, evidence: [facts.interruption ?? "the kernel was not asked"])
        }
    }

    private static func ofNoOperation(_ facts: Facts) -> Verdict {
        let answer = facts.transcript[.noOperation]
        let setUp = "a ring of 8 entries was set up"
        if answer != .value(0), let refusal = ofEnterAlone(facts, [setUp]) { return refusal }
        switch answer {
        case .value(0)?:
            return Verdict(usable: true, evidence: [setUp, "a NOP completed with 0"])
        case .errno(.accessDenied)?:
            return Verdict(
                usable: false, cause: .restriction, confidence: .likely,
                evidence: [setUp, "a NOP answers \(Errno.accessDenied)"],
                remedy: "a restriction or BPF filter of the task that started this one refuses operations (7.0 and "
                    + "later); it cannot be undone from here: ask who started this process")
        case .value?, .errno?:
            return Verdict(
                usable: false, cause: .unknown, confidence: .possible, evidence: [setUp, "a NOP \(answer!)"])
        case .none(let reason)?:
            return Verdict(usable: false, cause: .unknown, confidence: .possible, evidence: [setUp, "a NOP: \(reason)"])
        case .fatal?, nil:
            return Verdict(usable: nil, evidence: [setUp, answer.map { "a NOP: \($0)" } ?? "no NOP was tried"])
        }
    }

    /// io_uring_enter, which a kernel that was reached answers with EBADF, is filtered, whatever setup answers.
    private static func ofEnterAlone(_ facts: Facts, _ evidence: [String]) -> Verdict? {
        switch facts.transcript[.enterWithoutRing] {
        case .fatal(.signalled(SIGSYS))?:
            return killed(over: "io_uring_enter", facts)
        case .errno(let errno)? where errno != .badDescriptor && seccompMode(facts) == 2:
            return Verdict(
                usable: false, cause: .seccomp, confidence: .certain,
                evidence: evidence + ["io_uring_enter(-1) answers \(errno)"] + seccompEvidence(facts),
                remedy: "a seccomp profile that also allows io_uring_enter")
        default: return nil
        }
    }

    private static func killed(over call: String, _ facts: Facts) -> Verdict {
        Verdict(
            usable: false, cause: .seccomp, confidence: .certain,
            evidence: ["a process that called \(call) was killed by SIGSYS"] + seccompEvidence(facts),
            remedy: "a filter whose action is to kill: allow io_uring_setup, io_uring_enter and io_uring_register in "
                + "it (for a systemd unit: SystemCallFilter=@aio)")
    }

    private static func ofRefusal(_ errno: Errno, _ facts: Facts) -> Verdict {
        let transcript = facts.transcript
        let enter = transcript[.enterWithoutRing]
        let register = transcript[.registerWithoutRing]
        var evidence = ["io_uring_setup answers \(errno)"]
        if let enter { evidence.append("io_uring_enter(-1) \(enter)") }
        if let register { evidence.append("io_uring_register(-1) \(register)") }
        // What a kernel answers that was reached: there is no such descriptor, or nothing to unregister from.
        let isReached = enter?.errno == .badDescriptor
        return isReached ? ofSetupAlone(errno, facts, evidence) : ofAllCalls(errno, facts, evidence)
    }

    /// Setup is refused, and the other calls are too.
    private static func ofAllCalls(_ errno: Errno, _ facts: Facts, _ evidence: [String]) -> Verdict {
        let evidence = evidence + seccompEvidence(facts)
        let mode = seccompMode(facts)
        let allow =
            "a seccomp profile that also allows io_uring_setup, io_uring_enter and io_uring_register; with Docker: "
            + "docker run --security-opt seccomp=PROFILE.json …"
        switch (errno, mode, facts.environment.buildOption.isSet) {
        case (_, 2, let isBuiltIn) where errno != .notImplemented || isBuiltIn == true:
            return Verdict(
                usable: false, cause: .seccomp, confidence: .certain, evidence: evidence + buildEvidence(facts),
                remedy: allow)
        case (.notImplemented, 2, nil):
            return Verdict(
                usable: false, cause: .seccomp, confidence: .likely, evidence: evidence,
                remedy: allow + "; if that changes nothing, the kernel was built without io_uring")
        case (.notImplemented, _, _):
            return Verdict(
                usable: false, cause: .kernel, confidence: mode == 0 ? .certain : .likely,
                evidence: evidence + buildEvidence(facts),
                remedy: "a kernel from 5.1 on that was built with CONFIG_IO_URING; an emulator or sandbox that answers "
                    + "in the kernel's place (qemu-user, gVisor, rr) has none either")
        default:
            return Verdict(usable: false, cause: .unknown, confidence: .possible, evidence: evidence)
        }
    }

    /// Setup is refused, the other calls are not.
    private static func ofSetupAlone(_ errno: Errno, _ facts: Facts, _ evidence: [String]) -> Verdict {
        let environment = facts.environment
        switch errno {
        case .permissionDenied:
            if let refusal = ofSettings(environment, evidence) { return refusal }
            let evidence = evidence + settingEvidence(environment) + seccompEvidence(facts)
            guard seccompMode(facts) == 2 else {
                return Verdict(
                    usable: false, cause: .unknown, confidence: .possible, evidence: evidence,
                    remedy: environment.disabledSetting == nil
                        ? "look at /proc/sys/kernel/io_uring_disabled, which cannot be read here" : nil)
            }
            return Verdict(
                usable: false, cause: .seccomp, confidence: environment.disabledSetting == 0 ? .certain : .likely,
                evidence: evidence, remedy: "a seccomp profile that also allows io_uring_setup")
        case .accessDenied:
            let modules = environment.securityModules.map { ["security modules: \($0.joined(separator: ", "))"] } ?? []
            return Verdict(
                usable: false, cause: .lsm, confidence: seccompMode(facts) == 2 ? .possible : .likely,
                evidence: evidence + modules + seccompEvidence(facts),
                remedy: "the security module's log says what it refused: ausearch -m AVC -ts recent, or journalctl -k")
        case .outOfMemory:
            return ofMemory(facts, evidence)
        case .tooManyFiles, .tooManyFilesInSystem:
            let limit = environment.descriptorLimit?.soft.map { ["limit of descriptors: \($0)"] } ?? []
            return Verdict(
                usable: false, cause: .descriptors, confidence: .certain, evidence: evidence + limit,
                remedy: errno == .tooManyFiles
                    ? "a higher limit of descriptors: ulimit -n, or LimitNOFILE= in the unit"
                    : "a higher fs.file-max: the whole system has no descriptor left")
        default:
            let evidence = evidence + seccompEvidence(facts)
            return Verdict(
                usable: false, cause: seccompMode(facts) == 2 ? .seccomp : .unknown, confidence: .possible,
                evidence: evidence)
        }
    }

    /// kernel.io_uring_disabled, where it explains EPERM: 2 refuses everybody, 1 everybody without CAP_SYS_ADMIN who is
    /// not in kernel.io_uring_group (Documentation/admin-guide/sysctl/kernel.rst).
    private static func ofSettings(_ environment: Environment, _ evidence: [String]) -> Verdict? {
        let evidence = evidence + settingEvidence(environment)
        switch environment.disabledSetting {
        case 2?:
            return Verdict(
                usable: false, cause: .sysctl, confidence: .certain,
                evidence: evidence, remedy: "sysctl kernel.io_uring_disabled=0, and where it is set in /etc/sysctl.d")
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

    private static func ofMemory(_ facts: Facts, _ evidence: [String]) -> Verdict {
        let isExempt = facts.environment.capabilities?.contains("cap_ipc_lock") ?? false
        let limit = facts.environment.lockedMemoryLimit?.soft
        guard !isExempt, let limit else {
            return Verdict(
                usable: false, cause: .memory, confidence: .likely, evidence: evidence,
                remedy: "the memory of the cgroup or of the machine is used up, or too fragmented")
        }
        return Verdict(
            usable: false, cause: .memlock, confidence: .likely,
            evidence: evidence + ["limit of locked memory: \(Units.bytes(limit))", "no CAP_IPC_LOCK"],
            remedy: "a higher limit of locked memory, which all rings of a user share: ulimit -l, or LimitMEMLOCK= in "
                + "the unit")
    }

    /// /proc's word, or else the kernel's answer to the child that asked.
    private static func seccompMode(_ facts: Facts) -> Int? {
        facts.environment.seccomp.mode ?? facts.transcript[.seccompMode]?.value.map { Int($0) }
    }

    private static func seccompEvidence(_ facts: Facts) -> [String] {
        guard let mode = seccompMode(facts) else { return ["the seccomp mode cannot be read"] }
        let filters = facts.environment.seccomp.filters.map { " with \($0) filter\($0 == 1 ? "" : "s")" } ?? ""
        return ["Seccomp: \(mode)\(mode == 2 ? filters : "")"]
    }

    private static func settingEvidence(_ environment: Environment) -> [String] {
        guard let disabled = environment.disabledSetting else { return [] }
        return ["kernel.io_uring_disabled is \(disabled)"]
            + (disabled == 1 ? ["kernel.io_uring_group is \(environment.groupSetting ?? -1)"] : [])
    }

    private static func buildEvidence(_ facts: Facts) -> [String] {
        guard let isSet = facts.environment.buildOption.isSet, let file = facts.environment.buildOption.file else {
            return []
        }
        return ["\(file): CONFIG_IO_URING is \(isSet ? "set" : "not set")"]
    }
}
