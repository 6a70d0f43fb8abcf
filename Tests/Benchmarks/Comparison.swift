import Foundation

/// Ours against a peer's, run in turns, so that what slows the machine slows both.
struct Comparison {
    typealias Side = (name: String, run: Run)

    let subject: String
    /// The greatest ratio of ours to the peer's that is aimed at.
    let goal: Double
    let peer: Side
    let ours: Side
    var pairs = 11
    /// What else the reader should know of how the two compare.
    var remark: String?

    /// Runs before those that count, which fill the caches.
    private static let warmUps = 1

    func measure(_ effort: Effort) throws -> Compared {
        if effort == .whole {
            for _ in 0..<Self.warmUps {
                _ = try peer.run.nanoseconds()
                _ = try ours.run.nanoseconds()
            }
        }
        var figures: (peer: [Double], ours: [Double]) = ([], [])
        for _ in 0..<(effort == .whole ? pairs : 1) {
            figures.peer.append(try peer.run.nanoseconds())
            figures.ours.append(try ours.run.nanoseconds())
        }
        return Compared(
            comparison: self, peer: Sample(nanoseconds: figures.peer), ours: Sample(nanoseconds: figures.ours))
    }
}

/// What came of a comparison.
struct Compared {
    let comparison: Comparison
    let peer: Sample
    let ours: Sample

    var ratio: Double { ours.medianNanoseconds / peer.medianNanoseconds }
    var isMet: Bool { ratio <= comparison.goal }
    var verdict: String { "goal: at most \(Compared.text(comparison.goal)), \(isMet ? "met" : "not met")" }

    /// The figures as a block of text.
    var text: String {
        let width = max(comparison.peer.name.count, comparison.ours.name.count, "ratio of medians".count)
        func line(_ label: String, _ rest: String) -> String {
            "  \(label.padding(toLength: width, withPad: " ", startingAt: 0))  \(rest)"
        }
        let lines = [
            "\(comparison.subject), \(ours.count) pairs of runs",
            line("", "      median        least     greatest"),
            line(comparison.peer.name, peer.text),
            line(comparison.ours.name, ours.text),
            line("ratio of medians", String(format: "%9.2f     %@", ratio, verdict)),
        ]
        return (lines + (comparison.remark.map { ["  \($0)"] } ?? [])).joined(separator: "\n")
    }

    /// A row of a Markdown table.
    var row: String {
        func short(_ sample: Sample) -> String {
            Sample.text(nanoseconds: sample.medianNanoseconds).trimmingCharacters(in: .whitespaces)
        }
        let ratio = String(format: "%.2f", ratio)
        return "| \(comparison.subject) | \(short(ours)) | \(comparison.peer.name) \(short(peer)) | \(ratio) | "
            + "\(Compared.text(comparison.goal))\(isMet ? "" : ", not met") |"
    }

    static let header = ["| | uringctl | beside | ratio | goal |", "|---|---|---|---|---|"]

    private static func text(_ goal: Double) -> String { String(format: "%g", goal) }
}
