/// One boot of a guest, with the situations that are tried in it: no more than a busy machine has time for.
struct Boot: CustomStringConvertible {
    var guest: Guest
    /// "7.3", "7.3-bpf": of the table and of files.
    var description: String
    var situations: [Situation]

    /// What is tried on every kernel is in `MatrixQuestions`.
    static let all = [
        Boot("5.10", [missing(areRingsCharged: false)]),
        Boot("6.12", settings + stacked(areRingsCharged: false)),
        Boot("6.16", memoryLimits(areCharged: true) + stacked(areRingsCharged: true)),
        Boot("7.3", settings),
        Boot("7.3", stacked(areRingsCharged: false) + restrictions),
        Boot("6.16", securityModules, withBPF: true),
        Boot("7.3", securityModules + behindSecurityModules, withBPF: true),
    ]

    private init(_ series: String, _ situations: [Situation], withBPF: Bool = false) {
        guest = Guest(series: series, parameters: withBPF ? ["lsm=lockdown,capability,yama,bpf"] : [])
        description = series + (withBPF ? "-bpf" : "")
        self.situations = situations
    }
}

extension Boot {
    private static let everybody = [Caller.root, .nobody]

    private static var plain: [Situation] {
        everybody.map { Situation(name: "nothing", caller: $0, truth: .usable) }
    }

    // MARK: kernel.io_uring_disabled

    private static func setting(_ disabled: Int, group: Int? = nil) -> [(name: String, value: String)] {
        [("kernel.io_uring_disabled", "\(disabled)"), ("kernel.io_uring_group", "\(group ?? -1)")]
    }

    /// What `caller` meets under that setting.
    static func disabled(_ disabled: Int, group: Int? = nil, for caller: Caller) -> Situation {
        let isExempt = caller.uid == 0 || group.map(caller.groups.contains) == true
        let isRefused = disabled == 2 || disabled == 1 && !isExempt
        return Situation(
            name: "disabled-\(disabled)" + (group == nil ? "" : "-group"), caller: caller,
            settings: setting(disabled, group: group),
            truth: isRefused ? .refused(by: "sysctl", atLeast: .certain) : .usable,
            isRecorded: group != nil && disabled > 0)
    }

    private static var settings: [Situation] {
        (0...2).flatMap { disabled in
            [nil, Caller.exemptGroup].flatMap { group in
                [Caller.root, .nobody, .member].map { Self.disabled(disabled, group: group, for: $0) }
            }
        }
    }

    // MARK: RLIMIT_MEMLOCK

    /// Rings are charged to it from 6.14 to 7.2.10, and were up to 5.11; but 5.10.162 and later have the io_uring of
    /// 5.15.
    static func memoryLimits(areCharged: Bool) -> [Situation] {
        let root = Caller(name: "root-memlock-0", uid: 0, lockedMemory: 0)
        // Two pages for the smallest ring, 400 KiB for one of 4096 entries.
        return [
            (Caller.limited(to: 0), areCharged ? Truth.refused(by: "memlock", atLeast: .likely) : .usable),
            (.limited(to: 65536), areCharged ? .usable(but: "memlock") : .usable),
            (root, .usable),
        ].map { caller, truth in
            Situation(name: "limit", caller: caller, truth: truth, isRecorded: areCharged && caller.uid != 0)
        }
    }

    // MARK: Security modules

    private static var securityModules: [Situation] {
        plain
            + ["EACCES", "EPERM"].flatMap { errno in
                everybody.map { caller in
                    Situation(
                        name: "uring_allowed-\(errno)", caller: caller, outer: ["/attach-lsm", errno],
                        truth: .refused(by: "lsm", atLeast: .likely), isRecorded: true)
                }
            }
    }

    private static var behindSecurityModules: [Situation] {
        [
            // A filter that has no say in io_uring is not who refuses it, but one that has is asked first.
            Situation(
                name: "uring_allowed-EACCES-filter-of-vfork", caller: .nobody, outer: ["/attach-lsm", "EACCES"],
                inner: filter("EPERM", ["vfork"]), truth: .refused(by: "lsm", atLeast: .likely), isRecorded: true),
            Situation(
                name: "uring_allowed-EPERM-filter-of-vfork", caller: .nobody, outer: ["/attach-lsm", "EPERM"],
                inner: filter("EPERM", ["vfork"]), truth: .refused(by: "lsm", atLeast: .likely)),
            Situation(
                name: "uring_allowed-EACCES-filter-of-setup", caller: .nobody, outer: ["/attach-lsm", "EACCES"],
                inner: filter("EACCES", ["io_uring_setup"]), truth: .refused(by: "seccomp", atLeast: .certain)),
            Situation(
                name: "uring_allowed-EACCES-disabled-2", caller: .root, settings: setting(2),
                outer: ["/attach-lsm", "EACCES"], truth: .refused(by: "sysctl", atLeast: .certain)),
        ]
    }

    // MARK: Restrictions

    private static var restrictions: [Situation] {
        let (nop, read) = ("0", "22")
        return [
            ("set-without-NOP", ["set", read], Truth.refused(by: "restriction", atLeast: .likely)),
            ("set-with-NOP", ["set", nop], .usable(but: "restriction")),
            ("filter-of-NOP", ["filter", nop], .refused(by: "restriction", atLeast: .likely)),
            ("filter-of-READ", ["filter", read], .usable(but: "restriction")),
        ].flatMap { name, arguments, truth in
            everybody.map { caller in
                Situation(
                    name: "restriction-\(name)", caller: caller, inner: ["/restrict-task"] + arguments, truth: truth,
                    isRecorded: caller.uid != 0)
            }
        } + [
            Situation(
                name: "restriction-filter-of-NOP-disabled-2", caller: .nobody, settings: setting(2),
                inner: ["/restrict-task", "filter", nop],
                truth: .refused(by: "sysctl", atLeast: .certain, behind: ["restriction"]), isRecorded: true)
        ]
    }

    // MARK: Several obstacles at once

    private static func filter(_ action: String, _ calls: [String]? = nil) -> [String] {
        let all = ["io_uring_setup", "io_uring_enter", "io_uring_register"]
        return ["/refuse", action, (calls ?? all).joined(separator: ",")]
    }

    private static func stacked(areRingsCharged: Bool) -> [Situation] {
        let limited = Caller.limited(to: 0)
        let memlock = areRingsCharged ? ["memlock"] : []
        return everybody.flatMap { caller in
            [
                Situation(
                    name: "disabled-2-filter-EPERM", caller: caller, settings: setting(2), inner: filter("EPERM"),
                    truth: .refused(by: "seccomp", atLeast: .certain, behind: ["sysctl"]),
                    isRecorded: caller.uid != 0),
                Situation(
                    name: "disabled-1-filter-EPERM", caller: caller, settings: setting(1), inner: filter("EPERM"),
                    truth: .refused(by: "seccomp", atLeast: .certain, behind: caller.uid == 0 ? [] : ["sysctl"])),
                // The filter is asked first, and answers as the setting does.
                Situation(
                    name: "disabled-2-filter-of-setup-EPERM", caller: caller, settings: setting(2),
                    inner: filter("EPERM", ["io_uring_setup"]),
                    truth: .refused(by: "seccomp", atLeast: .certain, behind: ["sysctl"]),
                    isRecorded: caller.uid != 0),
                Situation(
                    name: "disabled-2-filter-of-vfork", caller: caller, settings: setting(2),
                    inner: filter("EPERM", ["vfork"]), truth: .refused(by: "sysctl", atLeast: .certain)),
                Situation(
                    name: "filter-KILL_PROCESS", caller: caller, inner: filter("KILL_PROCESS"),
                    truth: .refused(by: "seccomp", atLeast: .certain, behind: [])),
            ]
        } + [
            Situation(
                name: "disabled-2", caller: limited, settings: setting(2),
                truth: .refused(by: "sysctl", atLeast: .certain, behind: memlock), isRecorded: areRingsCharged),
            missing(areRingsCharged: areRingsCharged),
        ]
    }

    /// A filter that answers as a kernel without io_uring does, before a limit.
    private static func missing(areRingsCharged: Bool) -> Situation {
        Situation(
            name: "filter-ENOSYS", caller: .limited(to: 0), inner: filter("ENOSYS"),
            truth: .refused(by: "seccomp", atLeast: .likely, behind: areRingsCharged ? ["memlock"] : []),
            isRecorded: true)
    }
}
