import Glibc
import Kernel

/// Sentences that verdicts cite, without a full stop.
enum Evidence {
    /// "io_uring_enter(-1) answers EBADF (9, Bad file descriptor)"; nothing where it was not asked.
    static func of(_ what: String, _ answer: Answer?) -> [String] { answer.map { ["\(what) \($0)"] } ?? [] }

    /// The same said more briefly, for a person: three calls that answer alike in one sentence.
    static func condensed(_ evidence: [String]) -> [String] {
        let (setup, enter, register) = ("io_uring_setup", "io_uring_enter(-1)", "io_uring_register(-1)")
        guard let answer = evidence.first, answer.hasPrefix(setup), evidence.count >= 3 else { return evidence }
        let rest = answer.dropFirst(setup.count)
        guard evidence[1] == enter + rest, evidence[2] == register + rest else { return evidence }
        let words = rest.hasPrefix(" answers ") ? " all answer " + rest.dropFirst(" answers ".count) : String(rest)
        return ["setup, enter and register" + words] + evidence.dropFirst(3)
    }

    static func ofSeccomp(_ facts: Facts) -> [String] {
        guard let mode = facts.seccompMode else { return ["the seccomp mode cannot be read"] }
        let filters = facts.environment.seccomp.filters.map { " with \($0) filter\($0 == 1 ? "" : "s")" } ?? ""
        let trial: [String] =
            switch mode == 2 ? facts.isSetupFiltered : nil {
            case true?: ["one more filter, with SECCOMP_RET_TRACE, changes nothing: an earlier one answers"]
            case false?: ["one more filter, with SECCOMP_RET_TRACE, turns it into ENOSYS: no earlier one answers"]
            case nil: []
            }
        return ["Seccomp: \(mode)\(mode == 2 ? filters : "")"] + trial
    }

    static func ofSettings(_ environment: Environment) -> [String] {
        guard let disabled = environment.disabledSetting else { return [] }
        return ["kernel.io_uring_disabled is \(disabled)"]
            + (disabled == 1 ? ["kernel.io_uring_group is \(environment.groupSetting ?? -1)"] : [])
    }

    static func ofBuild(_ environment: Environment) -> [String] {
        if let isSet = environment.buildOption.isSet, let file = environment.buildOption.file {
            return ["\(file): CONFIG_IO_URING is \(isSet ? "set" : "not set")"]
        }
        return environment.disabledSetting == nil
            ? [] : ["kernel.io_uring_disabled is there, which only a kernel with io_uring has"]
    }

    static func ofModules(_ environment: Environment) -> [String] {
        let modules = environment.securityModules.map { ["security modules: \($0.joined(separator: ", "))"] } ?? []
        guard let isEnforcing = environment.isSELinuxEnforcing else { return modules }
        return modules + ["SELinux is \(isEnforcing ? "enforcing" : "permissive")"]
    }

    /// Those among `modules` that have a say in io_uring.
    static func mediating(_ modules: [String]) -> [String] {
        modules.filter(["selinux", "apparmor", "smack", "bpf"].contains)
    }

    static func ofMemoryLimit(_ limit: UInt64, _ environment: Environment) -> [String] {
        let exemption =
            switch environment.capabilities?.contains("cap_ipc_lock") {
            case true?: "CAP_IPC_LOCK of a user namespace, in which this process is, does not count"
            case false?: "no CAP_IPC_LOCK"
            case nil: "whether this process has CAP_IPC_LOCK is not known"
            }
        return ["limit of locked memory: \(Units.bytes(limit))", exemption]
    }

    /// Rings work without io_uring_register, but little can be learnt about them.
    static func ofRegisterRefused(_ facts: Facts) -> [String] {
        switch facts.transcript[.registerWithoutRing] {
        case .errno(let errno)? where Errno.ofReachedRegister.contains(errno): []
        case nil: []
        case .fatal(.signalled(SIGSYS))?:
            ["a process that called io_uring_register was killed by SIGSYS, so that little else can be learnt"]
                + ofSeccomp(facts)
        case let answer?: ["io_uring_register(-1) \(answer), so that little else can be learnt"] + ofSeccomp(facts)
        }
    }
}
