/// Takes an instruction's bytes apart: prefixes, opcode, operand, immediate. Whether the opcode exists is not asked, as
/// the processor executed it.
struct X86Decoder {
    private let bytes: [UInt8]
    private var position = 0
    private var encoding = X86Encoding()

    /// The processor's own limit.
    private static let lengthLimitBytes = 15

    private struct Truncated: Error {}

    init(_ bytes: [UInt8]) { self.bytes = Array(bytes.prefix(Self.lengthLimitBytes)) }

    mutating func decode() -> X86Encoding? {
        do throws(Truncated) {
            try takePrefixes()
            guard try takeOpcode() else { return nil }
            if hasOperand { try takeOperand() }
            try takeImmediate()
        } catch {
            return nil
        }
        encoding.lengthBytes = position
        return encoding
    }

    private mutating func next() throws(Truncated) -> UInt8 {
        guard position < bytes.count else { throw Truncated() }
        position += 1
        return bytes[position - 1]
    }

    /// A number of `count` bytes, its sign extended.
    private mutating func number(_ count: Int) throws(Truncated) -> Int64 {
        var value: UInt64 = 0
        for index in 0..<count { value |= UInt64(try next()) << UInt64(8 * index) }
        let unused = 64 - 8 * count
        return unused == 64 ? 0 : Int64(bitPattern: value << UInt64(unused)) >> Int64(unused)
    }

    private mutating func takePrefixes() throws(Truncated) {
        while true {
            let byte = try next()
            switch byte {
            case 0x66: encoding.hasOperandSize = true
            case 0x67: encoding.hasAddressSize = true
            case 0xf0: encoding.hasLock = true
            case 0xf2, 0xf3: encoding.repeatPrefix = byte
            case 0x64: encoding.segment = "fs"
            case 0x65: encoding.segment = "gs"
            // These have no meaning in 64-bit mode.
            case 0x26, 0x2e, 0x36, 0x3e: break
            case 0x40...0x4f:
                // Only directly before the opcode.
                if position < bytes.count, Self.isPrefix(bytes[position]) { break }
                encoding.rex = byte
                encoding.isWide = byte & 8 != 0
                encoding.extendsRegister = (byte & 4) << 1
                encoding.extendsIndex = (byte & 2) << 2
                encoding.extendsBase = (byte & 1) << 3
            default:
                position -= 1
                return
            }
        }
    }

    private static func isPrefix(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x66, 0x67, 0xf0, 0xf2, 0xf3, 0x64, 0x65, 0x26, 0x2e, 0x36, 0x3e, 0x40...0x4f: true
        default: false
        }
    }

    /// false where the encoding is none of 64-bit mode.
    private mutating func takeOpcode() throws(Truncated) -> Bool {
        let first = try next()
        switch first {
        case 0x0f:
            encoding.opcode = try next()
            switch encoding.opcode {
            case 0x38: encoding.map = .escape0F38
            case 0x3a: encoding.map = .escape0F3A
            default:
                encoding.map = .escape0F
                return true
            }
            encoding.opcode = try next()
        case 0xc4, 0xc5: return try takeVEX(isLong: first == 0xc4)
        case 0x62: return try takeEVEX()
        default:
            encoding.opcode = first
            return !Self.isInvalid(first)
        }
        return true
    }

    private static func isInvalid(_ opcode: UInt8) -> Bool {
        switch opcode {
        case 0x06, 0x07, 0x0e, 0x16, 0x17, 0x1e, 0x1f, 0x27, 0x2f, 0x37, 0x3f, 0x60, 0x61, 0x82, 0x9a, 0xce,
            0xd4...0xd6, 0xea:
            true
        default: false
        }
    }

    private mutating func takeVEX(isLong: Bool) throws(Truncated) -> Bool {
        encoding.kind = .vex
        encoding.map = .escape0F
        var last = try next()
        encoding.extendsRegister = last & 0x80 == 0 ? 8 : 0
        if isLong {
            guard let map = X86Encoding.Map(rawValue: Int(last & 0x1f)), map != .one else { return false }
            encoding.map = map
            encoding.extendsIndex = last & 0x40 == 0 ? 8 : 0
            encoding.extendsBase = last & 0x20 == 0 ? 8 : 0
            last = try next()
            encoding.isWide = last & 0x80 != 0
        }
        encoding.additionalRegister = ~last >> 3 & 15
        encoding.vectorBytes = last & 4 != 0 ? 32 : 16
        encoding.encodedMandatory = Self.mandatory(last)
        encoding.opcode = try next()
        return true
    }

    private mutating func takeEVEX() throws(Truncated) -> Bool {
        encoding.kind = .evex
        let (first, second, third) = (try next(), try next(), try next())
        guard let map = X86Encoding.Map(rawValue: Int(first & 7)), map != .one else { return false }
        encoding.map = map
        encoding.extendsRegister = (first & 0x80 == 0 ? 8 : 0) | (first & 0x10 == 0 ? 16 : 0)
        encoding.extendsIndex = first & 0x40 == 0 ? 8 : 0
        encoding.extendsBase = first & 0x20 == 0 ? 8 : 0
        encoding.isWide = second & 0x80 != 0
        encoding.additionalRegister = (~second >> 3 & 15) | (third & 8 == 0 ? 16 : 0)
        encoding.encodedMandatory = Self.mandatory(second)
        encoding.vectorBytes = 16 << Int(third >> 5 & 3)
        encoding.hasBroadcast = third & 0x10 != 0
        encoding.maskRegister = third & 7
        encoding.opcode = try next()
        return true
    }

    private static func mandatory(_ byte: UInt8) -> X86Encoding.Mandatory {
        switch byte & 3 {
        case 1: .x66
        case 2: .xF3
        case 3: .xF2
        default: .none
        }
    }

    /// Whether a ModRM byte follows the opcode.
    private var hasOperand: Bool {
        let opcode = encoding.opcode
        switch encoding.map {
        case .one:
            switch opcode {
            case 0x00...0x3f: return opcode & 7 < 4
            case 0x63, 0x69, 0x6b, 0x80...0x8f, 0xc0, 0xc1, 0xc6, 0xc7, 0xd0...0xd3, 0xd8...0xdf, 0xf6, 0xf7, 0xfe,
                0xff:
                return true
            default: return false
            }
        case .escape0F:
            if encoding.kind != .legacy { return opcode != 0x77 }
            switch opcode {
            case 0x04...0x0c, 0x0e, 0x30...0x37, 0x77, 0x80...0x8f, 0xa0...0xa2, 0xa8...0xaa, 0xc8...0xcf: return false
            default: return true
            }
        default: return true
        }
    }

    private mutating func takeOperand() throws(Truncated) {
        let byte = try next()
        let mode = byte >> 6
        encoding.mode = mode
        encoding.registerField = byte >> 3 & 7
        encoding.baseField = byte & 7
        // Moves to and from control and debug registers take registers, whatever the mode says.
        let isControl = encoding.kind == .legacy && encoding.map == .escape0F && 0x20...0x23 ~= encoding.opcode
        if mode == 3 || isControl { return }

        var memory = X86Instruction.MemoryOperand()
        memory.segment = encoding.segment
        memory.isShort = encoding.hasAddressSize
        func name(_ number: UInt8) -> String { X86Register.name(number, bytes: 8) }
        var displacementBytes = mode == 1 ? 1 : mode == 2 ? 4 : 0
        switch encoding.baseField {
        case 4:
            let sib = try next()
            let index = sib >> 3 & 7 | encoding.extendsIndex
            memory.scale = 1 << UInt64(sib >> 6)
            if index != 4 { memory.index = name(index) }
            if sib & 7 == 5 && mode == 0 {
                displacementBytes = 4
            } else {
                memory.base = name(sib & 7 | encoding.extendsBase)
            }
        case 5 where mode == 0:
            memory.base = "rip"
            displacementBytes = 4
        default: memory.base = name(encoding.base)
        }
        memory.hasDisplacement = displacementBytes > 0
        memory.displacement = try number(displacementBytes)
        if encoding.kind == .evex, displacementBytes == 1 {
            // It counts in the bytes that the operand has, which this decoder knows for moves of whole vectors only.
            guard encoding.isVectorMove else { return }
            memory.displacement *= Int64(encoding.vectorBytes)
        }
        if hasVectorIndex { return }
        encoding.memory = memory
    }

    /// Gathers, scatters and their prefetches, whose index is a vector: they have an address for each of its elements.
    private var hasVectorIndex: Bool {
        guard encoding.kind != .legacy, encoding.map == .escape0F38 else { return false }
        switch encoding.opcode {
        case 0x90...0x93: return true
        case 0xa0...0xa3, 0xc6, 0xc7: return encoding.kind == .evex
        default: return false
        }
    }

    private mutating func takeImmediate() throws(Truncated) {
        encoding.immediate = try number(immediateBytes)
    }

    private var immediateBytes: Int {
        let opcode = encoding.opcode
        switch encoding.map {
        case .escape0F3A: return 1
        case .escape0F38, .map4, .map5, .map6: return 0
        case .escape0F:
            switch opcode {
            case 0x70...0x73, 0xc2, 0xc4, 0xc5, 0xc6: return 1
            case 0x0f, 0xa4, 0xac, 0xba: return encoding.kind == .legacy ? 1 : 0
            case 0x80...0x8f: return encoding.kind == .legacy ? 4 : 0
            // extrq and insertq, AMD's.
            case 0x78: return encoding.kind == .legacy && encoding.mandatory != .none ? 2 : 0
            default: return 0
            }
        case .one: return immediateBytesOfFirstMap
        }
    }

    private var immediateBytesOfFirstMap: Int {
        let opcode = encoding.opcode
        let upToFour = min(encoding.operandBytes, 4)
        switch opcode {
        case 0x00...0x3f: return opcode & 7 == 4 ? 1 : opcode & 7 == 5 ? upToFour : 0
        case 0x68, 0x69, 0x81, 0xa9, 0xc7: return upToFour
        case 0x6a, 0x6b, 0x70...0x7f, 0x80, 0x83, 0xa8, 0xb0...0xb7, 0xc0, 0xc1, 0xc6, 0xcd, 0xe0...0xe7, 0xeb: return 1
        case 0xa0...0xa3: return encoding.hasAddressSize ? 4 : 8
        case 0xb8...0xbf: return encoding.operandBytes
        case 0xc2, 0xca: return 2
        case 0xc8: return 3
        case 0xe8, 0xe9: return 4
        case 0xf6: return encoding.registerField < 2 ? 1 : 0
        case 0xf7: return encoding.registerField < 2 ? upToFour : 0
        default: return 0
        }
    }
}
