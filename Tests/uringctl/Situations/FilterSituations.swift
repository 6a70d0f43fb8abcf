/// seccomp filters.
extension Situation {
    private static let errors = ["EPERM", "ENOSYS", "EACCES", "EOPNOTSUPP"]
    private static let kills = ["KILL_PROCESS", "KILL_THREAD", "TRAP"]
    private static let calls = ["io_uring_setup", "io_uring_enter", "io_uring_register"]

    static func filters(_ stage: Stage) -> [Situation] {
        var situations = [Situation("nothing", fixture: "nothing", .works)]
        for action in errors + kills {
            let all = stage.refuse(action, calls.joined(separator: ","))
            // ENOSYS is also what a kernel without io_uring answers.
            let confidence = action == "ENOSYS" ? "likely" : "certain"
            situations.append(
                Situation(
                    "filter: \(action) to all", inside: all, fixture: fixture(action, "io_uring_all"),
                    .refused(.init("seccomp", confidence))))
        }
        for action in errors + kills {
            for call in calls {
                situations.append(
                    Situation(
                        "filter: \(action) to \(call)", inside: stage.refuse(action, call),
                        fixture: fixture(action, call), truth(action, call)))
            }
        }
        situations.append(
            Situation(
                "filter: EPERM to other calls", inside: stage.refuse("EPERM", "vfork"), fixture: "filter-of-others",
                .works))
        return situations
    }

    private static func truth(_ action: String, _ call: String) -> Truth {
        switch (action, call) {
        // Plain rings work without it.
        case (_, "io_uring_register"): .works(but: .init("seccomp", "certain", "partly"))
        // Nothing else than a filter refuses io_uring_enter, and nothing else kills.
        case (_, "io_uring_enter"), ("KILL_PROCESS", _), ("KILL_THREAD", _), ("TRAP", _):
            .refused(.init("seccomp", "certain"))
        // One more filter tells whose an answer is, unless it is the answer which that filter has itself.
        case ("ENOSYS", _): .refused(.init("seccomp", "likely"))
        default: .refused(.init("seccomp", "certain"))
        }
    }

    /// One recording of each kind.
    private static func fixture(_ action: String, _ call: String) -> String? {
        switch (action, call) {
        case ("KILL_THREAD", _), ("TRAP", _), (_, "io_uring_enter"): nil
        case (_, "io_uring_register") where action != "EACCES": nil
        default: "filter-\(action)-\(call.dropFirst(9))"
        }
    }
}
