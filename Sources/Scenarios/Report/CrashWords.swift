import Children
import Report

extension Trial {
    /// What the crash's facts say of its cause; nil where that is nothing: of a process that waited, or that gave up by
    /// itself and said why.
    var causeText: String? {
        guard let crash else { return nil }
        return switch crash.cause {
        case .hung: nil
        case .aborted where message != nil: nil
        case let cause: cause.text(of: crash)
        }
    }
}

/// A crash in a report's words.
extension CrashRecord {
    /// "SIGSEGV, SI_KERNEL, address 0x0, fiber 2 (second)".
    var summary: String {
        var parts = [Signal.name(signal), SignalCode.name(code, of: signal)]
        if let address { parts.append("address \(hexadecimal(address))") }
        if let fiber { parts.append(fiber.owner) }
        return parts.joined(separator: ", ")
    }

    var cause: CrashCause { CrashCause(self) }

    /// Whether the address lies in a fiber's guard; nil where there is no address.
    var isAddressInGuard: Bool? {
        guard address != nil, let addressPlace else { return nil }
        if case .fiberGuard = addressPlace { return true }
        return false
    }

    /// Whose stack it ran on.
    var fiberValue: Value {
        fiber.map { ["number": Value($0.fiberNumber), "name": Value($0.fiberName)] } ?? .null
    }

    /// "0f 29 04 24", or nil where it could not be read: the instruction's own bytes, as far as they are known.
    var instructionBytes: String? {
        guard !instruction.isEmpty else { return nil }
        let bytes = instruction.prefix(decodedInstruction?.lengthBytes ?? instruction.count)
        return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }

    var registerValue: Value {
        registers.isEmpty ? .null : .object(registers.map { .init($0.name, .text(hexadecimal($0.value))) })
    }

    /// Innermost first: each with its name, where there is a symbolizer, or at least its place in its file.
    func frameValue(_ symbolizer: Symbolizer?) -> Value {
        guard let symbolizer else {
            let addresses = (programCounter.map { [$0] } ?? []) + returnAddresses
            return .list(
                addresses.map { address in
                    let offset = image(at: address).map { " file+\(hexadecimal(address &- $0.loadAddress))" }
                    return .text(hexadecimal(address) + (offset ?? " nowhere"))
                })
        }
        return .list(symbolizer.frames(of: self).map { .text("\(hexadecimal($0.address)) \($0.description)") })
    }
}
