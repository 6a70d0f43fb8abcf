extension Subject {
    /// Fibers without a ring, beside such as C++ has on boost.context's fcontext.
    static let fibers =
        [
            Subject.comparing("switch") { effort in
                let count = effort.count(30_000_000)
                return Comparison(
                    subject: "raw switch", goal: 1.05,
                    peer: ("fcontext", try .fcontext("switch", "\(count)")),
                    ours: ("CFiber", .own(["switch", "\(count)"])))
            }
        ]
        + [2, 64, 1024].map { fibers in
            Subject.comparing("yield-\(fibers)") { effort in
                let count = effort.count(20_000_000)
                return Comparison(
                    subject: "yield among \(fibers)", goal: 1.2,
                    peer: ("fcontext, queue in C++", try .fcontext("yield", "\(fibers)", "\(count)")),
                    ours: ("Fibers", .own(["fibers", "yield", "\(fibers)", "\(count)"])))
            }
        }
        + [("closure", "closure"), ("erased", "closure"), ("function", "function")].map { theirs, ours in
            Subject.comparing("spawn-\(theirs)") { effort in
                let count = effort.count(5_000_000)
                return Comparison(
                    subject: "spawn and join a pooled fiber", goal: 3,
                    peer: ("fcontext, \(spawned[theirs]!)", try .fcontext("spawn", theirs, "\(count)")),
                    ours: ("Fibers, \(ours)", .own(["fibers", "spawn", ours, "\(count)"])),
                    remark: ours == "closure" ? boxed : nil)
            }
        }

    static let boxed = "Swift keeps what a closure captures in a box on the heap: making and freeing it is in this"

    /// What the peer is given to run.
    private static let spawned = [
        "closure": "closure in place", "erased": "closure of erased type on the heap", "function": "function pointer",
    ]
}
