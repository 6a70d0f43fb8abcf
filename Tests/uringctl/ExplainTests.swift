import Arguments
import Catalog
import Foundation
import Kernel
import Support
import Testing

@testable import uringctl

@Suite(.bounded)
struct ExplainTests {
    private func explained(_ words: [String]) throws -> Finished { try Uringctl.run(["explain"] + words) }

    @Test(arguments: ["EPERM", "eperm", "1", "-1"])
    func anErrnoIsKnownByNameAndNumber(_ word: String) throws {
        let finished = try explained([word])
        #expect(finished.status == 0 && finished.errors.isEmpty)
        #expect(finished.output.hasPrefix("EPERM (1, Operation not permitted): "))
        #expect(finished.output.contains("kernel.io_uring_disabled"))
    }

    @Test(arguments: RingCall.allCases)
    func aCallNarrowsTheAnswer(_ call: RingCall) throws {
        for word in [call.name, call.name.uppercased()] + call.otherNames {
            let finished = try explained(["EINVAL", word, "--json"])
            let found = try JSONDecoder().decode(Document.self, from: Data(finished.output.utf8))
            let rows = Catalog.errorMeanings.filter { $0.call == call && $0.errno == "EINVAL" }
            #expect(found.meanings.map(\.meaning) == rows.map(\.meaning))
            #expect(finished.status == (rows.isEmpty ? 1 : 0))
        }
    }

    @Test func severalAreAnsweredInTheOrderAskedFor() throws {
        let found = try JSONDecoder().decode(
            Document.self, from: Data(try explained(["EBADFD", "-1", "1", "--json"]).output.utf8))
        #expect(found.errnos.map(\.name) == ["EBADFD", "EPERM"])
        #expect(Set(found.meanings.prefix(2).map(\.errno.name)) == ["EBADFD"])
    }

    @Test func withoutAnErrnoAllAreListed() throws {
        let found = try JSONDecoder().decode(Document.self, from: Data(try explained(["--json"]).output.utf8))
        #expect(found.meanings.count == Catalog.errorMeanings.count)
        #expect(Set(found.errnos.map(\.name)) == Set(Catalog.errorMeanings.map(\.errno)))
        #expect(found.errnos.map(\.number) == found.errnos.map(\.number).sorted())
        let text = try explained([]).output
        for errno in found.errnos { #expect(text.contains("\n  \(errno.name) ")) }
        #expect(!text.contains("\nmeanings\n"))
        let everything = try explained(["--all"]).output
        #expect(everything.contains("\nmeanings\n") && everything.contains("\n  EAGAIN "))
    }

    @Test func everyNameIsAnErrnoHere() {
        for row in Catalog.errorMeanings { #expect(Errno(named: row.errno)?.name == row.errno) }
    }

    @Test func whatIsNotKnownIsSaidSo() throws {
        let unknown = try explained(["EIO"])
        #expect(unknown.status == 1)
        #expect(unknown.output.contains("not known of io_uring itself"))
        let elsewhere = try explained(["EEXIST", "mmap"])
        #expect(elsewhere.status == 1)
        let words = elsewhere.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("not known from there, but from io_uring_enter and io_uring_register"))
        #expect(try explained(["EPERM", "EIO", "-q"]).status == 1)
    }

    /// A way to tell that names a section or a simulation names one that is there.
    @Test(arguments: Catalog.errorMeanings.filter { $0.howToTell.contains("--") })
    func whatIsToBeTypedIsAccepted(_ row: ErrorMeaning) throws {
        let words = row.howToTell.split(separator: " ").map { $0.hasSuffix(";") ? $0.dropLast() : $0 }
        for (option, value) in zip(words, words.dropFirst()) {
            let line: [String]
            switch option {
            case "--only": line = ["probe", "--only", value.hasSuffix(",") ? String(value.dropLast()) : String(value)]
            case "--simulate": line = ["exec", "--simulate", String(value), "true"]
            default: continue
            }
            #expect(throws: Never.self, "\(line)") { try CommandTable.root.parse(line) }
        }
    }

    // MARK: Formats

    private struct Document: Decodable {
        struct Errno: Decodable { let name: String, number: Int, calls: [String] }
        struct Meaning: Decodable {
            struct Errno: Decodable { let number: Int, name: String }
            let errno: Errno, call: String, meaning: String
        }
        let errnos: [Errno]
        let meanings: [Meaning]
    }

    @Test(
        .enabled(if: JSONSchemaCheck.isAvailable, "python3-jsonschema is not installed"),
        arguments: [[], ["EPERM"], ["EIO"], ["-22", "cqe"], ["EEXIST", "mmap"], ["setup"]])
    func theJSONConforms(_ words: [String]) throws {
        let document = try explained(words + ["--json"]).output
        let schema = try Uringctl.run(["schema", "explain"]).output
        #expect(try JSONSchemaCheck.problems(of: [document], schema: schema) == [nil])
        let page = try Uringctl.run(["man", "report"]).output.filter { $0 != "\\" }
        for key in try JSONSchemaCheck.keys(of: document)[""] ?? [] { #expect(page.contains(key), "\(key)") }
    }

    /// A schema that accepts anything would be of no use: each of these changes breaks it.
    @Test(
        .enabled(if: JSONSchemaCheck.isAvailable, "python3-jsonschema is not installed"),
        arguments: [
            ("uringctl.explain/1", "uringctl.explain/2"), (#""since": null"#, #""since": 6.1"#),
            (#""call": "io_uring_setup""#, #""call": "setup""#), (#""name": "EPERM""#, #""name": "eperm""#),
            (#""number": 1,"#, #""number": "1","#), (#""only": null,"#, ""),
        ])
    func anotherDocumentDoesNot(_ change: (from: String, to: String)) throws {
        let document = try explained(["EPERM", "--json"]).output
        let changed = document.replacing(change.from, with: change.to)
        try #require(changed != document)
        let schema = try Uringctl.run(["schema", "explain"]).output
        #expect(try JSONSchemaCheck.problems(of: [changed], schema: schema) != [nil])
    }

    @Test func markdownHasTheTable() throws {
        let finished = try explained(["EBADFD", "--format", "markdown"])
        #expect(finished.output.hasPrefix("### EBADFD (77, File descriptor in bad state)"))
        #expect(finished.output.contains("| errno | call | meaning | tell | since | until | source |"))
    }
}
