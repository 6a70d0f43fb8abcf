import Runtimes

extension Subject {
    /// Operations of fibers, beside C on liburing that submits and reaps in the same batches with the same setup flags.
    static let operations = [(1, 1.15, 2_000_000), (64, 1.4, 10_000_000)].map { fibers, goal, count in
        Subject.comparing("nop-\(fibers)") { effort in
            let count = effort.count(count)
            let flags = try Evented().setupFlags
            return Comparison(
                subject: "NOP from \(fibers) fiber\(fibers == 1 ? "" : "s")", goal: goal,
                peer: ("liburing in C, batches of \(fibers)", try .nops("\(fibers)", "\(count)", "\(flags)")),
                ours: ("Evented", .own(["nop", "\(fibers)", "\(count)"])))
        }
    }
}
