import Arguments
import Scenarios

/// The child's side of a scenario: runs one case or specimen, which this process may die of.
enum RunACaseCommand {
    static let scenario = Operand(
        value: .choice("SCENARIO", Scenario.all.map { Choice($0.name, $0.name) }), help: "of which")
    static let name = Operand(value: .string("NAME"), help: "the case or specimen")
    static let iterations = Option(
        long: "iterations", value: .integer("COUNT", in: Effort.iterationBounds), default: Effort.usual.iterations,
        help: "how often")
    static let seed = Option(
        long: "seed", value: .integer("NUMBER", in: 0...Int.max), default: Int(Effort.usual.seed), help: "of numbers")
    static let timeout = Option(
        long: "timeout", value: .duration(nanoseconds: Effort.timeoutBounds),
        default: Effort.usual.timeoutNanoseconds, help: "how long it may take")

    static let declaration = Command(
        Workbench.childCommand, summary: "run one case or specimen in this process",
        options: [iterations, seed, timeout], operands: [scenario, name], isHidden: true)

    static func run(_ parsed: Parsed) -> Int32 {
        guard let scenario = Scenario.all.first(where: { $0.name == parsed[scenario] }) else { return 2 }
        let effort = Effort(
            iterations: parsed[iterations], seed: UInt64(parsed[seed]), timeoutNanoseconds: parsed[timeout])
        return Workbench.run(parsed[name], of: scenario, effort)
    }
}
