import Foundation
import Support
import Testing

@testable import Probe

/// What is made of the facts of situations that were put up on a host: `uringctl gather-facts` in each, recorded by the
/// tests in Tests/uringctl/Situations with URINGCTL_RECORD_SITUATIONS=1.
struct HostSituationTests {
    static let folder = "\(Package.root)/Tests/Probe/Situations"

    /// What must be judged from the facts of each file: whether io_uring is usable, and all causes in order.
    static let expected: [(file: String, usable: Bool, causes: [String])] = [
    ]

    @Test(arguments: expected.map(\.file)) func factsGiveTheirVerdict(_ file: String) throws {
        let expected = try #require(Self.expected.first { $0.file == file })
        let text = try String(contentsOfFile: "\(Self.folder)/host-\(file).txt", encoding: .utf8)
        let verdict = Verdict.judge(FactsText.read(text))
        #expect(verdict.usable == expected.usable)
        #expect(verdict.outline == expected.causes)
    }

    @Test func everyRecordingHasItsVerdict() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter { $0.hasPrefix("host-") }
        #expect(files.sorted() == Self.expected.map { "host-\($0.file).txt" }.sorted())
    }
}
