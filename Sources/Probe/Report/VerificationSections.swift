import Report

extension ProbeResult {
    var verificationSection: Section {
        guard let verification else { return Section(absent: "verification") }
        let counts = CheckResult.Kind.allCases.map { Field($0.rawValue, Value(verification.rows($0).count)) }
        return Section(
            "verification", title: "verification", isBrief: false,
            fields: counts + [
                Field("file_system", "files on", Value(verification.fileSystem)),
            ])
    }

    func behaviourSection(only: ProbeSelection?) -> Section {
        guard let verification else { return Section(absent: "behaviours") }
        return Section(
            "behaviours", title: "behaviours", isBrief: true,
            table: Table(
                columns: [
                    .init("name", .headed("name")),
                    .init("verified", .headed("verified", null: "-", member: "result", note: "detail")),
                    .init("purpose", .headed("what is expected")),
                ],
                rows: OperationCheck.behaviourChecks.filter {
                    only?.includes($0.subject.name, of: .behaviours) ?? true
                }.map { check in
                    [
                        .text(check.subject.name), verification[check.subject]?.value ?? .null, Value(check.purpose),
                    ]
                }))
    }

    /// How many of the failures the summary names.
    private static let listed = 8

    var verificationLines: [SummaryLine] {
        guard let verification else { return [] }
        let counts = CheckResult.Kind.allCases.map { ($0, verification.rows($0).count) }.filter { $0.1 > 0 }
        let words = counts.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ")
        let files = verification.fileSystem.map { "; files on \($0)" } ?? ""
        var lines: [(label: String, text: String)] = words.isEmpty ? [] : [("verified", words + files)]
        let failed = verification.rows(.failed)
        for subject in failed.prefix(Self.listed) {
            lines.append(("failed", "\(subject.text): \(verification[subject]?.words ?? "it did something else")"))
        }
        if failed.count > Self.listed {
            lines.append(("failed", "\(failed.count - Self.listed) more, which --all lists"))
        }
        let unexpected = verification.behaviours(.failed)
        let tried = unexpected.count + verification.behaviours(.ok).count
        if tried > 0 {
            let names = unexpected.map(\.name).joined(separator: ", ")
            let but = unexpected.isEmpty ? "" : "; not \(names)"
            lines.append(("behaviours", "\(tried - unexpected.count) of \(tried) as expected\(but)"))
        }
        return lines.map { SummaryLine($0.label, $0.text, isEssential: true) }
    }
}
