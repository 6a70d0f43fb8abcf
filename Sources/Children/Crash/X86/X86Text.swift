/// The instruction as text: names for what compilers commonly emit, nil for the rest.
extension X86Encoding {
    func text(nextAddress: UInt64) -> String? {
        guard let (name, operands) = named(nextAddress: nextAddress) else { return nil }
        let repeated = map == .one && Self.isString(opcode) && repeatPrefix != nil
        let prefix = (hasLock ? "lock " : "") + (repeated ? repeatPrefix == 0xf2 ? "repnz " : "rep " : "")
        return prefix + name + (operands.isEmpty ? "" : " " + operands.joined(separator: ","))
    }

    private typealias Named = (name: String, operands: [String])

    private func named(nextAddress: UInt64) -> Named? {
        switch (kind, map) {
        case (.legacy, .one): namedOfFirstMap(nextAddress: nextAddress)
        case (.legacy, .escape0F): namedOfSecondMap(nextAddress: nextAddress)
        case (.vex, .escape0F), (.evex, .escape0F): namedVector
        default: nil
        }
    }

    private static func isString(_ opcode: UInt8) -> Bool { 0xa4...0xa7 ~= opcode || 0xaa...0xaf ~= opcode }

    // MARK: Operands

    private static let arithmetic = ["add", "or", "adc", "sbb", "and", "sub", "xor", "cmp"]
    private static let shifts: [String?] = ["rol", "ror", "rcl", "rcr", "shl", "shr", nil, "sar"]
    private static let conditions = [
        "o", "no", "b", "ae", "e", "ne", "be", "a", "s", "ns", "p", "np", "l", "ge", "le", "g",
    ]

    private func general(_ number: UInt8, _ bytes: Int) -> String {
        "%" + X86Register.name(number, bytes: bytes, hasREX: rex != 0)
    }

    /// The operand of the ModRM byte: memory, or a general register of `bytes`.
    private func generalOrMemory(_ bytes: Int) -> String { memory?.text ?? general(base, bytes) }

    private func vectorOrMemory(_ bytes: Int) -> String {
        // AVX-512 lends the index's extension to the second half of its 32 registers.
        memory?.text ?? "%" + X86Register.vector(base | (kind == .evex ? extendsIndex << 1 : 0), bytes: bytes)
    }

    private func vectorRegister(_ bytes: Int) -> String { "%" + X86Register.vector(register, bytes: bytes) }

    /// Shown in as many bits as the operand has.
    private func immediateText(_ bytes: Int) -> String {
        let value = UInt64(bitPattern: immediate)
        return "$" + hexadecimal(bytes == 8 ? value : value & (1 << UInt64(8 * bytes) - 1))
    }

    /// A name needs the operand's size where no register says it.
    private func sized(_ name: String, _ bytes: Int) -> String {
        memory == nil ? name : name + Self.suffix(bytes)
    }

    private static func suffix(_ bytes: Int) -> String {
        switch bytes {
        case 1: "b"
        case 2: "w"
        case 4: "l"
        default: "q"
        }
    }

    private func target(_ nextAddress: UInt64) -> [String] {
        [hexadecimal(nextAddress &+ UInt64(bitPattern: immediate))]
    }

    // MARK: The first map

    private func namedOfFirstMap(nextAddress: UInt64) -> Named? {
        let size = opcode & 1 == 0 ? 1 : operandBytes
        switch opcode {
        case 0x00...0x3f:
            let name = Self.arithmetic[Int(opcode >> 3)]
            switch opcode & 7 {
            case 0, 1: return (name, [general(register, size), generalOrMemory(size)])
            case 2, 3: return (name, [generalOrMemory(size), general(register, size)])
            default: return (name, [immediateText(size), general(0, size)])
            }
        case 0x50...0x57: return ("push", [general(opcode & 7 | extendsBase, hasOperandSize ? 2 : 8)])
        case 0x58...0x5f: return ("pop", [general(opcode & 7 | extendsBase, hasOperandSize ? 2 : 8)])
        case 0x63 where isWide: return ("movslq", [generalOrMemory(4), general(register, 8)])
        case 0x68, 0x6a: return ("push", [immediateText(8)])
        case 0x69, 0x6b:
            let operands = [generalOrMemory(operandBytes), general(register, operandBytes)]
            return ("imul", [immediateText(operandBytes)] + operands)
        case 0x70...0x7f: return ("j" + Self.conditions[Int(opcode & 15)], target(nextAddress))
        case 0x80, 0x81, 0x83:
            return (sized(Self.arithmetic[Int(registerField)], size), [immediateText(size), generalOrMemory(size)])
        case 0x84, 0x85: return ("test", [general(register, size), generalOrMemory(size)])
        case 0x86, 0x87: return ("xchg", [general(register, size), generalOrMemory(size)])
        case 0x88, 0x89: return ("mov", [general(register, size), generalOrMemory(size)])
        case 0x8a, 0x8b: return ("mov", [generalOrMemory(size), general(register, size)])
        case 0x8d: return ("lea", [generalOrMemory(8), general(register, operandBytes)])
        case 0x90 where extendsBase == 0 && !hasOperandSize: return (repeatPrefix == 0xf3 ? "pause" : "nop", [])
        case 0x98: return (isWide ? "cltq" : hasOperandSize ? "cbtw" : "cwtl", [])
        case 0x99: return (isWide ? "cqto" : hasOperandSize ? "cwtd" : "cltd", [])
        case 0xa4, 0xa5: return ("movs" + Self.suffix(size), ["%ds:(%rsi)", "%es:(%rdi)"])
        case 0xa8, 0xa9: return ("test", [immediateText(size), general(0, size)])
        case 0xaa, 0xab: return ("stos", [general(0, size), "%es:(%rdi)"])
        case 0xb0...0xb7: return ("mov", [immediateText(1), general(opcode & 7 | extendsBase, 1)])
        case 0xb8...0xbf:
            let register = general(opcode & 7 | extendsBase, operandBytes)
            return (isWide ? "movabs" : "mov", [immediateText(operandBytes), register])
        case 0xc0, 0xc1:
            guard let name = Self.shifts[Int(registerField)] else { return nil }
            return (sized(name, size), ["$" + hexadecimal(UInt64(bitPattern: immediate) & 0xff), generalOrMemory(size)])
        case 0xd0, 0xd1:
            guard let name = Self.shifts[Int(registerField)] else { return nil }
            return (sized(name, size), [generalOrMemory(size)])
        case 0xd2, 0xd3:
            guard let name = Self.shifts[Int(registerField)] else { return nil }
            return (sized(name, size), ["%cl", generalOrMemory(size)])
        case 0xc2: return ("ret", [immediateText(2)])
        case 0xc3: return ("ret", [])
        case 0xc6 where registerField == 0, 0xc7 where registerField == 0:
            return (sized("mov", size), [immediateText(size), generalOrMemory(size)])
        case 0xc9: return ("leave", [])
        case 0xcc: return ("int3", [])
        case 0xe8: return ("call", target(nextAddress))
        case 0xe9, 0xeb: return ("jmp", target(nextAddress))
        case 0xf4: return ("hlt", [])
        case 0xf6, 0xf7: return namedUnary(size)
        case 0xfe, 0xff: return namedBranchOrStep(size)
        default: return nil
        }
    }

    private func namedUnary(_ size: Int) -> Named {
        let operand = generalOrMemory(size)
        switch registerField {
        case 0, 1: return (sized("test", size), [immediateText(size), operand])
        default: return (sized(["not", "neg", "mul", "imul", "div", "idiv"][Int(registerField) - 2], size), [operand])
        }
    }

    private func namedBranchOrStep(_ size: Int) -> Named? {
        switch registerField {
        case 0: (sized("inc", size), [generalOrMemory(size)])
        case 1: (sized("dec", size), [generalOrMemory(size)])
        case 2 where opcode == 0xff: ("call", ["*" + generalOrMemory(8)])
        case 4 where opcode == 0xff: ("jmp", ["*" + generalOrMemory(8)])
        case 6 where opcode == 0xff: ("push", [generalOrMemory(8)])
        default: nil
        }
    }

    // MARK: The second map

    private func namedOfSecondMap(nextAddress: UInt64) -> Named? {
        let size = opcode & 1 == 0 ? 1 : operandBytes
        switch opcode {
        case 0x05: return ("syscall", [])
        case 0x0b: return ("ud2", [])
        case 0x1e where repeatPrefix == 0xf3 && mode == 3 && baseField == 2 && registerField == 7:
            return ("endbr64", [])
        case 0x1f: return (sized("nop", operandBytes), [generalOrMemory(operandBytes)])
        case 0x40...0x4f:
            let name = "cmov" + Self.conditions[Int(opcode & 15)]
            return (name, [generalOrMemory(operandBytes), general(register, operandBytes)])
        case 0x80...0x8f: return ("j" + Self.conditions[Int(opcode & 15)], target(nextAddress))
        case 0x90...0x9f: return ("set" + Self.conditions[Int(opcode & 15)], [generalOrMemory(1)])
        case 0xa2: return ("cpuid", [])
        case 0xaf: return ("imul", [generalOrMemory(operandBytes), general(register, operandBytes)])
        case 0xb0, 0xb1: return ("cmpxchg", [general(register, size), generalOrMemory(size)])
        case 0xb6, 0xb7, 0xbe, 0xbf:
            let source = opcode & 1 == 0 ? 1 : 2
            let name = (opcode < 0xb8 ? "movz" : "movs") + Self.suffix(source) + Self.suffix(operandBytes)
            return (name, [generalOrMemory(source), general(register, operandBytes)])
        case 0xc0, 0xc1: return ("xadd", [general(register, size), generalOrMemory(size)])
        case 0xc7 where registerField == 1 && memory != nil:
            return (isWide ? "cmpxchg16b" : "cmpxchg8b", [generalOrMemory(8)])
        default: return namedVector
        }
    }

    // MARK: Vectors

    /// Of the second map, in the encodings of SSE, AVX and AVX-512.
    private var namedVector: Named? {
        if kind == .evex, maskRegister != 0 || hasBroadcast { return nil }
        if opcode == 0x77, kind == .vex { return (vectorBytes == 32 ? "vzeroall" : "vzeroupper", []) }
        let size = kind == .legacy ? 16 : vectorBytes
        let v = kind == .legacy ? "" : "v"
        if let name = moveName {
            let operands = [vectorOrMemory(size), vectorRegister(size)]
            return (v + name, isStore ? operands.reversed() : operands)
        }
        switch (opcode, mandatory) {
        case (0x6e, .x66), (0x7e, .x66):
            let operands = [generalOrMemory(isWide ? 8 : 4), vectorRegister(16)]
            return (v + (isWide ? "movq" : "movd"), opcode == 0x6e ? operands : operands.reversed())
        case (0x7e, .xF3): return (v + "movq", [vectorOrMemory(16), vectorRegister(16)])
        case (0xd6, .x66): return (v + "movq", [vectorRegister(16), vectorOrMemory(16)])
        case (0xd7, .x66): return (v + "pmovmskb", [vectorOrMemory(size), general(register, 4)])
        case (0x10, _), (0x11, _):
            // The scalar moves: from register to register AVX takes a third.
            if kind != .legacy, memory == nil { return nil }
            let operands = [vectorOrMemory(16), vectorRegister(16)]
            return (v + (mandatory == .xF3 ? "movss" : "movsd"), opcode == 0x10 ? operands : operands.reversed())
        default: break
        }
        guard kind != .evex, let name = computationName else { return nil }
        if kind == .legacy { return (name, [vectorOrMemory(size), vectorRegister(size)]) }
        // One operand goes in here, two elsewhere.
        if opcode == 0x51 && (mandatory == .none || mandatory == .x66) || opcode == 0x2e || opcode == 0x2f {
            return ("v" + name, [vectorOrMemory(size), vectorRegister(size)])
        }
        let additional = "%" + X86Register.vector(additionalRegister, bytes: size)
        return ("v" + name, [vectorOrMemory(size), additional, vectorRegister(size)])
    }

    private var isStore: Bool { [0x11, 0x29, 0x2b, 0x7f, 0xe7].contains(opcode) }

    /// Of the moves of whole vectors.
    private var moveName: String? {
        guard isVectorMove else { return nil }
        let precision = mandatory == .x66 ? "d" : "s"
        switch opcode {
        case 0x10, 0x11: return "movup" + precision
        case 0x28, 0x29: return "movap" + precision
        case 0x2b: return "movntp" + precision
        case 0xe7: return "movntdq"
        default:
            let name = mandatory == .x66 ? "movdqa" : "movdqu"
            if kind != .evex { return mandatory == .xF2 ? nil : name }
            if mandatory == .xF2 { return name + (isWide ? "16" : "8") }
            return name + (isWide ? "64" : "32")
        }
    }

    private var computationName: String? {
        switch opcode {
        case 0x2e, 0x2f:
            guard mandatory == .none || mandatory == .x66 else { return nil }
            return (opcode == 0x2e ? "ucomis" : "comis") + (mandatory == .x66 ? "d" : "s")
        case 0x54...0x57:
            guard mandatory == .none || mandatory == .x66 else { return nil }
            return ["and", "andn", "or", "xor"][Int(opcode & 3)] + (mandatory == .x66 ? "pd" : "ps")
        case 0x51, 0x58, 0x59, 0x5c...0x5f:
            let names: [UInt8: String] = [
                0x51: "sqrt", 0x58: "add", 0x59: "mul", 0x5c: "sub", 0x5d: "min", 0x5e: "div", 0x5f: "max",
            ]
            let suffixes: [Mandatory: String] = [.none: "ps", .x66: "pd", .xF3: "ss", .xF2: "sd"]
            return names[opcode]! + suffixes[mandatory]!
        default: return mandatory == .x66 ? Self.integerNames[opcode] : nil
        }
    }

    private static let integerNames: [UInt8: String] = [
        0x60: "punpcklbw", 0x61: "punpcklwd", 0x62: "punpckldq", 0x6c: "punpcklqdq", 0x6d: "punpckhqdq",
        0x74: "pcmpeqb", 0x75: "pcmpeqw", 0x76: "pcmpeqd", 0xd4: "paddq", 0xda: "pminub", 0xdb: "pand", 0xde: "pmaxub", 0xdf: "pandn",
        0xeb: "por", 0xef: "pxor", 0xf8: "psubb", 0xfa: "psubd", 0xfb: "psubq", 0xfc: "paddb", 0xfe: "paddd",
    ]
}

extension X86Instruction.MemoryOperand {
    /// "%fs:-0x8(%rax,%rcx,4)".
    var text: String {
        let segment = segment.map { "%\($0):" } ?? ""
        guard base != nil || index != nil else { return segment + hexadecimal(UInt64(bitPattern: displacement)) }
        let magnitude = hexadecimal(displacement.magnitude)
        let offset = hasDisplacement ? (displacement < 0 ? "-" : "") + magnitude : ""
        let scaled = index.map { "," + name($0) + ",\(scale)" } ?? ""
        return segment + offset + "(" + (base.map(name) ?? "") + scaled + ")"
    }

    /// The name that 32-bit addresses are written with, where this is one.
    private func name(_ register: String) -> String {
        guard isShort else { return "%" + register }
        let isNumbered = register.dropFirst().allSatisfy(\.isNumber)
        return "%" + (isNumbered ? register + "d" : "e" + register.dropFirst())
    }
}
