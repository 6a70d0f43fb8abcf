import Glibc

/// What the facts of a crash say about its cause: a pure judgement, nothing guessed beyond them.
package enum CrashCause: Sendable, Equatable {
    /// A pointer that no address space holds was dereferenced, called or returned to: the processor raises #GP (or #SS
    /// for the stack's registers), which Linux reports as SI_KERNEL and address 0.
    case nonCanonicalPointer(NonCanonicalPointer)
    /// An instruction that demands it met a memory operand that is not aligned.
    case misalignedOperand(MisalignedOperand)
    /// An address that is not aligned, on a machine, or in a mode, in which every access demands it.
    case misalignedAddress(UInt64)
    /// An instruction that only the kernel may execute.
    case privilegedInstruction
    /// #GP for none of these reasons, or of an instruction that could not be read or taken apart.
    case generalProtection
    /// An address in the first 64 KiB, which hold nothing.
    case nullPointer(address: UInt64, access: Access?)
    /// A fiber's stack has overflowed into its guard.
    case fiberStackOverflow(FiberSlot)
    /// An access to the guard of a stack on which the process was not running.
    case foreignGuard(FiberSlot)
    /// The stack of a thread has overflowed.
    case threadStackOverflow
    /// The stack pointer leads nowhere that could be a stack, and the instruction needed it.
    case destroyedStackPointer(UInt64)
    /// Memory was executed that is data.
    case executedData(address: UInt64)
    /// A jump, call or return to where nothing is.
    case executedNothing(address: UInt64)
    /// A write where only reading is allowed, or any access where none is.
    case forbiddenAccess(address: UInt64, access: Access?)
    /// An access where nothing is mapped.
    case unmappedAddress(UInt64, access: Access?)
    /// Mapped, but past the end of the file.
    case pastEndOfFile(address: UInt64)
    /// ud2, or what else the machine has for it: a trap of Swift, or __builtin_trap.
    case trap
    /// Bytes that are no instruction to this processor.
    case illegalInstruction
    /// A breakpoint instruction without a debugger.
    case breakpoint
    case integerDivision
    /// A floating-point exception that is masked unless the program, or a switch, unmasks it.
    case floatingPoint
    /// abort(3): what was said before it tells why.
    case aborted
    /// The time was up: this is where it was.
    case hung
    /// A system call that a filter refuses.
    case filteredSystemCall(Int32?)
    /// A write to a pipe or socket that nobody reads any more: the kernel sends its signal as the process itself would.
    case abandonedPipe
    /// Another process, or this one, sent the signal.
    case sent(byProcess: Int32?)
    case unknown

    package enum Access: String, Sendable {
        case read, write, execute
    }

    package struct NonCanonicalPointer: Sendable, Equatable {
        /// The register that held it; nil when the sum of registers is to blame, or memory held it.
        package var register: String?
        package var value: UInt64
        package var origin: PointerOrigin?
    }

    package struct MisalignedOperand: Sendable, Equatable {
        package var address: UInt64
        package var alignmentBytes: Int
        /// How far above the next aligned address below.
        package var excessBytes: Int
        /// Whether the address was computed from rsp or rbp: then the stack is misaligned.
        package var isOnStack: Bool
    }
}

extension CrashCause {
    package init(_ record: CrashRecord) {
        let wasSent = [SignalCode.fromUser, SignalCode.fromQueue, SignalCode.toThread].contains(record.code)
        switch record.signal {
        // By a signal of its own; a watchdog sends it otherwise.
        case SIGABRT where record.code == SignalCode.toThread: self = .aborted
        case SIGALRM: self = .hung
        case SIGSYS where !wasSent: self = .filteredSystemCall(record.systemCall)
        case SIGPIPE: self = .abandonedPipe
        case _ where wasSent: self = .sent(byProcess: record.senderProcess)
        case SIGSEGV, SIGBUS: self = Self.memoryFault(record)
        case SIGILL: self = record.instruction.isTrap(on: record.machine) ? .trap : .illegalInstruction
        case SIGTRAP: self = record.isTrapOfSwift ? .trap : .breakpoint
        case SIGFPE: self = record.code == 1 || record.code == 2 ? .integerDivision : .floatingPoint
        default: self = .unknown
        }
    }

    private static func memoryFault(_ record: CrashRecord) -> CrashCause {
        if record.code == SignalCode.fromKernel { return generalProtection(record) }
        guard let address = record.address else { return .unknown }
        if record.signal == SIGBUS {
            switch record.code {
            case 1: return .misalignedAddress(address)
            case 2: return .pastEndOfFile(address: address)
            default: return .unknown
            }
        }
        return pageFault(record, address)
    }

    // MARK: #GP and #SS, which have no address

    private static func generalProtection(_ record: CrashRecord) -> CrashCause {
        // Some processors go to such a target first, and fault there.
        if let target = record.programCounter, !isCanonical(target) {
            let pointer = NonCanonicalPointer(register: nil, value: target, origin: PointerOrigin(target))
            return .nonCanonicalPointer(pointer)
        }
        guard let instruction = record.decodedInstruction else { return .generalProtection }
        if let pointer = nonCanonicalPointer(record, instruction) { return .nonCanonicalPointer(pointer) }
        if let operand = misalignedOperand(record, instruction) { return .misalignedOperand(operand) }
        return instruction.isPrivileged ? .privilegedInstruction : .generalProtection
    }

    private static func nonCanonicalPointer(
        _ record: CrashRecord, _ instruction: X86Instruction
    ) -> NonCanonicalPointer? {
        if instruction.accessesMemory, let address = instruction.effectiveAddress(in: record), !isCanonical(address) {
            let names = [instruction.memory?.base, instruction.memory?.index].compactMap { $0 }
            let culprit = names.first { name in record[name].map { !isCanonical($0) } ?? false }
            let value = culprit.flatMap { record[$0] } ?? address
            return NonCanonicalPointer(register: culprit, value: value, origin: PointerOrigin(value))
        }
        switch instruction.branch {
        case .register(let name):
            if let value = record[name], !isCanonical(value) {
                return NonCanonicalPointer(register: name, value: value, origin: PointerOrigin(value))
            }
        case .topOfStack:
            if let value = record.stackWords.first, !isCanonical(value) {
                return NonCanonicalPointer(register: nil, value: value, origin: PointerOrigin(value))
            }
        case .memory, nil: break
        }
        for name in instruction.impliedPointers {
            if let value = record[name], !isCanonical(value) {
                return NonCanonicalPointer(register: name, value: value, origin: PointerOrigin(value))
            }
        }
        return nil
    }

    /// Whether the bits above an address's 48 repeat its highest one. A processor with 57 bits has fewer addresses that
    /// are not canonical; a fault without an address is none of the difference.
    static func isCanonical(_ address: UInt64) -> Bool {
        let high = Int64(bitPattern: address) >> 47
        return high == 0 || high == -1
    }

    private static func misalignedOperand(
        _ record: CrashRecord, _ instruction: X86Instruction
    ) -> MisalignedOperand? {
        guard let alignment = instruction.alignmentBytes, let address = instruction.effectiveAddress(in: record),
            address % UInt64(alignment) != 0
        else { return nil }
        let base = instruction.memory?.base
        return MisalignedOperand(
            address: address, alignmentBytes: alignment, excessBytes: Int(address % UInt64(alignment)),
            isOnStack: base == "rsp" || base == "rbp" && record.isNearStackPointer(address))
    }

    // MARK: Page faults

    private static let nullPagesBytes: UInt64 = 65536

    private static func pageFault(_ record: CrashRecord, _ address: UInt64) -> CrashCause {
        let access = record.access
        switch record.addressPlace {
        case .fiberGuard(let slot):
            let isOwn = record.fiber.map { $0.row == slot.row && $0.index == slot.index } ?? false
            return isOwn ? .fiberStackOverflow(slot) : .foreignGuard(slot)
        case .threadGuard where record.isNearStackPointer(address): return .threadStackOverflow
        default: break
        }
        if access == .execute {
            if address < nullPagesBytes { return .nullPointer(address: address, access: access) }
            return record.code == 2 ? .executedData(address: address) : .executedNothing(address: address)
        }
        if let stackPointer = record.stackPointer, record.stackPointerPlace == .elsewhere, record.stackWords.isEmpty,
            record.isNearStackPointer(address)
        {
            return .destroyedStackPointer(stackPointer)
        }
        if address < nullPagesBytes { return .nullPointer(address: address, access: access) }
        let isMapped = record.code == 2
        return isMapped ? .forbiddenAccess(address: address, access: access) : .unmappedAddress(address, access: access)
    }
}

extension CrashRecord {
    /// The instruction that crashed, where the machine is one whose instructions this program takes apart.
    package var decodedInstruction: X86Instruction? {
        machine == .x86_64 ? X86Instruction(instruction, at: programCounter ?? 0) : nil
    }

    /// What a page fault was an attempt at.
    package var access: CrashCause.Access? {
        if address != nil && address == programCounter { return .execute }
        guard machine == .x86_64, let trap, trap.number == 14 else { return nil }
        return trap.errorCode & 16 != 0 ? .execute : trap.errorCode & 2 != 0 ? .write : .read
    }

    /// Within 64 KiB and a page of it: what one instruction, or a frame's first, can reach.
    fileprivate func isNearStackPointer(_ address: UInt64) -> Bool {
        guard let stackPointer else { return false }
        return address &- stackPointer < 69632 || stackPointer &- address < 69632
    }

    /// Swift's traps are breakpoints on aarch64; elsewhere a breakpoint is somebody else's.
    fileprivate var isTrapOfSwift: Bool { machine == .aarch64 && instruction.isTrap(on: machine) }
}

extension [UInt8] {
    /// ud2 and ud1 (0f 0b, 0f b9), udf (0000 ....) and brk (d4 2.), and the all-zero or `unimp` of riscv64.
    fileprivate func isTrap(on machine: CrashRecord.Machine?) -> Bool {
        switch machine {
        case .x86_64: starts(with: [0x0f, 0x0b]) || starts(with: [0x0f, 0xb9]) || starts(with: [0x67, 0x0f, 0xb9])
        case .aarch64: count >= 4 && (self[3] == 0xd4 && self[2] & 0xe0 == 0x20 || self[2] == 0 && self[3] == 0)
        case .riscv64: starts(with: [0, 0]) || starts(with: [0x73, 0x10, 0x00, 0xc0])
        case nil: false
        }
    }
}
