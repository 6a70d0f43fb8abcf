import Foundation
import Support
import Testing

@testable import Probe

/// What is made of the facts of situations: `uringctl gather-facts` in each, recorded where the situation was put up, with
/// URINGCTL_RECORD_SITUATIONS=1 in the environment of the test run.
struct SituationFixtureTests {
    private static let folder = "\(Package.root)/Tests/Probe/Situations"

    /// For the facts of a file, whether io_uring is usable, and all causes in order.
    typealias Expectation = (file: String, usable: Bool?, causes: [String])

    private static let expected: [String: Expectation] = Dictionary(
        uniqueKeysWithValues: guests.map { ("guest-\($0.file).txt", $0) } + hosts.map { ("host-\($0.file).txt", $0) })

    @Test(arguments: expected.keys.sorted()) func factsGiveTheirVerdict(_ file: String) throws {
        let expected = try #require(Self.expected[file])
        let verdict = Verdict.judge(FactsText.read(try String(contentsOfFile: "\(Self.folder)/\(file)", encoding: .utf8)))
        #expect(verdict.usable == expected.usable)
        #expect(verdict.outline == expected.causes)
    }

    @Test func everyRecordingHasItsVerdict() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        #expect(files.sorted() == Self.expected.keys.sorted())
    }
}
