import Foundation
import Support
import Testing

@testable import uringctl

/// The JSON of a scenario's report, as far as tests look into it.
struct ReproReport: Decodable {
    struct Trial: Decodable {
        let name: String
        let outcome: String
        let detail: String
        let needs_ring: Bool
        let message: String?
        let cause: String?
        let signal: String?
        let si_code: String?
        let address: String?
        let `guard`: Bool?
        let fiber: Fiber?
        let stack: String?
        let instruction: String?
        let disassembly: String?
        let registers: [String: String]?
        let frames: [String]?
        let notes: [String]
    }

    struct Fiber: Decodable, Equatable {
        let number: Int?
        let name: String?
    }

    struct Verdict: Decodable {
        let usable: Bool?
        let cause: String?
    }

    struct Line: Decodable {
        let label: String
        let text: String
    }

    let schema: String
    let only: [String]?
    let scenario: String
    let build: String
    let complete: Bool
    let headline: String
    let summary: [Line]
    let io_uring: Verdict?
    let cases: [Trial]
    let specimens: [Trial]
    let conclusion: String

    init(_ text: String) throws { self = try JSONDecoder().decode(ReproReport.self, from: Data(text.utf8)) }

    /// The exit status that goes with it.
    var status: Int32 {
        if cases.isEmpty, complete, specimens.allSatisfy({ ["unknown", "skipped"].contains($0.outcome) }) {
            return specimens.allSatisfy { $0.outcome == "skipped" && $0.needs_ring } ? 77 : 2
        }
        let outcomes = Set(cases.map(\.outcome))
        if !outcomes.isDisjoint(with: ["failed", "crashed", "hung"]) { return 1 }
        if !complete || outcomes.contains("unknown") { return 2 }
        return outcomes.contains("skipped") ? 77 : 0
    }

    func specimen(_ name: String) throws -> Trial { try #require(specimens.first { $0.name == name }, "\(name)") }

    func text(_ label: String) -> String? { summary.first { $0.label == label }?.text }

    static func problems(of documents: [String]) throws -> [String?] {
        try JSONSchemaCheck.problems(of: documents, schema: try Uringctl.run(["schema", "repro"]).output)
    }
}

extension Finished {
    /// A scenario's report on standard output, after checks of what holds for every one: nothing on standard error, a
    /// document that conforms to the schema, and an exit status that goes with the outcomes.
    func reproReport(sourceLocation: SourceLocation = #_sourceLocation) throws -> ReproReport {
        #expect(errors.isEmpty, sourceLocation: sourceLocation)
        let report = try ReproReport(output)
        #expect(status == report.status, "\(report.conclusion)", sourceLocation: sourceLocation)
        if JSONSchemaCheck.isAvailable {
            #expect(try ReproReport.problems(of: [output]) == [nil], sourceLocation: sourceLocation)
        }
        return report
    }
}
