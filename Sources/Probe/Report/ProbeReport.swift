package import Catalog
package import Report

/// What this program is, for a reader of its report.
package struct ToolVersion: Sendable, Equatable {
    package let version: String
    /// The ELF build id, in hexadecimal.
    package let build: String?
    /// The commit, in a clean release build.
    package let commit: String?

    package init(version: String, build: String?, commit: String?) {
        self.version = version
        self.build = build
        self.commit = commit
    }

    /// - Parameter time: when the report was made.
    package func section(time: String) -> Section {
        Section("tool", title: "uringctl", isBrief: false, fields: [
            Field("version", .text(version)),
            Field("build", "build id", Value(build)),
            Field("commit", Value(commit), text: commit ?? "development"),
            Field("time", .text(time)),
        ])
    }
}

/// The parts of a probe's report that `--only` names; the raw values are the members of the JSON document.
package enum ProbeSection: String, Sendable, CaseIterable {
    case environment, opcodes
    case setupFlags = "setup_flags"
    case features
    case registerOperations = "register_ops"
    case operationFlags = "op_flags"
    case submissionFlags = "sqe_flags"
    case enterFlags = "enter_flags"
    case completionFlags = "cqe_flags"
    case behaviours
    case knownBugs = "known_bugs"

    /// The sections of flags, of whatever they are flags.
    package static let flags: [ProbeSection] = [
        .setupFlags, .operationFlags, .submissionFlags, .enterFlags, .completionFlags,
    ]
}

/// A probe's outcome: facts, what they say of each row, and whether all of it is enough.
package struct ProbeResult: Sendable {
    package let facts: Facts
    package let findings: Findings
    package let verdict: Verdict
    package let requirements: [RequirementFinding]
    /// nil where it was not measured.
    package let headroom: Headroom?
    /// nil where nothing was verified.
    package let verification: Verification?
    /// nil where the kernel's name does not tell.
    package let upstream: UpstreamRelease?
    /// What may be wrong with the kernel, by its release alone.
    package let knownBugs: [KnownBug]

    /// - Parameter findings: what the facts say of each row.
    package init(
        _ facts: Facts, _ findings: Findings, requirements: [Requirement] = [], headroom: Headroom? = nil,
        verification: Verification? = nil
    ) {
        self.facts = facts
        self.findings = findings
        self.headroom = headroom
        self.verification = verification
        upstream = facts.environment.upstream
        knownBugs = upstream?.knownBugs ?? []
        verdict = .judge(facts)
        self.requirements = requirements.map { findings.check($0, verification) }
    }

    package init(_ facts: Facts, requirements: [Requirement] = [], headroom: Headroom? = nil) {
        self.init(facts, Findings(facts.transcript), requirements: requirements, headroom: headroom)
    }

    /// 0 usable and every requirement met, 1 not, 2 not learnt.
    package var exitStatus: Int32 {
        guard let usable = verdict.usable else { return 2 }
        return usable && requirements.allSatisfy { $0.isMet == true } ? 0 : 1
    }

    package func report(tool: ToolVersion, only: ProbeSelection? = nil) -> Report {
        let sections = [
            tool.section(time: facts.environment.time), facts.situation.section, verdictSection, requirementSection,
            headroomSection, verificationSection,
        ]
        func shown(_ section: ProbeSection, _ sections: [Section]) -> [Section] {
            only?.shows(section) ?? true ? sections : []
        }
        return Report(
            schema: "uringctl.probe/1",
            only: only?.names,
            headline: headline,
            summary: summary + knownBugSummary(isAskedFor: only?.shows(.knownBugs) ?? false),
            sections: sections + shown(.environment, environmentSections)
                + findings.tables(verification, only: only) + shown(.behaviours, [behaviourSection(only: only)])
                + shown(.knownBugs, [knownBugSection]),
            conclusion: conclusion,
            tone: verdict.usable == nil ? .unsure : exitStatus == 0 ? .good : .bad)
    }

    /// Whether io_uring is usable, and if not, why.
    package var verdictSection: Section {
        Section("verdict", title: "verdict", isBrief: false, fields: [
            Field("usable", Value(verdict.usable)),
            Field("cause", Value(verdict.cause?.rawValue), text: verdict.cause?.rawValue ?? ""),
            Field("confidence", Value(verdict.confidence?.rawValue), text: verdict.confidence?.rawValue ?? ""),
            Field(
                "errno", refusingErrno.map { ["number": Value($0.number), "name": Value($0.name)] } ?? .null, text: ""),
            Field("evidence", Value(verdict.evidence), text: verdict.evidence.joined(separator: "; ")),
            Field("remedy", Value(verdict.remedy), text: verdict.remedy ?? ""),
            Field("interruption", Value(facts.interruption), text: facts.interruption ?? ""),
            Field("causes", .list(verdict.causes.map(\.value)), text: ""),
        ])
    }

    private var headroomSection: Section {
        headroom?.section(limit: facts.environment.lockedMemoryLimit) ?? Section(absent: "headroom")
    }

    private var requirementSection: Section {
        Section(
            "requirements", title: "requirements", isBrief: false,
            table: Table(
                columns: [
                    .init("item", .headed("required")), .init("met", .headed("met")),
                    .init("reason", .headed("reason")),
                ],
                rows: requirements.map { [.text($0.text), Value($0.isMet), .text($0.reason)] }))
    }

    private var conclusion: String {
        let usable =
            switch verdict.usable {
            case true?: "usable: yes"
            case nil: "usable: unknown"
            case false?:
                "usable: no ("
                    + [verdict.cause?.rawValue, verdict.confidence?.rawValue].compactMap(\.self).joined(separator: ", ")
                    + ")"
            }
        guard !requirements.isEmpty else { return usable }
        let met = requirements.filter { $0.isMet == true }.count
        return usable + "; \(met) of \(requirements.count) requirements met"
    }
}
