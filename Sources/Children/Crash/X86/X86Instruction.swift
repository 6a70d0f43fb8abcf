/// One instruction of x86-64, as far as it helps to say why it crashed.
package struct X86Instruction: Sendable, Equatable {
    package var lengthBytes: Int
    /// As assemblers of the AT&T tradition write it, "movaps %xmm0,0x20(%rsp)"; nil where this decoder has no name for
    /// it.
    package var text: String?
    /// The opcode without prefixes and operands: what can be said of an instruction without a name.
    package var opcode: [UInt8]
    /// The memory operand, also of instructions that only compute with its address; nil where the operand's size, in
    /// which AVX-512 counts displacements, is not known here, and where its index is a vector.
    package var memory: MemoryOperand?
    /// Whether it reads or writes what `memory` points to.
    package var accessesMemory: Bool
    /// What `memory`'s address must be a multiple of, lest the processor raise #GP.
    package var alignmentBytes: Int?
    /// Where it goes on, when that is not said by the instruction itself.
    package var branch: Branch?
    /// Registers whose pointees it reads or writes without naming them: rsp of a push, rsi and rdi of a copy.
    package var impliedPointers: [String]
    /// Only the kernel may execute it.
    package var isPrivileged: Bool

    package enum Branch: Sendable, Equatable {
        /// A call or jump to the address that a register holds.
        case register(String)
        /// A call or jump to the address that `memory` holds.
        case memory
        /// A return.
        case topOfStack
    }

    /// `segment:displacement(base, index, scale)`; without base and index the displacement is the address.
    package struct MemoryOperand: Sendable, Equatable {
        /// "rax", or "rip" for an address relative to the next instruction.
        package var base: String?
        package var index: String?
        package var scale: UInt64 = 1
        package var displacement: Int64 = 0
        /// "fs" or "gs": an address within the thread's own memory, of which registers do not say where it lies.
        package var segment: String?
        /// Computed with 32 bits (prefix 0x67).
        package var isShort = false
        /// Whether the encoding has a displacement, be it 0.
        var hasDisplacement = false
    }

    /// "opcode 0f 38 1c" where it has no name.
    package var description: String {
        text ?? "opcode " + opcode.map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined(separator: " ")
    }

    /// The instruction at the start of `bytes`, or nil where they are no instruction or too few.
    ///
    /// - Parameter address: where it lies, which shows where direct jumps go.
    package init?(_ bytes: [UInt8], at address: UInt64 = 0) {
        var decoder = X86Decoder(bytes)
        guard let encoding = decoder.decode() else { return nil }
        self.init(encoding, at: address)
    }

    init(_ encoding: X86Encoding, at address: UInt64) {
        lengthBytes = encoding.lengthBytes
        opcode = encoding.opcodeBytes
        memory = encoding.memory
        accessesMemory = encoding.accessesMemory
        alignmentBytes = encoding.alignmentBytes
        branch = encoding.branch
        impliedPointers = encoding.impliedPointers
        isPrivileged = encoding.isPrivileged
        text = encoding.text(nextAddress: address &+ UInt64(encoding.lengthBytes))
    }

    /// The address that `memory` says, given the registers' values; nil where one is missing, or the segment's start is
    /// unknown.
    package func effectiveAddress(in record: CrashRecord) -> UInt64? {
        guard let memory, memory.segment == nil else { return nil }
        var address = UInt64(bitPattern: memory.displacement)
        if memory.base == "rip" {
            guard let programCounter = record.programCounter else { return nil }
            address &+= programCounter &+ UInt64(lengthBytes)
        } else if let base = memory.base {
            guard let value = record[base] else { return nil }
            address &+= value
        }
        if let index = memory.index {
            guard let value = record[index] else { return nil }
            address &+= value &* memory.scale
        }
        return memory.isShort ? address & 0xffff_ffff : address
    }
}
