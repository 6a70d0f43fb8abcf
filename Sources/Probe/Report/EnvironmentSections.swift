import Children
import Kernel
package import Report

extension ProbeResult {
    /// What maintainers ask for, in the order in which they ask.
    var environmentSections: [Section] {
        let environment = facts.environment
        return [
            kernelSection, environment.systemSection, environment.identitySection, environment.limitSection,
            securitySection,
        ]
    }

    private var kernelSection: Section {
        Section("kernel", title: "kernel", isBrief: true, fields: facts.environment.kernelFields + upstreamFields + [
            Field("features_word", Value(word(findings.features)), text: ""),
            Field("setup_flags_word", Value(word(findings.setupFlags)), text: ""),
            Field("disagreement", Value(disagreement), text: ""),
        ])
    }

    /// The bits that are supported, as "0x3ffff"; nil where one of them is not known.
    private func word(_ findings: [Finding]) -> String? {
        guard findings.allSatisfy({ $0.supported != nil }) else { return nil }
        let bits = findings.filter { $0.supported == true }.reduce(UInt64(0)) { $0 | 1 << ($1.number ?? 0) }
        return hexadecimal(bits)
    }

    private var securitySection: Section {
        let environment = facts.environment
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
            Field("selinux_enforcing", "SELinux enforcing", Value(environment.isSELinuxEnforcing), text: selinuxText),
        ])
    }
}

extension ProbeResult {
    private var selinuxText: String? { facts.environment.isSELinuxEnforcing == nil ? "" : nil }
}

extension Environment {
    /// The kernel, as far as it is known without asking its io_uring.
    package var kernelFields: [Field] {
        [
            Field("release", Value(kernel?.release)),
            Field("version", Value(kernel?.version)),
            Field("machine", Value(kernel?.machine)),
            Field("config_io_uring", "CONFIG_IO_URING", Value(buildOption.isSet), text: buildOptionText),
            Field("config_file", Value(buildOption.file), text: ""),
            Field("io_uring_disabled", "kernel.io_uring_disabled", Value(disabledSetting), text: disabledText),
            Field("io_uring_group", "kernel.io_uring_group", Value(groupSetting)),
            Field("page_size", "page size", Value(pageSizeBytes), text: Units.bytes(UInt64(pageSizeBytes))),
        ]
    }

    private var buildOptionText: String {
        switch (buildOption.isSet, buildOption.file) {
        case (let isSet?, let file?): "\(isSet ? "set" : "not set") in \(file)"
        case (_, let file?): "unknown; \(file) says, packed: zcat \(file) | grep IO_URING"
        case (_, nil): "unknown; the configuration is not readable here"
        }
    }

    private var disabledText: String? {
        switch disabledSetting {
        case 0?: "0, nobody is refused"
        case 1?: "1, all are refused but CAP_SYS_ADMIN and the group"
        case 2?: "2, all are refused"
        case nil: "unknown; not there before 6.6"
        default: nil
        }
    }

    package var systemSection: Section {
        Section("system", title: "system", isBrief: true, fields: [
            Field("id", Value(system.identifier), text: ""),
            Field("version_id", Value(system.version), text: ""),
            Field("name", Value(system.name)),
            Field("container", "container hints", Value(containerHints)),
            Field("virtual_machine", "machine hints", Value(virtualMachineHints)),
            Field("other_kernel", "other kernel", Value(otherKernelHints), text: otherKernelHints.isEmpty ? "" : nil),
        ])
    }

    package var identitySection: Section {
        Section("identity", title: "identity", isBrief: true, fields: [
            Field("uid", Value(identity.uid)),
            Field(
                "effective_uid", Value(identity.effectiveUid), text: identity.effectiveUid == identity.uid ? "" : nil),
            Field("gid", Value(identity.gid)),
            Field(
                "effective_gid", Value(identity.effectiveGid), text: identity.effectiveGid == identity.gid ? "" : nil),
            Field("groups", .list(identity.groups.map { Value($0) })),
            Field("user_namespace", "user namespace", Value(isInUserNamespace)),
            Field("capabilities", capabilities.map { Value($0) } ?? .null, text: capabilityText),
            Field("known_capabilities", Value(knownCapabilities), text: ""),
        ])
    }

    private var capabilityText: String? {
        guard let names = capabilities, names.count > 8 else { return nil }
        if names.count == knownCapabilities { return "all \(names.count)" }
        let wanted = ["cap_sys_admin", "cap_ipc_lock", "cap_net_admin", "cap_sys_nice"]
        let missing = wanted.filter { !names.contains($0) }
        let held = wanted.filter(names.contains)
        return "\(names.count) of \(knownCapabilities)"
            + (held.isEmpty ? "" : ", with \(held.joined(separator: ", "))")
            + (missing.isEmpty ? "" : ", without \(missing.joined(separator: ", "))")
    }

    package var limitSection: Section {
        Section("limits", title: "limits", isBrief: true, fields: [
            .limit("memlock", "locked memory", lockedMemoryLimit, unit: Units.bytes),
            .limit("nofile", "descriptors", descriptorLimit) { String($0) },
            .limit("nproc", "processes", processLimit) { String($0) },
            .limit("stack", "stack", stackLimit, unit: Units.bytes),
            .limit("address_space", "address space", addressSpaceLimit, unit: Units.bytes),
            .limit("data", "data", dataLimit, unit: Units.bytes),
            .usage("cgroup_processes", "cgroup processes", controlGroup.processes) { String($0) },
            .usage("cgroup_memory", "cgroup memory", controlGroup.memory, unit: Units.rounded),
        ])
    }

    /// "6.18.44 (x86_64, Debian GNU/Linux 12)".
    package var place: String {
        let surroundings = [kernel?.machine, system.name].compactMap(\.self).joined(separator: ", ")
        return (kernel?.release ?? "an unnamed kernel") + (surroundings.isEmpty ? "" : " (\(surroundings))")
    }

    /// "root", "uid 1000".
    package var who: String {
        if identity.effectiveUid != 0 { return "uid \(identity.effectiveUid)" }
        return isInUserNamespace == true ? "root of a user namespace" : "root"
    }
}

extension Field {
    /// In JSON, `null` is a limit that could not be read, and "unlimited" one that is not there.
    static func limit(_ key: String, _ label: String, _ limit: Limit?, unit: (UInt64) -> String) -> Field {
        guard let limit else { return Field(key, label, .null) }
        func value(_ count: UInt64?) -> Value { count.map { Value($0) } ?? "unlimited" }
        func words(_ count: UInt64?) -> String { count.map(unit) ?? "unlimited" }
        return Field(
            key, label, ["soft": value(limit.soft), "hard": value(limit.hard)],
            text: "\(words(limit.soft)), at most \(words(limit.hard))")
    }

    /// In JSON, `null` is what could not be read, and "unlimited" a limit that is not there.
    fileprivate static func usage(
        _ key: String, _ label: String, _ usage: ControlGroup.Usage?, unit: (UInt64) -> String
    ) -> Field {
        guard let usage else { return Field(key, label, .null, text: "") }
        let limit = usage.limit.map { Value($0) } ?? "unlimited"
        return Field(
            key, label, ["used": Value(usage.used), "limit": limit],
            text: usage.limit.map { "\(unit(usage.used)), at most \(unit($0))" } ?? "")
    }
}
