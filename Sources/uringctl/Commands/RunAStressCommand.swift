import Arguments
import Scenarios

/// The child's side of a stress: one primitive through one pattern, which this process may die of.
enum RunAStressCommand {
    static let scenario = Operand(
        value: .choice("SCENARIO", StressScenario.all.map { Choice($0.name, $0.name) }), help: "of which")
    static let primitive = Operand(value: .string("PRIMITIVE"), help: "what is stressed")
    static let pattern = Operand(value: .string("PATTERN"), help: "how")

    static let declaration = Command(
        StressWorkbench.childCommand, summary: "stress one primitive in this process",
        options: StressCommand.ofEffort, operands: [scenario, primitive, pattern], isHidden: true)

    static func run(_ parsed: Parsed) -> Int32 {
        guard let scenario = StressScenario.all.first(where: { $0.name == parsed[scenario] }) else { return 2 }
        return StressWorkbench.run(
            parsed[primitive], through: parsed[pattern], of: scenario, StressCommand.effort(parsed))
    }
}
