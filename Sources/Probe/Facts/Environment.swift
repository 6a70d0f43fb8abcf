import Glibc
package import Kernel

/// What surrounds the kernel's answers: what maintainers ask for in a bug report, and nothing that names the host, its
/// users, or what else runs there. nil is "could not be read".
package struct Environment: Sendable, Equatable {
    /// When it was gathered, in UTC, as ISO 8601 writes it.
    package var time: String
    package var kernel: KernelName?
    /// /proc/version_signature, which kernels of Ubuntu have: after names of its own, the upstream release.
    package var versionSignature: String?
    package var system: OperatingSystem
    /// Words that hint at a container, such as "docker".
    package var containerHints: [String]
    /// Words that hint at a virtual machine, as its firmware gives them.
    package var virtualMachineHints: [String]
    /// Words for what may answer in Linux's place, such as "gvisor" or "qemu-user".
    package var otherKernelHints: [String] = []
    package var buildOption: BuildOption
    /// /proc/sys/kernel/io_uring_disabled: 0 nobody, 1 all but the privileged and the group, 2 all are refused.
    package var disabledSetting: Int64?
    /// /proc/sys/kernel/io_uring_group: -1 is no group.
    package var groupSetting: Int64?
    package var lockedMemoryLimit: Limit?
    package var descriptorLimit: Limit?
    package var processLimit: Limit?
    package var stackLimit: Limit?
    package var addressSpaceLimit: Limit?
    package var dataLimit: Limit?
    package var controlGroup = ControlGroup()
    package var identity: Identity
    package var capabilities: [String]?
    /// Whether user and group numbers are mapped: then capabilities hold inside the namespace only.
    package var isInUserNamespace: Bool?
    /// How many capabilities the kernel and libcap both know.
    package var knownCapabilities: Int
    package var seccomp: Seccomp
    package var isTraced: Bool?
    package var securityModules: [String]?
    /// Whether a security module confines this process; its label may name a container and is not kept.
    package var isConfined: Bool?
    /// Whether SELinux refuses what its policy does not allow, or only logs it; nil where it is not there.
    package var isSELinuxEnforcing: Bool?
    package var pageSizeBytes: Int

    package struct OperatingSystem: Sendable, Equatable {
        package var identifier: String?
        package var version: String?
        package var name: String?
    }

    /// CONFIG_IO_URING in the kernel's configuration.
    package struct BuildOption: Sendable, Equatable {
        package var isSet: Bool?
        /// The file that says so, or that would have to be unpacked to say so.
        package var file: String?
    }

    /// /proc/self/status.
    package struct Seccomp: Sendable, Equatable {
        /// 0 none, 1 strict, 2 filters.
        package var mode: Int?
        package var filters: Int?
        package var hasNoNewPrivileges: Bool?
    }
}

extension Environment {
    package static func gather() -> Environment {
        let kernel = try? KernelName.current()
        let status = KeyedLines((try? TextFile.read("/proc/self/status")) ?? "", separator: ":")
        let release = KeyedLines(
            (try? TextFile.read("/etc/os-release")) ?? (try? TextFile.read("/usr/lib/os-release")) ?? "",
            separator: "=")
        // The first processor stands within its first lines.
        let processors = (try? TextFile.read("/proc/cpuinfo", limitBytes: 8192)) ?? ""
        return Environment(
            time: Clock.date,
            kernel: kernel,
            versionSignature: TextFile.value("/proc/version_signature"),
            system: OperatingSystem(
                identifier: unquoted(release["ID"]), version: unquoted(release["VERSION_ID"]),
                name: unquoted(release["PRETTY_NAME"])),
            containerHints: containerHints(kernel),
            virtualMachineHints: virtualMachineHints(processors),
            otherKernelHints: OtherKernel.signs(kernel, processors: processors),
            buildOption: buildOption(kernel),
            disabledSetting: TextFile.integer("/proc/sys/kernel/io_uring_disabled"),
            groupSetting: TextFile.integer("/proc/sys/kernel/io_uring_group"),
            lockedMemoryLimit: try? Limit.current(.lockedMemory),
            descriptorLimit: try? Limit.current(.descriptors),
            processLimit: try? Limit.current(.processes),
            stackLimit: try? Limit.current(.stack),
            addressSpaceLimit: try? Limit.current(.addressSpace),
            dataLimit: try? Limit.current(.data),
            controlGroup: .gather(),
            identity: Identity.current(),
            capabilities: try? Capabilities.effective(),
            isInUserNamespace: isInUserNamespace(),
            knownCapabilities: Capabilities.known,
            seccomp: Seccomp(
                mode: status["Seccomp"].flatMap { Int($0) },
                filters: status["Seccomp_filters"].flatMap { Int($0) },
                hasNoNewPrivileges: status["NoNewPrivs"].map { $0 == "1" }),
            isTraced: status["TracerPid"].map { $0 != "0" },
            securityModules: TextFile.value("/sys/kernel/security/lsm")?.split(separator: ",").map(String.init),
            isConfined: TextFile.value("/proc/self/attr/current").flatMap(isConfined),
            isSELinuxEnforcing: TextFile.integer("/sys/fs/selinux/enforce").map { $0 == 1 },
            pageSizeBytes: Int(getpagesize()))
    }

    /// Whether this process is in another user namespace than the first; nil without /proc.
    static func isInUserNamespace() -> Bool? {
        guard let map = TextFile.value("/proc/self/uid_map") else { return nil }
        guard map.split(whereSeparator: \.isWhitespace) == ["0", "0", "4294967295"] else { return true }
        // One that maps every number to itself looks the same; the first has PROC_USER_INIT_INO (linux/proc_ns.h).
        return (try? Directory.link("/proc/self/ns/user")).map { $0 != "user:[4026531837]" } ?? false
    }

    private static func isConfined(label: String) -> Bool? {
        // AppArmor says "unconfined"; SELinux says user:role:type, and ends it with a NUL.
        let words = label.split { $0 == ":" || $0 == "\0" || $0 == " " }
        let type = words.count > 2 ? words[2] : words.first
        return type.map { !$0.hasPrefix("unconfined") && $0 != "kernel_t" && $0 != "kernel" }
    }

    private static func unquoted(_ value: String?) -> String? {
        guard let value, let quote = value.first, quote == "\"" || quote == "'", value.last == quote, value.count > 1
        else { return value }
        return String(value.dropFirst().dropLast())
    }

    private static func containerHints(_ kernel: KernelName?) -> [String] {
        var hints: [String] = []
        if TextFile.exists("/.dockerenv") { hints.append("docker") }
        if TextFile.exists("/run/.containerenv") { hints.append("podman") }
        if TextFile.exists("/var/run/secrets/kubernetes.io") { hints.append("kubernetes") }
        if let manager = TextFile.value("/run/systemd/container"),
            manager.count <= 32, manager.allSatisfy({ $0.isLetter || $0 == "-" })
        {
            hints.append(manager)
        }
        // A path in it can hold a container's id: only what kind of path it is may stay.
        let cgroup = TextFile.value("/proc/self/cgroup") ?? ""
        for word in ["docker", "libpod", "kubepods", "lxc", "containerd", "machine.slice"] {
            if cgroup.holds(word) && !hints.contains(word) { hints.append("cgroup \(word)") }
        }
        if let kernel {
            if kernel.release.holds("microsoft") || kernel.release.holds("WSL") { hints.append("wsl") }
            if kernel.release.holds("gvisor") || kernel.version.holds("gVisor") { hints.append("gvisor") }
        }
        return hints
    }

    private static func virtualMachineHints(_ processors: String) -> [String] {
        var hints = ["/sys/class/dmi/id/sys_vendor", "/sys/class/dmi/id/product_name", "/sys/hypervisor/type"]
            .compactMap(TextFile.value).filter { !$0.isEmpty }
        if processors.split(separator: "\n").contains(where: { $0.hasPrefix("flags") && $0.holds(" hypervisor") }) {
            hints.append("hypervisor")
        }
        return hints
    }

    private static func buildOption(_ kernel: KernelName?) -> BuildOption {
        for file in kernel.map({ ["/boot/config-\($0.release)", "/lib/modules/\($0.release)/config"] }) ?? [] {
            guard let lines = try? TextFile.read(file).split(separator: "\n") else { continue }
            if lines.contains("CONFIG_IO_URING=y") { return BuildOption(isSet: true, file: file) }
            // A file without either line may be cut off, or of a kernel before 5.1.
            if lines.contains("# CONFIG_IO_URING is not set") { return BuildOption(isSet: false, file: file) }
        }
        let packed = "/proc/config.gz"
        return BuildOption(isSet: nil, file: TextFile.exists(packed) ? packed : nil)
    }
}
