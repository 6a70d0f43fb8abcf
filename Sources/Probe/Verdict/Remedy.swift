import Kernel

/// Who started the container that this process is in, as far as it shows.
enum ContainerEngine {
    case docker, podman, kubernetes, lxc, nspawn

    init?(_ environment: Environment) {
        func has(_ words: String...) -> Bool { environment.containerHints.contains { words.contains($0) } }
        if has("kubernetes", "cgroup kubepods") {
            self = .kubernetes
        } else if has("podman", "cgroup libpod") {
            self = .podman
        } else if has("docker", "cgroup docker") {
            self = .docker
        } else if has("lxc", "lxc-libvirt", "cgroup lxc") {
            self = .lxc
        } else if has("systemd-nspawn") {
            self = .nspawn
        } else {
            return nil
        }
    }

    /// Whether its own profile can be what answers `calls` so: none leaves out one of the three and has the others.
    func isKnown(for errno: Errno?, _ calls: [String]) -> Bool {
        guard calls.count == 3 else { return false }
        return switch self {
        case .docker: errno == .permissionDenied
        case .podman: errno == .notImplemented
        case .kubernetes: errno == .permissionDenied || errno == .notImplemented
        case .lxc: errno != nil
        // Its own allows @aio.
        case .nspawn: false
        }
    }
}

/// What an operator can type, for where the process is: words that follow "remedy".
enum Remedy {
    /// Names the engine's own profile only where that answers so; else any filter may be meant.
    ///
    /// - Parameter errno: what the calls answer; nil for what kills, which no container engine does by default.
    static func allowing(_ calls: [String], _ environment: Environment, errno: Errno?) -> String {
        let profile = "a copy of its default profile that also allows \(Phrases.list(calls))"
        let engine = ContainerEngine(environment)
        switch engine?.isKnown(for: errno, calls) == true ? engine : nil {
        case .docker?: return "docker run --security-opt seccomp=PROFILE.json …, with \(profile)"
        case .podman?:
            return "podman run --security-opt seccomp=PROFILE.json …, with a copy of "
                + "/usr/share/containers/seccomp.json that also allows \(Phrases.list(calls))"
        case .kubernetes?:
            return "in the pod's securityContext: seccompProfile: {type: Localhost, localhostProfile: PROFILE.json}, "
                + "with a copy of the runtime's default profile that also allows \(Phrases.list(calls))"
        case .lxc?: return "lxc.seccomp.profile = FILE, with \(profile)"
        case .nspawn?: return "systemd-nspawn --system-call-filter=\"\(calls.joined(separator: " "))\" …"
        case nil:
            let unit = "a further line SystemCallFilter=@aio in the systemd unit that filters"
            let container = "docker run --security-opt seccomp=PROFILE.json … (podman run takes the same)"
            return "a seccomp profile that also allows \(Phrases.list(calls)): "
                + (errno == nil ? "\(unit), or \(container)" : "\(container), or \(unit)")
        }
    }

    static func ofSetting(_ disabled: Int64, _ environment: Environment) -> String {
        let isContained =
            !environment.containerHints.isEmpty && environment.containerHints != ["wsl"]
            || environment.isInUserNamespace == true
        let place = isContained ? "on the host: " : ""
        let all = "sysctl kernel.io_uring_disabled=0, and the same in a file of /etc/sysctl.d"
        guard disabled == 1 else { return place + all }
        let own = environment.isInUserNamespace == true || environment.identity.effectiveGid == 0
            ? "GID of a group of this process" : "\(environment.identity.effectiveGid), a group of this process"
        return "\(place)sysctl kernel.io_uring_group=\(own), or kernel.io_uring_disabled=0; and the same in a file of "
            + "/etc/sysctl.d"
    }

    static func ofSecurityModule(_ environment: Environment) -> String {
        let modules = environment.securityModules ?? []
        let place = ContainerEngine(environment) == nil ? "" : "on the host: "
        if modules.contains("selinux") || environment.isSELinuxEnforcing != nil {
            return "\(place)ausearch -m AVC -ts recent says what was refused, "
                + "audit2allow -M local makes a module that allows it"
        }
        if modules.contains("apparmor") {
            return "\(place)journalctl -k -g apparmor says what was refused; a rule \"io_uring,\" in the profile "
                + "allows it"
        }
        if modules.contains("bpf") {
            return "\(place)bpftool prog list says which programs of type lsm there are; journalctl -k says what was "
                + "refused"
        }
        return "\(place)the security module's log says what it refused: ausearch -m AVC -ts recent, or journalctl -k"
    }

    static func ofEmulation(_ environment: Environment, isAnsweredByAnother: Bool) -> String {
        let hints = environment.otherKernelHints
        if hints.contains("gvisor") {
            return "gVisor has no io_uring: another runtime, such as docker run --runtime=runc …, or in Kubernetes "
                + "another runtimeClassName"
        }
        if hints.contains("wsl1") { return "on Windows: wsl --set-version DISTRIBUTION 2" }
        if hints.contains("rr") { return "rr answers in the kernel's place: run without it" }
        if isAnsweredByAnother || !hints.isEmpty {
            return "an emulator (qemu-user, Rosetta) answers in the kernel's place: run a program of the machine's own "
                + "architecture, such as docker run --platform of it"
        }
        if environment.isTraced == true {
            return "a tracer (strace, or a sandbox that traces) may answer in the kernel's place: run without it"
        }
        return "the kernel has io_uring, but something answers in its place: an emulator (qemu-user), a sandbox "
            + "(gVisor) or a tracer (rr, strace); run without it"
    }

    /// - Parameters:
    ///   - name: of the limit, as docker run --ulimit takes it.
    ///   - value: both the soft and the hard limit.
    ///   - shell: how a shell sets it.
    private static func ofLimit(
        _ name: String, _ value: String, shell: String, unit: String, _ environment: Environment
    ) -> String {
        switch ContainerEngine(environment) {
        case .docker?: "docker run --ulimit \(name)=\(value):\(value) …"
        case .podman?: "podman run --ulimit \(name)=\(value):\(value) …"
        case .kubernetes?: "on the node, in the container runtime's unit: \(unit)"
        case .lxc?: "lxc.prlimit.\(name) = \(value == "-1" ? "unlimited" : value)"
        case .nspawn?, nil: "\(unit) in the unit, or \(shell)"
        }
    }

    static func ofMemoryLimit(_ environment: Environment) -> String {
        "a higher limit of locked memory, which all rings of a user share: "
            + ofLimit("memlock", "-1", shell: "ulimit -l unlimited", unit: "LimitMEMLOCK=infinity", environment)
    }

    static func ofDescriptorLimit(_ environment: Environment) -> String {
        ofLimit("nofile", "65536", shell: "ulimit -n 65536", unit: "LimitNOFILE=65536", environment)
    }

    static func ofMemory(_ environment: Environment) -> String {
        let group =
            switch ContainerEngine(environment) {
            case .docker?: "docker run --memory=…"
            case .podman?: "podman run --memory=…"
            case .kubernetes?: "resources.limits.memory of the container"
            default: "MemoryMax= in the unit"
            }
        return "the memory of the control group is used up (\(group)), or that of the machine, or it is too fragmented "
            + "(sysctl vm.compact_memory=1 on the host)"
    }

    static func ofProcesses(_ environment: Environment, isGroupFull: Bool) -> String {
        switch ContainerEngine(environment) {
        case .docker?: "docker run --pids-limit=… --ulimit nproc=-1:-1 …"
        case .podman?: "podman run --pids-limit=… --ulimit nproc=-1:-1 …"
        case .kubernetes?: "on the node, podPidsLimit of the kubelet"
        default:
            isGroupFull ? "TasksMax=infinity in the unit" : "LimitNPROC=infinity in the unit, or ulimit -u unlimited"
        }
    }
}
