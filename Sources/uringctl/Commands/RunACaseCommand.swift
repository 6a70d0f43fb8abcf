import Arguments
import Scenarios

/// The child's side of a scenario: runs one case or specimen, which this process may die of.
enum RunACaseCommand {
    static let scenario = Operand(
        value: .choice("SCENARIO", Scenario.runnable.map { Choice($0.name, $0.name) }), help: "of which")
    static let name = Operand(value: .string("NAME"), help: "the case or specimen")

    static let target = Option(long: "target", value: .string("TEXT"), help: "what to do it with")

    static let declaration = Command(
        Workbench.childCommand, summary: "run one case or specimen in this process",
        options: [ReproCommand.iterations, ReproCommand.seed, ReproCommand.timeout, target], operands: [scenario, name],
        isHidden: true)

    static func run(_ parsed: Parsed) -> Int32 {
        guard let scenario = Scenario.runnable.first(where: { $0.name == parsed[scenario] }) else { return 2 }
        return Workbench.run(parsed[name], of: scenario, ReproCommand.effort(parsed, target: parsed[target]))
    }
}
