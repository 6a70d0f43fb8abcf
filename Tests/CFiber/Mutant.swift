import Foundation
import Testing

/// A switch with a fault planted: one line left out, or half of one that saves or loads two registers.
struct Mutant: Sendable, CustomTestStringConvertible, CustomStringConvertible {
    let architecture: Architecture
    /// The whole file.
    let text: String
    let description: String

    var testDescription: String { description }

    static let all: [Mutant] = Architecture.allCases.flatMap(faults)

    /// Lines that nothing can miss.
    private static func isSpare(_ instruction: String) -> Bool {
        [
            // Never reached: a fiber's entry does not return.
            "ud2", "brk #1", "ebreak",
            // For walks in the middle of the first switch, which debuggers make, and for checked branch targets.
            "nop", "hint #34", "CALL_TARGET", ".cfi_undefined rbp", ".cfi_undefined x29", ".cfi_undefined s0",
            // The registers of a new fiber hold zeros for those who read dumps.
            "movq %rcx, FRAME_R15(%rax)", "movq %rcx, FRAME_R14(%rax)", "movq %rcx, FRAME_RBX(%rax)",
            "movq $0, CONTROL_SSE(%rax)", "stp xzr, xzr, ",
            // What the writes of control registers are skipped by; the comparison alone leaves it to chance.
            "cmp x12, x10", "b.eq 1f", "beq t3, t1, 1f",
        ].contains(where: instruction.hasPrefix)
            || (instruction.hasPrefix("sd zero, ") && instruction != "sd zero, FRAME_S0(a0)")
    }

    private static func faults(of architecture: Architecture) -> [Mutant] {
        guard let text = try? String(contentsOfFile: architecture.source, encoding: .utf8) else { return [] }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var mutants: [Mutant] = []
        var isAssembled = true
        for (number, line) in lines.enumerated() {
            if line.hasPrefix("#") { isAssembled = line != "#if defined(__ARM_FEATURE_BTI_DEFAULT)" }
            let label = line.hasPrefix("1:") ? "1:" : ""
            guard isAssembled, let instruction = instruction(in: line.dropFirst(label.count)), !isSpare(instruction)
            else { continue }
            let halves = halves(of: instruction)
            for replacement in halves.isEmpty ? [""] : halves {
                var changed = lines
                changed[number] = "\(label)    \(replacement)"
                mutants.append(
                    Mutant(
                        architecture: architecture, text: changed.joined(separator: "\n"),
                        description: "\(architecture.rawValue) line \(number + 1), "
                            + (replacement.isEmpty ? "without \(instruction)" : "only \(replacement)")))
            }
        }
        return mutants
    }

    /// What `line` does, or tells unwinders of the end; nil for all else that it can be.
    private static func instruction(in line: Substring) -> String? {
        guard line.hasPrefix(" ") else { return nil }
        let text = line.trimmingCharacters(in: .whitespaces)
        let isInstruction = text.first.map { $0.isLetter } ?? false
        return isInstruction || text.hasPrefix(".cfi_undefined") ? text : nil
    }

    /// Of an instruction that saves or loads two registers, those that do so with one.
    private static func halves(of instruction: String) -> [String] {
        guard let match = instruction.wholeMatch(of: /(st|ld)p (\w+), (\w+), \[(\w+), #(\w+)\]/) else { return [] }
        let (_, operation, first, second, base, offset) = match.output
        return ["\(operation)r \(first), [\(base), #\(offset)]", "\(operation)r \(second), [\(base), #\(offset) + 8]"]
    }
}
