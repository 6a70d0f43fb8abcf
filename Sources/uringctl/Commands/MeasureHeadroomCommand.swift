import Arguments
import Glibc
import Probe

/// The child's side of `uringctl probe --limits`: makes rings, and tells the parent how many there could be. For whom is
/// said as to `GatherFactsCommand`.
enum MeasureHeadroomCommand {
    static let declaration = Command(
        Headroom.childCommand, summary: "measure how many rings fit",
        options: [GatherFactsCommand.unprivileged, GatherFactsCommand.simulate],
        operands: [GatherFactsCommand.identity], isHidden: true)

    static func run(_ parsed: Parsed) -> Int32 {
        guard let situation = GatherFactsCommand.situation(parsed) else { return 2 }
        HeadroomMeasurement.conduct(output: STDOUT_FILENO, in: situation)
        return 0
    }
}
