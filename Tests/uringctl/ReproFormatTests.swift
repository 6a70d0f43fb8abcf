import Foundation
import Support
import Testing

/// The JSON of scenarios against its schema, both ways.
@Suite(.bounded, .enabled(if: JSONSchemaCheck.isAvailable, "python3-jsonschema is not installed"))
struct ReproFormatTests {
    private static let document = Result {
        try Uringctl.run(["repro", "fiber", "--json", "--case", "yield,sleep", "--specimen", "unsaved-rbx,stale-register"])
            .output
    }

    @Test func membersStandInTheDocumentedOrder() throws {
        let keys = try JSONSchemaCheck.keys(of: try Self.document.get())
        struct Schema: Decodable {
            struct Section: Decodable { let required: [String]? }
            let required: [String]
            let properties: [String: Section]
        }
        let schema = try JSONDecoder().decode(
            Schema.self, from: Data(try Uringctl.run(["schema", "repro"]).output.utf8))
        #expect(keys[""]?.filter { $0 != "io_uring" } == schema.required)
        for section in ["tool", "build_details", "run", "io_uring", "kernel", "system", "identity", "limits"] {
            #expect(keys[section] == schema.properties[section]?.required, "\(section)")
        }
        let page = try Uringctl.run(["man", "report"]).output.filter { $0 != "\\" }
        for key in keys[""] ?? [] { #expect(page.contains(key), "\(key) is not in uringctl-report(5)") }
    }

    /// A schema that accepts anything would be of no use: each of these changes breaks it.
    @Test(
        arguments: [
            (#""schema": "uringctl.repro/1""#, #""schema": "uringctl.repro/2""#),
            (#""build": "#, #""build": "fast", "was": "#),
            (#""complete": true"#, #""complete": "yes""#),
            (#""complete": true,"#, ""),
            (#""outcome": "ok""#, #""outcome": "wrong""#),
            (#""outcome": "wrong""#, #""outcome": "ok""#),
            (#""outcome": "crashed""#, #""outcome": "failed""#),
            (#""signal": "SIGSEGV""#, #""signal": 11"#),
            (#""signal": "SIGSEGV""#, #""signal": null"#),
            (#""si_code": "SI_KERNEL""#, #""si_code": null"#),
            (#""address": "0x0""#, #""address": 0"#),
            (#""rax": "0xaaaaaaaaaaaaaaaa""#, #""rax": "aaaa""#),
            (#""instruction": "48 89 20""#, #""instruction": "mov""#),
            (#""name": "yield""#, #""name": "Yield it""#),
            (#""detail": "#, #""detail": "", "was": "#),
            (#""broken": "#, #""was": "#),
            (#""looks_like": "#, #""was": "#),
            (#""needs_ring": true"#, #""needs_ring": null"#),
            (#""fiber": {"number": 1, "name": "first"}"#, #""fiber": 1"#),
            (#""seed": "1""#, #""seed": 1"#),
            (#""conclusion": "fibers: ok""#, #""conclusion": "fine""#),
        ])
    func theSchemaIsStrict(_ before: String, _ after: String) throws {
        let document = try Self.document.get()
        let range = try #require(document.range(of: before), "\(before) is in the report")
        let changed = document.replacingCharacters(in: range, with: after)
        #expect(try ReproReport.problems(of: [document, changed]).map { $0 == nil } == [true, false])
    }
}
