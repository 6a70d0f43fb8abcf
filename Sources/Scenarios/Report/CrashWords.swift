import Children
import Report

/// A crash in a report's words.
extension CrashRecord {
    /// "SIGSEGV, SI_KERNEL, address 0x0, in fiber 2 (second)".
    var summary: String {
        var parts = [Signal.name(signal), SignalCode.name(code, of: signal)]
        if let address { parts.append("address \(Words.hexadecimal(address))" + (guardWords.map { " in \($0)" } ?? "")) }
        if let slot = stackPointerPlace?.slot { parts.append("on the stack of \(slot.words)") }
        return parts.joined(separator: ", ")
    }

    /// The thread ran out of its own stack, which no fiber's fault is.
    var isOverflowOfThread: Bool { addressPlace == .threadGuard }

    /// nil where there is no address.
    var isAddressInGuard: Bool? {
        guard address != nil, let addressPlace else { return nil }
        if case .fiberGuard = addressPlace { return true }
        return false
    }

    private var guardWords: String? {
        guard case .fiberGuard(let slot)? = addressPlace else { return nil }
        return "the guard of \(slot.words)"
    }

    /// Whose stack it ran on.
    var fiberValue: Value {
        guard let slot = stackPointerPlace?.slot ?? addressPlace?.slot else { return .null }
        return ["number": Value(slot.fiberNumber), "name": Value(slot.fiberName)]
    }

    /// "0f 29 04 24", or nil where it could not be read.
    var instructionText: String? {
        instruction.isEmpty
            ? nil : instruction.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }

    var causeWords: String? { nil }

    /// Innermost first.
    var frameValues: Value {
        let addresses = (programCounter.map { [$0] } ?? []) + returnAddresses
        return .list(addresses.map { .text(Words.hexadecimal($0)) })
    }
}

extension FiberSlot {
    /// "fiber 2 (reader)".
    fileprivate var words: String {
        (fiberNumber.map { "fiber \($0)" } ?? "an unnamed fiber") + (fiberName.map { " (\($0))" } ?? "")
    }
}
