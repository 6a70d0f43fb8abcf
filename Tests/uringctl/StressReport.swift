import Foundation
import Support
import Testing

@testable import uringctl

/// The JSON of a stress's report, as far as tests look into it.
struct StressReport: Decodable {
    struct Run: Decodable { let processors: Int }

    struct Primitive: Decodable {
        let name: String
        let specimen: Bool
        let outcome: String
        let cycles: Int
        let violations: [String: Int]
        let first_violation_ns: Int?
        let patterns: [Pattern]
    }

    struct Pattern: Decodable {
        let pattern: String
        let outcome: String
        let detail: String?
        let least_cycles: Int?
        let notes: [String]
    }

    let schema: String
    let scenario: String
    let complete: Bool
    let headline: String
    let run: Run
    let primitives: [Primitive]
    let conclusion: String

    init(_ text: String) throws { self = try JSONDecoder().decode(StressReport.self, from: Data(text.utf8)) }

    func primitive(_ name: String) throws -> Primitive { try #require(primitives.first { $0.name == name }, "\(name)") }

    /// The exit status that goes with it.
    var status: Int32 {
        let outcomes = Set(primitives.filter { !$0.specimen }.map(\.outcome))
        if !outcomes.isDisjoint(with: ["violated", "stuck", "crashed"]) { return 1 }
        return !complete || outcomes.contains("unknown") ? 2 : 0
    }

    static func problems(of documents: [String]) throws -> [String?] {
        try JSONSchemaCheck.problems(of: documents, schema: try Uringctl.run(["schema", "stress"]).output)
    }
}

extension Finished {
    /// A stress's report on standard output, after checks of what holds for every one.
    func stressReport(sourceLocation: SourceLocation = #_sourceLocation) throws -> StressReport {
        #expect(errors.isEmpty, sourceLocation: sourceLocation)
        let report = try StressReport(output)
        #expect(status == report.status, "\(report.conclusion)", sourceLocation: sourceLocation)
        if JSONSchemaCheck.isAvailable {
            #expect(try StressReport.problems(of: [output]) == [nil], sourceLocation: sourceLocation)
        }
        return report
    }
}
