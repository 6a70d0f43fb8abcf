import Arguments
import Glibc
import Kernel
import Probe

/// The child's side of `uringctl probe --as`, `--unprivileged` and `--simulate`: gathers facts in a situation, and
/// writes them as text for the parent. Without any, it writes what this process is told: a recording for tests.
enum GatherFactsCommand {
    static let unprivileged = Option(long: "unprivileged", help: "give up every capability")
    static let simulate = Option(
        long: "simulate", value: .choice("NAME", of: Simulation.self) { $0.summary }, help: "put this filter in the way")
    /// NGROUPS_MAX is 65,536.
    static let identity = Operand(
        values: .integer("NUMBER", in: 0...Int(UInt32.max) - 1), count: 0...65_539,
        help: "whom to become: a uid, a gid, and supplementary groups")

    static let declaration = Command(
        Situation.childCommand, summary: "gather facts in a situation and print them", options: [unprivileged, simulate],
        operands: [identity], isHidden: true)

    static func run(_ parsed: Parsed) -> Int32 { situation(parsed)?.conduct(output: STDOUT_FILENO) ?? 2 }

    /// The situation that the options and numbers stand for; nil where a number is missing.
    static func situation(_ parsed: Parsed) -> Situation? {
        let numbers = parsed[identity].map { UInt32($0) }
        var situation = Situation(dropsCapabilities: parsed[unprivileged], simulation: parsed[simulate])
        if let uid = numbers.first {
            guard numbers.count > 1 else { return nil }
            situation.identity = Account(uid: uid, gid: numbers[1], groups: Array(numbers[2...]))
        }
        return situation
    }
}
