import Foundation

extension Subject {
    /// Many fibers that sleep, each more of them beside fewer.
    static let sleepers = [
        Subject(name: "sleep") { effort in
            let sizes = effort == .whole ? [1000, 10_000, 100_000] : [10, 100]
            let rounds = effort == .whole ? 9 : 1
            var figures: [Int: [[Double]]] = [:]
            for _ in 0..<rounds {
                for size in sizes { figures[size, default: []].append(try Run.own(["sleep", "\(size)"]).written()) }
            }
            let medians = sizes.map { size in
                (0..<3).map { column in Sample(nanoseconds: figures[size]!.map { $0[column] }).medianNanoseconds }
            }
            return Measured(text: text(sizes, medians, rounds: rounds), rows: [], figures: medians.flatMap { $0 })
        }
    ]

    /// Beyond noise.
    private static let greatestGrowth = 1.1

    private static func text(_ sizes: [Int], _ medians: [[Double]], rounds: Int) -> String {
        var lines = [
            "sleeping fibers, \(rounds) runs, medians for each fiber",
            "    fibers        memory   spawn, fall asleep    wake, end, join",
        ]
        for (size, figures) in zip(sizes, medians) {
            lines.append(
                String(format: "%10d  %8.0f bytes    %10.0f ns    %12.0f ns", size, figures[0], figures[1], figures[2]))
        }
        let totals = medians.map { [$0[0], $0[1] + $0[2]] }
        func growth(_ figures: [[Double]]) -> [Double] { zip(figures.last!, figures.first!).map { $0 / $1 } }
        let (columns, sums) = (growth(medians), growth(totals))
        let isMet = sums.allSatisfy { $0 <= greatestGrowth }
        lines.append(
            String(
                format: "    growth  %8.2f times    %10.2f times  %11.2f times", columns[0], columns[1], columns[2]))
        lines.append(
            String(
                format: "  goal: memory and time of each grow at most %.1f times: %.2f and %.2f, %@",
                greatestGrowth, sums[0], sums[1], isMet ? "met" : "not met"))
        return lines.joined(separator: "\n")
    }
}
