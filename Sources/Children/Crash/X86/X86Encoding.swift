/// The fields of an instruction's encoding (Intel's manual, volume 2, chapter 2), before anything is made of them.
struct X86Encoding {
    enum Kind { case legacy, vex, evex }
    /// The table that the opcode byte is looked up in.
    enum Map: Int { case one = 0, escape0F, escape0F38, escape0F3A, map4, map5, map6 }
    /// The prefix that is part of the opcode.
    enum Mandatory { case none, x66, xF3, xF2 }

    var kind = Kind.legacy
    var map = Map.one
    var opcode: UInt8 = 0
    var lengthBytes = 0

    var hasOperandSize = false
    var hasAddressSize = false
    var hasLock = false
    var repeatPrefix: UInt8?
    var segment: String?
    var rex: UInt8 = 0

    /// The widening bit of REX, VEX or EVEX.
    var isWide = false
    var extendsRegister: UInt8 = 0
    var extendsIndex: UInt8 = 0
    var extendsBase: UInt8 = 0
    /// VEX and EVEX: the additional register operand, the vector's bytes, the mandatory prefix, the mask.
    var additionalRegister: UInt8 = 0
    var vectorBytes = 16
    var encodedMandatory = Mandatory.none
    var maskRegister: UInt8 = 0
    var hasBroadcast = false

    var mode: UInt8?
    /// The register field, without extension: for many opcodes it is a part of the opcode.
    var registerField: UInt8 = 0
    var baseField: UInt8 = 0
    var memory: X86Instruction.MemoryOperand?
    var immediate: Int64 = 0

    var mandatory: Mandatory {
        if kind != .legacy { return encodedMandatory }
        switch repeatPrefix {
        case 0xf3: return .xF3
        case 0xf2: return .xF2
        default: return hasOperandSize ? .x66 : .none
        }
    }

    /// Bytes of a general operand that is not said to be of one byte.
    var operandBytes: Int { isWide ? 8 : hasOperandSize ? 2 : 4 }

    var register: UInt8 { registerField | extendsRegister }
    var base: UInt8 { baseField | extendsBase }

    var opcodeBytes: [UInt8] {
        switch map {
        case .one: [opcode]
        case .escape0F: [0x0f, opcode]
        case .escape0F38: [0x0f, 0x38, opcode]
        case .escape0F3A: [0x0f, 0x3a, opcode]
        case .map4, .map5, .map6: [UInt8(map.rawValue), opcode]
        }
    }
}

extension X86Encoding {
    /// lea computes, and nops, prefetches and the like do not fault.
    var accessesMemory: Bool {
        guard memory != nil else { return false }
        switch (kind, map, opcode) {
        case (.legacy, .one, 0x8d), (.legacy, .escape0F, 0x0d), (.legacy, .escape0F, 0x18...0x1f): return false
        default: return true
        }
    }

    var branch: X86Instruction.Branch? {
        guard kind == .legacy, map == .one else { return nil }
        switch opcode {
        case 0xc2, 0xc3: return .topOfStack
        case 0xff where registerField == 2 || registerField == 4:
            return memory == nil ? .register(X86Register.name(base, bytes: 8)) : .memory
        default: return nil
        }
    }

    var impliedPointers: [String] {
        guard kind == .legacy else { return [] }
        switch (map, opcode) {
        case (.one, 0x50...0x5f), (.one, 0x68), (.one, 0x6a), (.one, 0x8f), (.one, 0xc2), (.one, 0xc3), (.one, 0xe8),
            (.escape0F, 0xa0), (.escape0F, 0xa1), (.escape0F, 0xa8), (.escape0F, 0xa9), (.one, 0x9c), (.one, 0x9d):
            return ["rsp"]
        case (.one, 0xff) where registerField == 2 || registerField == 6: return ["rsp"]
        case (.one, 0xc9): return ["rbp"]
        case (.one, 0xa4), (.one, 0xa5), (.one, 0xa6), (.one, 0xa7): return ["rsi", "rdi"]
        case (.one, 0xaa), (.one, 0xab), (.one, 0xae), (.one, 0xaf): return ["rdi"]
        case (.one, 0xac), (.one, 0xad): return ["rsi"]
        default: return []
        }
    }

    var isPrivileged: Bool {
        guard kind == .legacy else { return false }
        switch (map, opcode) {
        case (.one, 0xf4), (.one, 0xfa), (.one, 0xfb), (.one, 0xe4...0xe7), (.one, 0xec...0xef), (.one, 0x6c...0x6f),
            (.escape0F, 0x06), (.escape0F, 0x08), (.escape0F, 0x09), (.escape0F, 0x20...0x23), (.escape0F, 0x30),
            (.escape0F, 0x32), (.escape0F38, 0x80...0x82):
            return true
        // enqcmds, and enqcmd, which takes that the kernel has given the process a number for it (a PASID).
        case (.escape0F38, 0xf8): return mandatory == .xF3 || mandatory == .xF2
        // xrstors and xsaves.
        case (.escape0F, 0xc7): return memory != nil && (registerField == 3 || registerField == 5)
        default: return false
        }
    }
}

/// Names of registers by their numbers.
enum X86Register {
    private static let words = ["ax", "cx", "dx", "bx", "sp", "bp", "si", "di"]

    /// "rax", "eax", "ax", "al" and so on.
    ///
    /// - Parameter hasREX: with any REX prefix, the bytes 4 to 7 are spl to dil instead of ah to bh.
    static func name(_ number: UInt8, bytes: Int, hasREX: Bool = true) -> String {
        if number >= 8 {
            return "r\(number)" + (bytes == 8 ? "" : bytes == 4 ? "d" : bytes == 2 ? "w" : "b")
        }
        let word = words[Int(number)]
        switch bytes {
        case 8: return "r" + word
        case 4: return "e" + word
        case 2: return word
        default:
            if number < 4 { return word.prefix(1) + "l" }
            return hasREX ? word + "l" : String(words[Int(number) - 4].prefix(1)) + "h"
        }
    }

    /// "xmm0", "ymm0", "zmm0".
    static func vector(_ number: UInt8, bytes: Int) -> String {
        (bytes == 64 ? "zmm" : bytes == 32 ? "ymm" : "xmm") + "\(number)"
    }
}
