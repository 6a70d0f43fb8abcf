import Foundation

/// What a probe answered, row by row of the Catalog.
public struct ProbeAnswers: Sendable {
    /// Whether io_uring can be used; nil where the probe could not tell.
    public var usable: Bool?
    /// By subject, and number or name, as "op 13" and "opflag POLL_ADD_MULTI"; nil where the probe had no answer.
    public var rows: [String: Bool?] = [:]

    /// Of the JSON of `uringctl probe`. What was not asked for want of a ring has no rows.
    public init(report: String) throws {
        let report = try JSONDecoder().decode(Report.self, from: Data(report.utf8))
        usable = report.verdict.usable
        for (subject, rows) in report.numberedSections {
            for row in rows {
                guard let index = row.bit ?? row.number else { throw Malformed("a row of \(subject) has no number") }
                self.rows["\(subject) \(index)"] = .some(row.supported)
            }
        }
        let flags = report.op_flags ?? []
        let counts = Dictionary(grouping: flags, by: \.name).mapValues(\.count)
        for row in flags {
            let name = row.name ?? "?"
            // By operation and name where several share one.
            let identifier = counts[row.name] == 1 ? name : "\(row.operations?.first ?? "?").\(name)"
            self.rows["opflag \(identifier)"] = .some(row.supported)
        }
    }

    /// Of lines such as "op 13 yes", which may be preceded by "usable yes": see `Tests/IndependentProbe`.
    public init(lines: [Substring]) throws {
        for line in lines {
            let words = line.split(separator: " ")
            let answer: Bool?
            switch words.last {
            case "yes": answer = true
            case "no": answer = false
            case "unknown": answer = nil
            default: throw Malformed("neither yes nor no nor unknown: \(line)")
            }
            if words.count == 2 { usable = answer } else { rows["\(words[0]) \(words[1])"] = .some(answer) }
        }
    }

    /// The answer in words.
    public static func text(_ answer: Bool?) -> String { answer.map { $0 ? "yes" : "no" } ?? "unknown" }

    private struct Malformed: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }
}

private struct Report: Decodable {
    struct Verdict: Decodable {
        var usable: Bool?
    }

    struct Row: Decodable {
        var number: UInt64?
        var bit: UInt64?
        var name: String?
        var supported: Bool?
        var operations: [String]?
    }

    var verdict: Verdict
    var opcodes, op_flags, setup_flags, features, register_ops, sqe_flags, enter_flags: [Row]?

    /// The sections whose rows have numbers, under the independent probe's names.
    var numberedSections: [(subject: String, rows: [Row])] {
        [
            ("op", opcodes), ("setup", setup_flags), ("feature", features), ("register", register_ops),
            ("sqe", sqe_flags), ("enter", enter_flags),
        ].map { ($0, $1 ?? []) }
    }
}
