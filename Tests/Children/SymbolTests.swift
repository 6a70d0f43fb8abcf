import Foundation
import Support
import Testing

@testable import Children

struct SymbolTests {
    private func functions(in file: String) throws -> [(address: UInt64, name: String)] {
        try Shell.run("nm", ["--defined-only", file]).output.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 3, "tTwW".contains(words[1]), let address = UInt64(words[0], radix: 16) else {
                return nil
            }
            return (address, String(words[2]))
        }
    }

    @Test(.timeLimit(.minutes(Bound.testMinutes)))
    func functionsAreNms() throws {
        let file = Package.product("uringctl")
        let table = SymbolTable(path: file)
        let functions = try functions(in: file)
        let names = Dictionary(grouping: functions, by: \.address).mapValues { Set($0.map(\.name)) }
        var found = 0
        for (address, names) in names {
            guard let (name, offset) = table.function(at: address), offset == 0 else { continue }
            #expect(names.contains(name))
            found += 1
        }
        // The start-up code has labels that are no functions.
        #expect(found > functions.count / 2 && found > 1000)
    }

    @Test func swiftNamesAreShownAsSwiftShowsThem() throws {
        let file = Package.product("uringctl")
        let function = try #require(
            functions(in: file).first { $0.name.hasPrefix("$s8Children5Child") && $0.name.hasSuffix("Z") })
        let record = try #require(
            CrashRecord(lines: [
                "crash signal 4 2", "crash machine x86_64",
                "crash registers rip 0x\(String(function.address + 4, radix: 16))",
                "crash image 0x0 0x0 0xffffffff -",
            ]))
        let frame = try #require(Symbolizer(program: file).frames(of: record).first)
        let name = try Shell.run("swift", ["demangle", "--compact", "--no-sugar", function.name]).output
        #expect(frame.function == name.trimmingCharacters(in: .newlines))
        #expect(frame.functionOffset == 4 && frame.file == "uringctl")
    }

    @Test func whatIsNoSuchFileNamesNothing() throws {
        let folder = try TemporaryFolder()
        let text = try folder.file("text", String(repeating: "x", count: 5000))
        for path in ["/nowhere", try folder.file("empty"), text] {
            #expect(SymbolTable(path: path).isEmpty)
            #expect(SymbolTable(path: path).function(at: 0) == nil)
        }
    }

    /// A file that lies about itself must not be read past its end.
    @Test func aFileCutShortNamesNothingOrLess() throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: Package.product("Crasher")))
        let folder = try TemporaryFolder()
        for count in stride(from: 64, to: whole.count, by: 509) {
            try whole.prefix(count).write(to: folder.url("short"))
            #expect(SymbolTable(path: folder.url("short").path).isEmpty)
        }
        // Every byte of the header's pointers, and bytes of the sections' headers, which end the file.
        for position in Array(16..<64) + stride(from: whole.count - 2000, to: whole.count, by: 7) {
            var bytes = whole
            bytes[position] ^= 0xff
            try bytes.write(to: folder.url("noise"))
            _ = SymbolTable(path: folder.url("noise").path).function(at: 0x1234)
        }
    }
}
