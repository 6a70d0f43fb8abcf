/// What a child wrote down of its own death: the facts as they were at that moment, nothing judged.
///
/// A child that died while it wrote leaves a record that is cut short: what is missing is nil or empty.
package struct CrashRecord: Sendable, Equatable {
    /// The signal's number.
    package var signal: Int32
    /// siginfo_t.si_code: why the signal was sent.
    package var code: Int32
    /// siginfo_t.si_addr, for signals that the processor's faults raise; 0 where the processor reports none.
    package var address: UInt64?
    /// Who sent the signal (siginfo_t.si_pid), for signals that a process sent.
    package var senderProcess: Int32?
    /// siginfo_t.si_syscall, for SIGSYS.
    package var systemCall: Int32?
    /// SIGALRM: how much processor time was used in the quarter of a second after the time was up.
    package var usedNanoseconds: Int64?
    /// x86-64: which exception the processor raised (13 is #GP, 14 a page fault), and the error code that came with it.
    package var trap: Trap?

    package var machine: Machine?
    /// In the order of the machine's manual.
    package var registers: [Register] = []
    /// The bytes at the program counter: 16, fewer before the end of readable memory, none where there is none.
    package var instruction: [UInt8] = []
    /// The words from the stack pointer up, at most 16.
    package var stackWords: [UInt64] = []

    package var stackPointerPlace: StackPlace?
    /// nil too where no function's frame lies there.
    package var framePointerPlace: StackPlace?
    /// Where `address` lies.
    package var addressPlace: StackPlace?

    /// Return addresses along the chain of frame pointers, innermost first, at most 32. The program counter is not
    /// among them.
    package var returnAddresses: [UInt64] = []
    /// The files that the program counter and return addresses lie in.
    package var images: [Image] = []
    /// Whether the child wrote it to its end.
    package var isComplete = false

    package enum Machine: String, Sendable {
        case x86_64, aarch64, riscv64
    }

    package struct Trap: Sendable, Equatable {
        package var number: Int
        package var errorCode: UInt64
    }

    package struct Register: Sendable, Equatable {
        /// "rax", as assemblers write it.
        package var name: String
        package var value: UInt64
    }

    /// A file as the child had it mapped.
    package struct Image: Sendable, Equatable {
        /// What has to be subtracted from an address to have the address within the file.
        package var loadAddress: UInt64
        package var addresses: Range<UInt64>
        /// nil for the program itself.
        package var path: String?
    }
}

/// Where an address lies among the stacks.
package enum StackPlace: Sendable, Equatable {
    case fiberStack(FiberSlot)
    case fiberGuard(FiberSlot)
    case threadStack
    /// Below the thread's own stack, where its overflow ends up.
    case threadGuard
    /// The stack that signal handlers run on.
    case signalStack
    case elsewhere

    package var slot: FiberSlot? {
        switch self {
        case .fiberStack(let slot), .fiberGuard(let slot): slot
        case .threadStack, .threadGuard, .signalStack, .elsewhere: nil
        }
    }
}

/// A fiber's stack with its guard, one of many side by side.
package struct FiberSlot: Sendable, Equatable {
    /// Which of the child's rows of stacks, and which in it, both from 0.
    package var row: Int
    package var index: Int
    /// The lowest address, where the guard begins.
    package var low: UInt64
    package var guardBytes: UInt64
    /// The guard included.
    package var sizeBytes: UInt64
    /// Whose it is; nil where the child could not read that.
    package var fiberNumber: UInt64?
    package var fiberName: String?
}

extension CrashRecord {
    package subscript(register: String) -> UInt64? { registers.first { $0.name == register }?.value }

    package var programCounter: UInt64? {
        self[machine == .x86_64 ? "rip" : "pc"]
    }

    package var stackPointer: UInt64? {
        self[machine == .x86_64 ? "rsp" : "sp"]
    }

    package func image(at address: UInt64) -> Image? { images.first { $0.addresses.contains(address) } }
}
