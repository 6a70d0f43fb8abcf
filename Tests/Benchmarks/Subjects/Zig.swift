import Support

extension Subject {
    /// Fibers on a ring, beside Zig's Io.Evented on one thread; where there is no Zig, beside the figures of an earlier
    /// measurement.
    static let zig = [
        ("zig-yield", "yield between 2", 0.7, ["yield", "2"], ["yield"], 20_000_000, 15.3),
        ("zig-spawn", "spawn and join", 1.0, ["spawn", "closure"], ["spawn"], 5_000_000, 47),
    ].map { name, subject, goal, ours, theirs, count, earlierNanoseconds in
        Subject.comparing(name) { effort in
            let count = "\(effort.count(count))"
            let own = ("Evented", Run.own(["evented"] + ours + [count]))
            do {
                return Comparison(
                    subject: subject, goal: goal,
                    peer: ("Zig's Io.Evented", try .zig(theirs + [count])), ours: own)
            } catch let missing as Missing {
                return Comparison(
                    subject: subject, goal: goal,
                    peer: ("Zig's Io.Evented, reckoned", .reckoned(nanoseconds: earlierNanoseconds, of: earlierSystemCallNanoseconds)), ours: own,
                    remark: """
                        \(missing); reckoned from \(earlierNanoseconds) ns of Zig 0.16.0 on a machine where getppid(2) \
                        took \(earlierSystemCallNanoseconds) ns, by what that takes here
                        """)
            }
        }
    }

    private static let earlierSystemCallNanoseconds = 46.0
}

extension Run {
    /// What a peer that is not here took elsewhere, where getppid(2) took what it took there.
    fileprivate static func reckoned(nanoseconds: Double, of systemCallNanoseconds: Double) -> Run {
        var run = Run.own(["getppid", "1000000"])
        run.factor = nanoseconds / systemCallNanoseconds
        return run
    }
}
