package import Kernel

/// A filter on io_uring's system calls that people meet, by name.
///
/// Each is a seccomp filter, and nothing but the answers resembles the original: a simulated sysctl leaves
/// /proc/sys/kernel/io_uring_disabled as it is.
package enum Simulation: String, CaseIterable, Sendable {
    case docker
    case podman
    case systemd
    case systemdErrno = "systemd-errno"
    case android
    case kill
    case incomplete
    case sysctlLike = "sysctl-like"
    case lsmLike = "lsm-like"
    case sandbox

    /// One line without a full stop: whose answers these are, and which.
    package var summary: String {
        switch self {
        case .docker: "Docker's and containerd's profile: EPERM from every call"
        case .podman: "Podman's profile, a kernel without io_uring, gVisor: ENOSYS from every call"
        case .systemd: "a unit whose SystemCallFilter= leaves out @aio: every call kills the process"
        case .systemdErrno: "the same with SystemCallErrorNumber=EPERM: EPERM from every call"
        case .android: "an app on Android: every call raises SIGSYS"
        case .kill: "a filter that kills: every call kills the process"
        case .incomplete: "a profile that allows io_uring_setup alone: EPERM from the other two"
        case .sysctlLike: "kernel.io_uring_disabled=2: EPERM from io_uring_setup"
        case .lsmLike: "a security module that refuses rings: EACCES from io_uring_setup"
        case .sandbox: "a sandbox with an errno of its own: EOPNOTSUPP from every call"
        }
    }

    package var filter: SystemCallFilter {
        switch self {
        case .docker, .systemdErrno: SystemCallFilter(.errno(.permissionDenied))
        case .podman: SystemCallFilter(.errno(.notImplemented))
        case .systemd, .kill: SystemCallFilter(.killProcess)
        case .android: SystemCallFilter(.trap)
        case .incomplete: SystemCallFilter(.errno(.permissionDenied), on: [.enter, .register])
        case .sysctlLike: SystemCallFilter(.errno(.permissionDenied), on: .setup)
        case .lsmLike: SystemCallFilter(.errno(.accessDenied), on: .setup)
        case .sandbox: SystemCallFilter(.errno(.notSupported))
        }
    }
}
