import Foundation

/// Our program against a peer's, run in turns, so that what slows the machine slows both.
struct Comparison {
    let subject: String
    let goal: String
    let peer: (name: String, run: Run)
    let ours: (name: String, run: Run)
    let pairs: Int

    /// Runs before those that count, which fill the caches.
    private static let warmUps = 3

    /// The figures as a block of text.
    func measure() throws -> String {
        for _ in 0..<Self.warmUps {
            _ = try peer.run.durationNanoseconds()
            _ = try ours.run.durationNanoseconds()
        }
        var durations: (peer: [UInt64], ours: [UInt64]) = ([], [])
        for _ in 0..<pairs {
            durations.peer.append(try peer.run.durationNanoseconds())
            durations.ours.append(try ours.run.durationNanoseconds())
        }
        let (theirs, mine) = (Sample(nanoseconds: durations.peer), Sample(nanoseconds: durations.ours))
        let ratio = mine.medianNanoseconds / theirs.medianNanoseconds
        let width = max(peer.name.count, ours.name.count, "ratio of medians".count)
        func line(_ label: String, _ rest: String) -> String {
            "  \(label.padding(toLength: width, withPad: " ", startingAt: 0))  \(rest)"
        }
        return [
            "\(subject), \(pairs) pairs of runs",
            line("", "      median        least     greatest"),
            line(peer.name, theirs.text),
            line(ours.name, mine.text),
            line("ratio of medians", String(format: "%9.2f     goal: %@", ratio, goal)),
        ].joined(separator: "\n")
    }
}
