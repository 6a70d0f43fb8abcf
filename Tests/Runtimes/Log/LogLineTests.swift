import Support
import Testing

@testable import Runtimes

/// What a text becomes as a line.
struct LogLineTests {
    private func line(_ text: String) -> String { String(decoding: LogLine.bytes(of: text), as: UTF8.self) }

    @Test(
        arguments: [
            ("", "\n"), ("plain text", "plain text\n"), ("naïve ✓", "naïve ✓\n"), ("two\nlines", "two lines\n"),
            ("a\u{1b}[31mb\r", "a\\u{1b}[31mb\\u{d}\n"), ("nul\0", "nul\\u{0}\n"), ("\u{85}\u{2028}", "\\u{85}\\u{2028}\n"),
        ])
    func oneTextIsOneLine(_ text: String, _ expected: String) { #expect(line(text) == expected) }

    @Test func theLongestIsWholeAndTheNextIsCut() {
        let longest = String(repeating: "x", count: 4095)
        #expect(line(longest) == longest + "\n")
        let cut = line(longest + "yz")
        #expect(cut == String(repeating: "x", count: 4056) + " … (41 bytes more)\n")
        #expect(cut.utf8.count <= 4096)
    }

    @Test func noScalarIsCutInTwo() {
        for pad in 0..<8 {
            let text = String(repeating: "p", count: pad) + String(repeating: "😀", count: 2000)
            let cut = LogLine.bytes(of: text)
            let parts = String(validating: cut, as: UTF8.self)?.split(separator: " … (", maxSplits: 1)
            guard let parts, parts.count == 2, let more = Int(parts[1].prefix(while: \.isNumber)) else {
                Issue.record("\(cut)")
                continue
            }
            #expect(text.hasPrefix(parts[0]) && parts[0].utf8.count + more == text.utf8.count && cut.count <= 4096)
        }
    }

    @Test func muchTextTakesNoMoreThanALine() {
        let cut = LogLine.bytes(of: String(repeating: "\u{1}", count: 10_000_000))
        #expect(cut.count <= 4096 && cut.count > 4000)
    }

    @Test func whateverTheTextItIsOneLine() {
        var random = Generator(seed: 1)
        for _ in 0..<300 {
            var text = ""
            for _ in 0..<Int.random(in: 0...3000, using: &random) {
                let number = UInt32.random(in: 0...0x10_ffff, using: &random) >> UInt32.random(in: 0...20, using: &random)
                if let scalar = Unicode.Scalar(number) { text.unicodeScalars.append(scalar) }
            }
            let line = LogLine.bytes(of: text)
            #expect(line.count <= 4096 && line.last == 10 && !line.dropLast().contains { $0 < 0x20 || $0 == 0x7f })
            #expect(String(validating: line, as: UTF8.self) != nil)
        }
    }
}
