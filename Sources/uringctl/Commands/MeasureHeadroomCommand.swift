import Arguments
import Glibc
import Probe

/// The child's side of `uringctl probe --limits`: makes rings, and tells the parent how many there could be.
enum MeasureHeadroomCommand {
    static let unprivileged = Option(long: "unprivileged", help: "give up every capability first")
    /// NGROUPS_MAX is 65,536.
    static let identity = Operand(
        values: .integer("NUMBER", in: 0...Int(UInt32.max) - 1), count: 0...65_538,
        help: "for whom: a uid, a gid, and supplementary groups")

    static let declaration = Command(
        Headroom.childCommand, summary: "measure how many rings fit", options: [unprivileged], operands: [identity],
        isHidden: true)

    static func run(_ parsed: Parsed) -> Int32 {
        HeadroomMeasurement.conduct(
            output: STDOUT_FILENO, as: parsed[identity].map { UInt32($0) }, dropsCapabilities: parsed[unprivileged])
        return 0
    }
}
