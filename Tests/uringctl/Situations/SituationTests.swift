import Foundation
import Support
import Testing

/// What `uringctl probe` says in each situation, as each identity, against what is true there.
@Suite(.bounded, .enabled(if: Obstacle.canLimit && Machine.has("cc"), "needs root, setpriv, prlimit and cc"))
struct SituationTests {
    enum Subject: String, CaseIterable, CustomTestStringConvertible {
        case filters, limits, stacked, sandboxes, emulators, tracers
        case processGroups = "groups of processes"
        case memoryGroups = "groups of memory"
        case containers
        var testDescription: String { rawValue }
    }

    @Test(arguments: Subject.allCases)
    func theVerdictIsTheTruth(_ subject: Subject) throws {
        let stage = try Stage()
        let situations: [Situation]
        do {
            situations = try Self.situations(of: subject, stage)
        } catch let missing as Missing {
            try Test.cancel("\(missing)")
        }
        var table = SituationTable()
        for situation in situations {
            for who in situation.identities {
                table.add(situation, who, try stage.run(situation, as: who, Self.arguments(who)))
            }
            try SituationRecording.record(situation, stage)
        }
        try table.checkDocuments()
        print(table)
        for row in table.rows {
            if let fault = row.fault { Issue.record("\(row.situation), as \(row.who.rawValue): \(fault)\n\(row.said)") }
        }
    }

    private static func arguments(_ who: Who) -> [String] {
        ["probe", "--json"] + (who == .withoutRights ? ["--unprivileged"] : [])
    }

    private static func situations(of subject: Subject, _ stage: Stage) throws -> [Situation] {
        func need(_ programs: String...) throws {
            for program in programs where !Machine.has(program) { throw Missing("\(program) is not installed") }
        }
        switch subject {
        case .filters: return Situation.filters(stage)
        case .limits: return try Situation.limits(stage)
        case .stacked: return try Situation.stacked(stage)
        case .sandboxes:
            try need("bwrap", "unshare")
            guard Machine.canUnshare("user") else { throw Missing("no user namespace can be made here") }
            return Situation.sandboxes(stage)
        case .emulators:
            try need(Machine.emulator)
            return Situation.emulators(stage)
        case .tracers:
            try need("strace")
            return Situation.tracers(stage)
        case .processGroups:
            return Situation.processGroups(try ControlGroup("pids", limits: ["pids.max": "1"]))
        case .memoryGroups:
            let limits = ["memory.max": "67108864", "memory.limit_in_bytes": "67108864"]
            return Situation.memoryGroups(try ControlGroup("memory", limits: limits))
        case .containers:
            try need("runc", "python3")
            return try Situation.containers(stage)
        }
    }
}

/// Situation × identity: what was said, what is true, and what is wrong with it.
struct SituationTable: CustomStringConvertible {
    struct Row {
        let situation: String
        let who: Who
        let said: String
        let truth: Truth
        var fault: String?
        /// The report, where there is one.
        let document: String?
    }

    private(set) var rows: [Row] = []

    mutating func add(_ situation: Situation, _ who: Who, _ finished: Finished) {
        let truth = situation.truth(who)
        guard let report = try? ProbeReport(finished.output) else {
            let said = "status \(finished.status): \(finished.errors)\(finished.output)"
            rows.append(
                Row(situation: situation.name, who: who, said: said, truth: truth, fault: "no report", document: nil))
            return
        }
        var fault = truth.fault(in: report.verdict)
        if fault == nil && finished.status != report.status { fault = "status \(finished.status)" }
        if fault == nil && !finished.errors.isEmpty { fault = "standard error: \(finished.errors)" }
        rows.append(
            Row(
                situation: situation.name, who: who, said: report.verdict.words, truth: truth, fault: fault,
                document: finished.output))
    }

    /// Holds all reports against their schema, in one go.
    mutating func checkDocuments() throws {
        guard JSONSchemaCheck.isAvailable else { return }
        let answered = rows.indices.filter { rows[$0].document != nil }
        for (index, problem) in zip(answered, try ProbeReport.problems(of: answered.compactMap { rows[$0].document })) {
            if let problem, rows[index].fault == nil { rows[index].fault = problem }
        }
    }

    var description: String {
        let lines = rows.map { row in
            "\(row.fault == nil ? "ok   " : "WRONG")  \(row.situation), as \(row.who.rawValue): \(row.said)"
                + "\n         true: \(row.truth)"
        }
        return (lines + ["\(rows.count) cells, \(rows.count { $0.fault != nil }) wrong"]).joined(separator: "\n")
    }
}
