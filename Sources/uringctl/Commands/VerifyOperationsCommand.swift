import Arguments
import Glibc
import Probe

/// The child's side of `uringctl probe --verify`: takes a situation on, runs the checks of one group, and tells the
/// parent what came of each.
enum VerifyOperationsCommand {
    static let checks = Option(long: "checks", value: .words("CHECK") { [] }, help: "which of the group")
    static let group = Operand(value: .string("GROUP"), help: "of which checks")
    static let folder = Operand(value: .string("FOLDER"), help: "to be made where files are needed")

    static let declaration = Command(
        VerificationChild.command, summary: "run checks of operations in this process",
        options: [GatherFactsCommand.unprivileged, GatherFactsCommand.simulate, checks],
        operands: [group, folder, GatherFactsCommand.identity], isHidden: true)

    static func run(_ parsed: Parsed) -> Int32 {
        guard let situation = GatherFactsCommand.situation(parsed) else { return 2 }
        return VerificationChild.conduct(
            output: STDOUT_FILENO, group: parsed[group], subjects: parsed[checks] ?? [], folder: parsed[folder],
            in: situation)
    }
}
