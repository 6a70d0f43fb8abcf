extension Subject {
    /// Primitives between threads and fibers.
    static let primitives =
        [
            besideSwift("sync-lock", "lock and unlock, a thread alone", goal: 1.1, .threads, 1, count: 10_000_000),
            besideSwift("sync-lock-fiber", "lock and unlock, a fiber alone", goal: 1.1, .fibers, 1, count: 10_000_000),
            besideSwift("sync-contended-2", "lock and unlock among 2 threads", goal: 1, .threads, 2, count: 4_000_000),
            besideSwift("sync-contended-8", "lock and unlock among 8 threads", goal: 1, .threads, 8, count: 200_000),
            besideThreads("sync-hand-over", "mutex handed over", "hand-over", count: 50_000),
            besideThreads("sync-event-fibers", "event round trip between 2 fibers", "event", count: 20_000),
            Subject.comparing("sync-event") { effort in
                let count = "\(effort.count(20_000))"
                return Comparison(
                    subject: "event round trip between 2 threads", goal: 1.05,
                    peer: ("futex in C", try .futex(count)),
                    ours: ("Event", .own(["sync", "event", "threads", count])))
            },
            Subject.comparing("sync-pool") { effort in
                let count = "\(effort.count(400_000))"
                return Comparison(
                    subject: "take and put back, 16 threads, 5 resources", goal: 1,
                    peer: ("pthread mutex and condition in C", try .pool("16", "5", count)),
                    ours: ("Pool", .own(["sync", "pool", "threads", "16", "5", count])))
            },
        ]

    private static func besideSwift(
        _ name: String, _ subject: String, goal: Double, _ parties: Parties, _ partyCount: Int, count: Int
    ) -> Subject {
        Subject.comparing(name) { effort in
            let words = [parties.rawValue, "\(partyCount)", "\(effort.count(count))"]
            return Comparison(
                subject: subject, goal: goal,
                peer: ("Synchronization.Mutex", .own(["sync", "standard-mutex"] + words)),
                ours: ("Mutex", .own(["sync", "mutex"] + words)))
        }
    }

    /// Where both really wait for each other, fibers of one ring need no kernel for it.
    private static func besideThreads(_ name: String, _ subject: String, _ measurement: String, count: Int) -> Subject {
        Subject.comparing(name) { effort in
            let count = "\(effort.count(count))"
            return Comparison(
                subject: subject, goal: 0.05,
                peer: ("between threads", .own(["sync", measurement, "threads", count])),
                ours: ("between fibers", .own(["sync", measurement, "fibers", count])))
        }
    }
}
