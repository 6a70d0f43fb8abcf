import Foundation
import Support
import Testing

@testable import uringctl

/// The JSON of a probe, as far as tests look into it.
struct ProbeReport: Decodable, Equatable {
    struct Verdict: Decodable, Equatable {
        let usable: Bool?
        let cause: String?
        let confidence: String?
        let evidence: [String]
        let interruption: String?
        let remedy: String?
        let causes: [FoundCause]
    }

    struct FoundCause: Decodable, Equatable {
        let cause: String
        let confidence: String
        let standing: String
        let refuses: String
        let evidence: [String]
        let looks_like: String?
        let remedy: String?
    }

    /// A row of any table: what it is, and whether the kernel has it.
    struct Row: Decodable, Equatable {
        let number: Int?
        let bit: Int?
        let name: String?
        let supported: Bool?
    }

    struct Requirement: Decodable, Equatable {
        let item: String
        let met: Bool?
        let reason: String
    }

    struct Security: Decodable, Equatable {
        let seccomp: Int?
        let seccomp_filters: Int?
    }

    let headline: String
    let conclusion: String
    let verdict: Verdict
    let requirements: [Requirement]
    let security: Security?
    let opcodes: [Row]?
    let op_flags: [Row]?
    let setup_flags: [Row]?
    let features: [Row]?
    let register_ops: [Row]?
    let sqe_flags: [Row]?
    let enter_flags: [Row]?

    init(_ text: String) throws { self = try JSONDecoder().decode(ProbeReport.self, from: Data(text.utf8)) }

    /// The rows of all tables that the kernel was asked about.
    var rows: [[Row]?] { [opcodes, op_flags, setup_flags, features, register_ops, sqe_flags, enter_flags] }

    /// The exit status that goes with it.
    var status: Int32 {
        guard let usable = verdict.usable else { return 2 }
        return usable && requirements.allSatisfy { $0.met == true } ? 0 : 1
    }

    /// As the schema that the program prints.
    static func problems(of documents: [String]) throws -> [String?] {
        try JSONSchemaCheck.problems(of: documents, schema: try Uringctl.run(["schema", "probe"]).output)
    }
}

extension Finished {
    /// The report on standard output, after checks of what holds for every report: nothing on standard error, a
    /// document that conforms to the schema, and an exit status that goes with the verdict.
    func report(sourceLocation: SourceLocation = #_sourceLocation) throws -> ProbeReport {
        #expect(errors.isEmpty, sourceLocation: sourceLocation)
        let report = try ProbeReport(output)
        #expect(status == report.status, "\(report.verdict)", sourceLocation: sourceLocation)
        if JSONSchemaCheck.isAvailable {
            #expect(try ProbeReport.problems(of: [output]) == [nil], sourceLocation: sourceLocation)
        }
        return report
    }
}
