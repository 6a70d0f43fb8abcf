import Kernel

/// kernel.io_uring_disabled (Documentation/admin-guide/sysctl/kernel.rst): 2 refuses everybody, 1 everybody without
/// CAP_SYS_ADMIN who is not in kernel.io_uring_group. Both are meant outside of any user namespace: inside one neither
/// a capability nor the number of a group says anything.
extension Judge {
    /// nil where the setting lets this process pass, or cannot be read.
    func setting(_ standing: Standing, _ evidence: [String] = []) -> FoundCause? {
        guard let disabled = environment.disabledSetting, disabled == 1 || disabled == 2 else { return nil }
        var evidence = evidence + Evidence.ofSettings(environment)
        var confidence = Confidence.certain
        if disabled == 2 {
            evidence.append("2 refuses every process, root included")
        } else {
            let isInNamespace = environment.isInUserNamespace == true
            let hasCapability = environment.capabilities?.contains("cap_sys_admin")
            if hasCapability == true && !isInNamespace { return nil }
            evidence.append("1 exempts CAP_SYS_ADMIN and the members of kernel.io_uring_group")
            evidence.append(
                hasCapability == true
                    ? "CAP_SYS_ADMIN of a user namespace, in which this process is, does not count"
                    : hasCapability == nil ? "whether this process has CAP_SYS_ADMIN is not known"
                        : "this process has no CAP_SYS_ADMIN")
            if hasCapability == nil { confidence = .likely }
            let group = environment.groupSetting ?? -1
            let identity = environment.identity
            let own = [identity.effectiveGid] + identity.groups.filter { $0 != identity.effectiveGid }
            if group < 0 {
                evidence.append("no group is exempt")
            } else if isInNamespace {
                evidence.append("the numbers of groups in a user namespace are not those of the setting")
                confidence = .likely
            } else {
                if own.contains(where: { Int64($0) == group }) { return nil }
                let names = Phrases.list(own.prefix(8).map { String($0) }) + (own.count > 8 ? " and others" : "")
                evidence.append("this process is not in group \(group), but in \(names)")
            }
        }
        return FoundCause(
            .sysctl, standing == .refuses ? confidence : .likely, standing, refuses: "io_uring_setup",
            evidence: evidence,
            remedy: Remedy.ofSetting(disabled, environment), resemblance: standing == .refuses ? whoseDefault : nil)
    }

    private var whoseDefault: String? {
        guard environment.disabledSetting == 2 else { return nil }
        if environment.kernel?.release.holds("linuxkit") == true {
            return "Docker Desktop 4.42 or later, which sets it in its virtual machine"
        }
        let release = environment.kernel?.release ?? ""
        return release.holds(".el9") || release.holds(".el10") ? "the default of RHEL 9.3 and later" : nil
    }
}
