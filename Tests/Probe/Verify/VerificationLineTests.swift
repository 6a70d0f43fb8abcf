import Glibc
import Kernel
import Testing

@testable import Probe

/// What a child of a verification says, line by line.
struct VerificationLineTests {
    private typealias Line = VerificationLines.Line

    private func lines(_ say: (VerificationLines) -> Void) throws -> [Substring] {
        let pipe = try Descriptor.pipe()
        say(VerificationLines(output: pipe.second.number))
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(pipe.first.number, &bytes, bytes.count)
        return String(decoding: bytes[..<max(0, count)], as: UTF8.self).split(separator: "\n")
    }

    @Test func whatIsSaidIsRead() throws {
        let read = CheckSubject.operation("READ")
        let flag = CheckSubject.flag("SEND_ZC.RECVSEND_FIXED_BUF")
        let results = [
            CheckResult(.ok), CheckResult(.failed, "two\nlines, a \\ and é", usually: "a bug; really"),
            CheckResult(.skipped, "no folder"), CheckResult(.unknown, ""),
        ]
        let said = try lines { lines in
            lines.begin(read)
            for result in results { lines.end(flag, result) }
            lines.fileSystem("ext4")
        }
        // An empty text is no text.
        let expected = results.dropLast() + [CheckResult(.unknown)]
        #expect(said.compactMap { Line($0) } == [.begin(read)] + expected.map { .end(flag, $0) } + [.fileSystem("ext4")])
    }

    @Test(arguments: [
        "", "begin", "begin READ", "begin op:READ more", "end op:READ", "end op:READ ok", "end op:READ fine ",
        "end READ ok ", "op:READ ok",
    ])
    func whatIsNoLineIsNone(_ text: String) { #expect(Line(text[...]) == nil) }
}
