import Arguments
import Glibc
import Probe

/// The child's side of a probe: asks, and writes a transcript for the parent.
enum AskTheKernelCommand {
    static let omitted = Operand(
        values: .string("QUESTION"), count: 0...32, help: "not to be asked, because an earlier child died over it")

    static let declaration = Command(
        Facts.childCommand, summary: "ask the kernel and print the answers", operands: [omitted], isHidden: true)

    static func run(_ parsed: Parsed) -> Int32 {
        Interview.conduct(output: STDOUT_FILENO, omitting: parsed[omitted])
        return 0
    }
}
