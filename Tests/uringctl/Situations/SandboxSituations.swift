/// Namespaces, sandboxes, emulators and tracers.
extension Situation {
    static let userNamespace = ["unshare", "--user", "--map-root-user"]

    /// Everything that bubblewrap can part, as nobody.
    private static let bubblewrap = [
        "bwrap", "--unshare-all", "--uid", "65534", "--gid", "65534", "--ro-bind", "/", "/", "--dev", "/dev",
    ]
    private static let withProc = ["--proc", "/proc"]
    private static let withoutProc = ["--tmpfs", "/proc"]

    static func sandboxes(_ stage: Stage) -> [Situation] {
        [
            Situation("user namespace", inside: userNamespace, fixture: "user-namespace", .works),
            Situation("bubblewrap", inside: bubblewrap + withProc, fixture: "bubblewrap", .works),
            Situation("bubblewrap, no /proc", inside: bubblewrap + withoutProc, fixture: "bubblewrap-no-proc", .works),
            Situation(
                "bubblewrap, filter: EPERM to all",
                inside: [
                    "bash", "-c", #"exec "${@:2}" 9<"$1""#, "bash", stage.path("filter"),
                ] + bubblewrap + withProc + ["--seccomp", "9"],
                fixture: "bubblewrap-filter-EPERM", .refused(.init("seccomp", "certain"))),
        ]
            + ["EPERM", "ENOSYS"].map { errno in
                // Without /proc a kernel without io_uring, which answers ENOSYS too, cannot be told for certain.
                Situation(
                    "bubblewrap, no /proc, filter: \(errno) to all",
                    inside: bubblewrap + withoutProc
                        + stage.refuse(errno, "io_uring_setup,io_uring_enter,io_uring_register"),
                    fixture: "bubblewrap-no-proc-filter-\(errno)",
                    .refused(.init("seccomp", errno == "ENOSYS" ? "likely" : "certain")))
            }
    }

    /// qemu-user answers ENOSYS to all calls, whatever the kernel below has.
    static func emulators(_ stage: Stage) -> [Situation] {
        [
            Situation(
                "qemu-user", inside: [Machine.emulator], fixture: "emulator", .refused(.init("emulation", "certain")))
        ]
    }

    static func tracers(_ stage: Stage) -> [Situation] {
        let strace = ["strace", "-f", "-qqq", "-o", "/dev/null", "-e", "trace=io_uring_setup"]
        let injected = ["EPERM", "EACCES", "ENOSYS", "ENOMEM", "EMFILE", "ENFILE", "EINVAL"].map { errno in
            Situation(
                "strace answers \(errno) to io_uring_setup",
                inside: strace + ["-e", "inject=io_uring_setup:error=\(errno)"],
                fixture: ["EPERM", "EACCES", "ENOMEM"].contains(errno) ? "tracer-\(errno)" : nil,
                .refused(.init("emulation", "likely")))
        }
        return [Situation("strace looks on", inside: strace, fixture: "tracer", .works)] + injected
    }
}
