import Support

extension Subject {
    /// Fibers on a ring, beside Zig's Io.Evented on one thread; where there is no Zig, beside what it took elsewhere.
    static let zig = [
        BesideZig(
            name: "zig-yield", subject: "yield between 2", goal: 0.7, ours: ["yield", "2"], theirs: "yield",
            count: 20_000_000, elsewhereNanoseconds: 15.3),
        BesideZig(
            name: "zig-spawn-closure", subject: "spawn and join, a closure", goal: 1, ours: ["spawn", "closure"],
            theirs: "spawn", count: 5_000_000, elsewhereNanoseconds: 47, remark: boxed),
        BesideZig(
            name: "zig-spawn-function", subject: "spawn and join, a function", goal: 1, ours: ["spawn", "function"],
            theirs: "spawn", count: 5_000_000, elsewhereNanoseconds: 47),
    ].map { pair in Subject.comparing(pair.name, pair.comparison) }
}

private struct BesideZig {
    let name: String
    let subject: String
    let goal: Double
    let ours: [String]
    let theirs: String
    let count: Int
    /// Zig 0.16.0 on a machine where getppid(2) took `systemCallElsewhereNanoseconds`.
    let elsewhereNanoseconds: Double
    var remark: String?

    private static let systemCallElsewhereNanoseconds = 46.0

    func comparison(_ effort: Effort) throws -> Comparison {
        let count = "\(effort.count(count))"
        let own = ("Evented", Run.own(["evented"] + ours + [count]))
        do {
            let zig = try Run.zig(theirs, count)
            return Comparison(
                subject: subject, goal: goal, peer: ("Zig's Io.Evented", zig), ours: own, remark: remark)
        } catch let missing as Missing {
            var systemCall = Run.own(["getppid", "\(effort.count(1_000_000))"])
            systemCall.factor = elsewhereNanoseconds / Self.systemCallElsewhereNanoseconds
            return Comparison(
                subject: subject, goal: goal, peer: ("Zig's Io.Evented, reckoned", systemCall), ours: own,
                remark: """
                    \(missing): reckoned from \(elsewhereNanoseconds) ns of Zig 0.16.0 on a machine where getppid(2) \
                    took \(Self.systemCallElsewhereNanoseconds) ns, and what that takes here
                    """)
        }
    }
}
