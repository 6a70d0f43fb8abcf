import Foundation
import Support
import Testing

@testable import Children

/// The decoder against objdump(1), over the code of a C library, and against the processor itself.
struct DisassemblyTests {
    private struct Line {
        var address: UInt64
        var bytes: [UInt8]
        var text: String
    }

    @Test(.timeLimit(.minutes(Bound.testMinutes)))
    func lengthsAndNamesAreObjdumps() throws {
        guard let library = ["/lib/x86_64-linux-gnu/libc.so.6", "/lib64/libc.so.6"].first(where: isReadable) else {
            try Test.cancel("there is no C library for x86-64")
        }
        let lines: [Line]
        do {
            let listing = try Shell.run("objdump", ["-d", "-w", "--section=.text", library])
            try #require(listing.status == 0, "\(listing.errors)")
            let all = listing.output.split(separator: "\n")
            lines = stride(from: 0, to: all.count, by: 5).compactMap { Self.line(all[$0]) }
        } catch let missing as Missing {
            try Test.cancel("\(missing)")
        }
        #expect(lines.count > 20_000)
        var (named, differing) = (0, [String]())
        for line in lines where !line.text.contains("(bad)") {
            // What follows in memory must not matter.
            let instruction = X86Instruction(line.bytes + [0xcc, 0x90, 0x0f], at: line.address)
            if instruction?.lengthBytes != line.bytes.count {
                differing.append("\(line): \(instruction.map { "\($0)" } ?? "none")")
            } else if let text = instruction?.text {
                named += 1
                if !Self.isSame(text, line.text) { differing.append("\(line): \(text)") }
            }
        }
        #expect(differing.isEmpty, "\(differing.count) differ: \(differing.prefix(40).joined(separator: "\n"))")
        #expect(Double(named) / Double(lines.count) > 0.95)
    }

    /// vpgatherdd %ymm1,(%rax,%ymm2,4),%ymm3 and vscatterdps %zmm1,(%rax,%zmm2,4){%k1}: there is no one address.
    @Test(arguments: ["c4e275901c90", "62f27d49a20c90"])
    func anIndexThatIsAVectorIsNoRegister(_ code: String) throws {
        let bytes = Self.bytes(Substring(code))
        let instruction = try #require(X86Instruction(bytes))
        #expect(instruction.lengthBytes == bytes.count)
        #expect(instruction.memory == nil && !instruction.accessesMemory && instruction.text == nil)
    }

    #if arch(x86_64)
        @Test(.timeLimit(.minutes(Bound.testMinutes)))
        func theProcessorDemandsTheSameAlignment() throws {
            let answers = try Shell.run(Package.product("Crasher"), ["alignments"]).output.split(separator: "\n")
            #expect(answers.count > 500)
            for answer in answers {
                let words = answer.split(separator: " ")
                let alignment = try #require(words.count == 2 ? Int(words[1]) : nil)
                let bytes = Self.bytes(words[0])
                let instruction = try #require(X86Instruction(bytes))
                #expect(instruction.lengthBytes == bytes.count, "\(answer)")
                if alignment < 0 {
                    #expect(instruction.isPrivileged, "\(answer)")
                } else if !Self.isSecureHash(instruction.opcode) {
                    #expect(instruction.alignmentBytes ?? 0 == alignment, "\(answer)")
                }
            }
        }
    #endif

    /// Intel's manual says that these demand it; AMD's processors do not.
    private static func isSecureHash(_ opcode: [UInt8]) -> Bool {
        opcode == [0x0f, 0x3a, 0xcc] || opcode.starts(with: [0x0f, 0x38]) && 0xc8...0xcd ~= opcode[2]
    }

    private static func bytes(_ text: Substring) -> [UInt8] {
        stride(from: 0, to: text.count, by: 2).compactMap { UInt8(text.dropFirst($0).prefix(2), radix: 16) }
    }

    private func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

    /// "   28490:\tc3                   \tret"
    private static func line(_ text: Substring) -> Line? {
        let columns = text.split(separator: "\t", omittingEmptySubsequences: false)
        guard columns.count >= 3, let address = UInt64(columns[0].drop { $0 == " " }.dropLast(), radix: 16) else {
            return nil
        }
        let bytes = columns[1].split(separator: " ").compactMap { UInt8($0, radix: 16) }
        return Line(address: address, bytes: bytes, text: String(columns[2]))
    }

    private static let prefixes: Set<Substring> = [
        "lock", "rep", "repz", "repnz", "bnd", "notrack", "data16", "cs", "ds", "es", "ss", "fs", "gs", "addr32",
    ]

    private static func isSame(_ one: String, _ other: String) -> Bool { normal(one) == normal(other) }

    /// Without prefixes, comments and symbols; targets with 0x as all else.
    private static func normal(_ text: String) -> [Substring] {
        let code = text.split(separator: "#")[0].split(separator: "<")[0]
        var words = code.split(separator: " ").drop { prefixes.contains($0) || $0.hasPrefix("rex") }
        if let last = words.last, words.count == 2, UInt64(last, radix: 16) != nil {
            words[words.endIndex - 1] = "0x\(last)"
        }
        return Array(words)
    }
}
