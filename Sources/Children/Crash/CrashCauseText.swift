import Glibc

extension CrashCause {
    /// One or two sentences for a person, without the last full stop.
    package func text(of record: CrashRecord) -> String {
        words(of: record) + (record.isComplete ? "" : "; the record of it is cut short")
    }

    private func words(of record: CrashRecord) -> String {
        let instruction = record.decodedInstruction.map { "`\($0.description)`" } ?? "the instruction"
        switch self {
        case .nonCanonicalPointer(let pointer):
            let holder = pointer.register ?? "the pointer"
            let origin = pointer.origin.map { " (\($0.description))" } ?? ""
            return "\(instruction) used \(holder) as a pointer, which held \(hexadecimal(pointer.value))\(origin): "
                + "no address at all, which the processor reports as a general protection fault without an address"
        case .misalignedOperand(let operand):
            let culprit = operand.isOnStack ? "the stack is misaligned" : "the operand is misaligned"
            return "\(culprit): \(instruction) demands a multiple of \(operand.alignmentBytes), and "
                + "\(hexadecimal(operand.address)) is \(operand.excessBytes) more"
        case .misalignedAddress(let address): return "\(hexadecimal(address)) is not aligned as the access demands"
        case .privilegedInstruction: return "\(instruction) is reserved to the kernel"
        case .generalProtection:
            return "a general protection fault at \(instruction), for neither a pointer that is no address nor a "
                + "misaligned operand, as far as the record shows"
        case .nullPointer(let address, let access):
            if access == .execute { return "a null function pointer was called" }
            return "\(Self.name(access)) at \(hexadecimal(address)): a null pointer"
        case .fiberStackOverflow(let slot): return "the stack of \(slot.owner) overflowed into its guard"
        case .foreignGuard(let slot): return "an access to the guard of \(slot.owner), on whose stack it did not run"
        case .threadStackOverflow: return "the thread's stack overflowed"
        case .destroyedStackPointer(let value): return "the stack pointer held \(hexadecimal(value)), which is no stack"
        case .executedData(let address): return "\(hexadecimal(address)) was executed, which is data"
        case .executedNothing(let address):
            return "a jump, call or return went to \(hexadecimal(address)), where nothing is"
        case .forbiddenAccess(let address, let access):
            return "\(Self.name(access)) at \(hexadecimal(address)), where that is not allowed"
        case .unmappedAddress(let address, let access):
            return "\(Self.name(access)) at \(hexadecimal(address)), where nothing is mapped"
        case .pastEndOfFile(let address):
            return "an access at \(hexadecimal(address)), past the end of the file mapped there"
        case .trap: return "a trap (\(instruction)): a check that the compiler or the runtime put there failed"
        case .illegalInstruction: return "\(instruction) is none that this processor knows"
        case .breakpoint: return "a breakpoint without a debugger"
        case .integerDivision: return "an integer division by zero, or whose result does not fit"
        case .floatingPoint: return "a floating-point exception that is not masked: the control word was changed"
        case .aborted: return "the process gave up by itself (abort)"
        case .hung: return "its time was up, and this is where it was"
        case .filteredSystemCall(let number):
            return "a filter (seccomp) refuses system call \(number.map { "\($0)" } ?? "of unknown number")"
        case .abandonedPipe: return "a write to a pipe or socket that nobody reads, unless a process sent the signal"
        case .sent(let process): return "a process\(process.map { " (\($0))" } ?? "") sent the signal"
        case .unknown: return "the record does not say why"
        }
    }

    private static func name(_ access: Access?) -> String {
        switch access {
        case .read: "a read"
        case .write: "a write"
        case .execute: "an execution"
        case nil: "an access"
        }
    }
}

extension StackState {
    /// In words that follow "it ran".
    package var text: String {
        switch self {
        case .fiber(let slot): "on the stack of \(slot.owner)"
        case .inGuard(let slot): "with its stack pointer in the guard of \(slot.owner)"
        case .inNeighbour(let own, let other):
            "as \(own.owner) with its stack pointer past its guard, in the stack of \(other.owner)"
        case .thread: "on the thread's own stack"
        case .signalHandler: "in a signal handler"
        case .elsewhere: "with its stack pointer in no known stack"
        }
    }
}

extension FiberSlot {
    /// "fiber 7 (reader)", or by the slot where the child could not read whose it is.
    package var owner: String {
        guard let fiberNumber else { return "the fiber in slot \(index)" }
        return "fiber \(fiberNumber)" + (fiberName.map { " (\($0))" } ?? "")
    }
}
