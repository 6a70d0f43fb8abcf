/// Situations in guests of other kernels, `guest-FILE.txt`, recorded by the tests in Tests/KernelMatrix.
extension SituationFixtureTests {
    static let guests = settings + filters + limits + modules + restrictions

    private static let settings: [Expectation] = ["6.12", "7.3"].flatMap { series -> [Expectation] in
        [
            ("\(series)-disabled-1-group-root", true, []),
            ("\(series)-disabled-1-group-nobody", false, ["sysctl certain refuses"]),
            ("\(series)-disabled-1-group-member", true, []),
            ("\(series)-disabled-2-group-root", false, ["sysctl certain refuses"]),
            ("\(series)-disabled-2-group-nobody", false, ["sysctl certain refuses"]),
            ("\(series)-disabled-2-group-member", false, ["sysctl certain refuses"]),
        ]
    }

    private static let filters: [Expectation] = ["6.12", "6.16", "7.3"].flatMap { series -> [Expectation] in
        [
            (
                "\(series)-disabled-2-filter-EPERM-nobody", false,
                ["seccomp certain refuses", "sysctl likely behind"]
            ),
            (
                "\(series)-disabled-2-filter-of-setup-EPERM-nobody", false,
                ["seccomp certain refuses", "sysctl likely behind"]
            ),
        ]
    }

    /// Whether rings are charged to the limit behind a filter, only a release tells.
    private static let limits: [Expectation] = [
        ("6.16-limit-memlock-0", false, ["memlock likely refuses"]),
        ("6.16-limit-memlock-65536", true, ["memlock likely partly"]),
        ("6.16-disabled-2-memlock-0", false, ["sysctl certain refuses", "memlock likely behind"]),
        ("6.16-filter-ENOSYS-memlock-0", false, ["seccomp certain refuses", "memlock likely behind"]),
        ("6.12-filter-ENOSYS-memlock-0", false, ["seccomp certain refuses", "memlock possible behind"]),
        ("7.3-filter-ENOSYS-memlock-0", false, ["seccomp certain refuses", "memlock possible behind"]),
        // Nothing says that this kernel has io_uring.
        ("5.10-filter-ENOSYS-memlock-0", false, ["seccomp likely refuses", "memlock possible behind"]),
    ]

    private static let modules: [Expectation] =
        ["6.16", "7.3"].flatMap { series -> [Expectation] in
            ["EACCES", "EPERM"].flatMap { errno in
                ["root", "nobody"].map { caller in
                    ("\(series)-bpf-uring_allowed-\(errno)-\(caller)", false, ["lsm likely refuses"])
                }
            }
        } + [
            // A filter is there that has no say in io_uring.
            ("7.3-bpf-uring_allowed-EACCES-filter-of-vfork-nobody", false, ["lsm likely refuses"])
        ]

    private static let restrictions: [Expectation] = [
        ("7.3-restriction-set-without-NOP-nobody", false, ["restriction certain refuses"]),
        ("7.3-restriction-set-with-NOP-nobody", true, ["restriction certain partly"]),
        ("7.3-restriction-filter-of-NOP-nobody", false, ["restriction certain refuses"]),
        ("7.3-restriction-filter-of-READ-nobody", true, ["restriction certain partly"]),
        (
            "7.3-restriction-filter-of-NOP-disabled-2-nobody", false,
            ["sysctl certain refuses", "restriction likely behind"]
        ),
    ]
}
