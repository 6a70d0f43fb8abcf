extension X86Encoding {
    /// What the memory operand's address must be a multiple of: the SSE instructions of before AVX demand it of all
    /// vectors but those that say "unaligned", AVX only of the moves that say "aligned" (Intel's manual, volume 1,
    /// 14.9).
    var alignmentBytes: Int? {
        guard memory != nil, accessesMemory else { return nil }
        if kind != .legacy { return isAlignedMove ? vectorBytes : nil }
        switch map {
        case .escape0F: return alignmentBytesOfSecondMap
        case .escape0F38: return isAlignedOf0F38 ? 16 : nil
        case .escape0F3A: return isAlignedOf0F3A ? 16 : nil
        default: return nil
        }
    }

    /// movaps, movups, movdqa, movdqu, the non-temporal stores, and their kin: what moves a whole vector.
    var isVectorMove: Bool {
        guard map == .escape0F else { return false }
        switch opcode {
        case 0x10, 0x11: return mandatory == .none || mandatory == .x66
        case 0x28, 0x29, 0x2b: return mandatory == .none || mandatory == .x66
        case 0x6f, 0x7f: return mandatory != .none
        case 0xe7: return mandatory == .x66
        default: return false
        }
    }

    /// Of AVX and AVX-512.
    private var isAlignedMove: Bool {
        switch (map, opcode, mandatory) {
        case (.escape0F, 0x28, .none), (.escape0F, 0x28, .x66), (.escape0F, 0x29, .none), (.escape0F, 0x29, .x66),
            (.escape0F, 0x2b, .none), (.escape0F, 0x2b, .x66), (.escape0F, 0x6f, .x66), (.escape0F, 0x7f, .x66),
            (.escape0F, 0xe7, .x66), (.escape0F38, 0x2a, .x66):
            return true
        default: return false
        }
    }

    private var alignmentBytesOfSecondMap: Int? {
        // cmpxchg16b, and the states of fxsave and xsave.
        if opcode == 0xc7, registerField == 1 { return isWide ? 16 : nil }
        if opcode == 0xc7, registerField == 4 { return 64 }
        if opcode == 0xae, mandatory == .none {
            switch registerField {
            case 0, 1: return 16
            case 4, 5, 6: return 64
            default: return nil
            }
        }
        return isAlignedOf0F ? 16 : nil
    }

    private var isAlignedOf0F: Bool {
        switch mandatory {
        case .none:
            switch opcode {
            // Without a mandatory prefix the higher opcodes are MMX, whose operands are of 8 bytes.
            case 0x14, 0x15, 0x28, 0x29, 0x2b, 0x51...0x59, 0x5b...0x5f, 0xc2, 0xc6: return true
            default: return false
            }
        case .x66:
            switch opcode {
            case 0x14, 0x15, 0x28, 0x29, 0x2b, 0x2c, 0x2d, 0x51...0x6d, 0x6f, 0x70, 0x74...0x76, 0x7c, 0x7d, 0x7f, 0xc2,
                0xc6, 0xd0...0xd5, 0xd8...0xef, 0xf1...0xf6, 0xf8...0xfe:
                return true
            default: return false
            }
        case .xF3:
            switch opcode {
            case 0x12, 0x16, 0x5b, 0x70: return true
            default: return false
            }
        case .xF2:
            switch opcode {
            case 0x70, 0x7c, 0x7d, 0xd0, 0xe6: return true
            default: return false
            }
        }
    }

    private var isAlignedOf0F38: Bool {
        switch (mandatory, opcode) {
        case (.x66, 0x00...0x0b), (.x66, 0x10), (.x66, 0x14), (.x66, 0x15), (.x66, 0x17), (.x66, 0x1c...0x1e),
            (.x66, 0x28...0x2b), (.x66, 0x37...0x41), (.x66, 0xcf), (.x66, 0xdb...0xdf), (.none, 0xc8...0xcd):
            return true
        default: return false
        }
    }

    private var isAlignedOf0F3A: Bool {
        switch (mandatory, opcode) {
        case (.x66, 0x08), (.x66, 0x09), (.x66, 0x0c...0x0f), (.x66, 0x40...0x42), (.x66, 0x44), (.x66, 0xce),
            (.x66, 0xcf), (.x66, 0xdf), (.none, 0xcc):
            return true
        default: return false
        }
    }
}
