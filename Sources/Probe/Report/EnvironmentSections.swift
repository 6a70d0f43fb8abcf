import Kernel
import Report

extension ProbeResult {
    /// What maintainers ask for, in the order in which they ask.
    var environmentSections: [Section] {
        [kernelSection, systemSection, identitySection, limitSection, securitySection]
    }

    private var environment: Environment { facts.environment }

    private var kernelSection: Section {
        let option = environment.buildOption
        return Section("kernel", title: "kernel", isBrief: true, fields: [
            Field("release", Value(environment.kernel?.release)),
            Field("version", Value(environment.kernel?.version)),
            Field("machine", Value(environment.kernel?.machine)),
            Field("config_io_uring", "CONFIG_IO_URING", Value(option.isSet), text: buildOptionText),
            Field("config_file", Value(option.file), text: ""),
            Field(
                "io_uring_disabled", "kernel.io_uring_disabled", Value(environment.disabledSetting), text: disabledText),
            Field("io_uring_group", "kernel.io_uring_group", Value(environment.groupSetting)),
            Field(
                "page_size", "page size", Value(environment.pageSizeBytes),
                text: Units.bytes(UInt64(environment.pageSizeBytes))),
            Field("features_word", Value(word(findings.features)), text: ""),
            Field("setup_flags_word", Value(word(findings.setupFlags)), text: ""),
            Field("disagreement", Value(disagreement), text: ""),
        ])
    }

    /// The bits that are supported, as "0x3ffff"; nil where one of them is not known.
    private func word(_ findings: [Finding]) -> String? {
        guard findings.allSatisfy({ $0.supported != nil }) else { return nil }
        let bits = findings.filter { $0.supported == true }.reduce(UInt64(0)) { $0 | 1 << ($1.number ?? 0) }
        return "0x" + String(bits, radix: 16)
    }

    private var buildOptionText: String {
        switch (environment.buildOption.isSet, environment.buildOption.file) {
        case (let isSet?, let file?): "\(isSet ? "set" : "not set") in \(file)"
        case (_, let file?): "unknown; \(file) says, packed: zcat \(file) | grep IO_URING"
        case (_, nil): "unknown; the configuration is not readable here"
        }
    }

    private var disabledText: String? {
        switch environment.disabledSetting {
        case 0?: "0, nobody is refused"
        case 1?: "1, all are refused but CAP_SYS_ADMIN and the group"
        case 2?: "2, all are refused"
        case nil: "unknown; not there before 6.6"
        default: nil
        }
    }

    private var systemSection: Section {
        Section("system", title: "system", isBrief: true, fields: [
            Field("id", Value(environment.system.identifier), text: ""),
            Field("version_id", Value(environment.system.version), text: ""),
            Field("name", Value(environment.system.name)),
            Field("container", "container hints", Value(environment.containerHints)),
            Field("virtual_machine", "machine hints", Value(environment.virtualMachineHints)),
        ])
    }

    private var identitySection: Section {
        let identity = environment.identity
        return Section("identity", title: "identity", isBrief: true, fields: [
            Field("uid", Value(identity.uid)),
            Field(
                "effective_uid", Value(identity.effectiveUid), text: identity.effectiveUid == identity.uid ? "" : nil),
            Field("gid", Value(identity.gid)),
            Field(
                "effective_gid", Value(identity.effectiveGid), text: identity.effectiveGid == identity.gid ? "" : nil),
            Field("groups", .list(identity.groups.map { Value($0) })),
            Field("user_namespace", "user namespace", Value(environment.isInUserNamespace)),
            Field("capabilities", environment.capabilities.map { Value($0) } ?? .null, text: capabilityText),
        ])
    }

    private var capabilityText: String? {
        guard let names = environment.capabilities, names.count > 8 else { return nil }
        if names.count == environment.knownCapabilities { return "all \(names.count)" }
        let wanted = ["cap_sys_admin", "cap_ipc_lock", "cap_net_admin", "cap_sys_nice"]
        let missing = wanted.filter { !names.contains($0) }
        let held = wanted.filter(names.contains)
        return "\(names.count) of \(environment.knownCapabilities)"
            + (held.isEmpty ? "" : ", with \(held.joined(separator: ", "))")
            + (missing.isEmpty ? "" : ", without \(missing.joined(separator: ", "))")
    }

    private var limitSection: Section {
        Section("limits", title: "limits", isBrief: true, fields: [
            field("memlock", "locked memory", environment.lockedMemoryLimit, unit: Units.bytes),
            field("nofile", "descriptors", environment.descriptorLimit) { String($0) },
            field("nproc", "processes", environment.processLimit) { String($0) },
        ])
    }

    /// In JSON, `null` is a limit that could not be read, and "unlimited" one that is not there.
    private func field(_ key: String, _ label: String, _ limit: Limit?, unit: (UInt64) -> String) -> Field {
        guard let limit else { return Field(key, label, .null) }
        func value(_ count: UInt64?) -> Value { count.map { Value($0) } ?? "unlimited" }
        func words(_ count: UInt64?) -> String { count.map(unit) ?? "unlimited" }
        return Field(
            key, label, ["soft": value(limit.soft), "hard": value(limit.hard)],
            text: "\(words(limit.soft)), at most \(words(limit.hard))")
    }

    private var securitySection: Section {
        let seccomp = environment.seccomp
        let mode = facts.seccompMode
        let noNewPrivileges =
            seccomp.hasNoNewPrivileges ?? facts.transcript[.noNewPrivileges]?.value.map { $0 == 1 }
        let modes = [0: "0, no filter", 1: "1, strict", 2: "2, filtered"]
        return Section("security", title: "security", isBrief: true, fields: [
            Field("seccomp", Value(mode), text: mode.flatMap { modes[$0] }),
            Field("seccomp_filters", "seccomp filters", Value(seccomp.filters)),
            Field("no_new_privs", "no_new_privs", Value(noNewPrivileges)),
            Field("traced", "traced", Value(environment.isTraced)),
            Field("lsm", "security modules", environment.securityModules.map { Value($0) } ?? .null),
            Field("confined", "confined by one", Value(environment.isConfined)),
        ])
    }
}
