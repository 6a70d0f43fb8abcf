import Report

extension Findings {
    /// A table for each kind of row, with all rows that the Catalog has and all that the kernel has besides.
    ///
    /// - Parameters:
    ///   - verification: nil where nothing was verified.
    ///   - only: which tables, and which of their rows; nil for all.
    func tables(_ verification: Verification?, only: ProbeSelection?) -> [Section] {
        func verified(_ subject: @escaping (String) -> CheckSubject) -> Verified {
            Verified(subject: subject, verification: verification)
        }
        let tables = [
            table(.opcodes, "operations", opcodes, number: "number", verified(CheckSubject.operation)),
            table(.operationFlags, "operation flags", operationFlags, number: "number", verified(CheckSubject.flag)),
            table(.setupFlags, "setup flags", setupFlags, number: "bit"),
            table(.features, "features", features, number: "bit"),
            table(
                .registerOperations, "register operations", registerOperations, number: "number",
                verified(CheckSubject.register)),
            table(.submissionFlags, "submission flags", submissionFlags, number: "bit"),
            table(.enterFlags, "enter flags", enterFlags, number: "bit"),
            table(.completionFlags, "completion flags", completionFlags, number: "bit"),
        ]
        func table(
            _ section: ProbeSection, _ title: String, _ findings: [Finding], number: String, _ verified: Verified? = nil
        ) -> Section? {
            guard only?.shows(section) ?? true else { return nil }
            let rows = findings.filter { only?.includes($0.identifier, of: section) ?? true }
            return self.table(section, title, rows, number: number, verified, isBrief: only != nil)
        }
        return tables.compactMap(\.self)
    }

    /// What a table's rows are to a verification, and what came of that.
    private struct Verified {
        let subject: (String) -> CheckSubject
        let verification: Verification?

        func value(_ finding: Finding) -> Value {
            verification?.results[subject(finding.identifier)]?.value ?? .null
        }
    }

    private func table(
        _ section: ProbeSection, _ title: String, _ findings: [Finding], number: String, _ verified: Verified?,
        isBrief: Bool
    ) -> Section {
        typealias Column = (column: Table.Column, value: (Finding) -> Value)
        let numbers: Table.Column.Appearance = section == .operationFlags ? .hidden : .headed(number)
        var columns: [Column] = [
            (.init(number, numbers), { Value($0.number) }),
            (.init("name", .headed("name", null: "not in the catalog")), { Value($0.name) }),
        ]
        if section == .opcodes { columns.append((.init("category", .hidden), { Value($0.kind) })) }
        if section == .operationFlags {
            columns.append((.init("operations", .hidden), { Value($0.operations) }))
            columns.append((.init("kind", .hidden), { Value($0.kind) }))
        }
        columns += [
            (.init("since", .headed("since", null: "-")), { Value($0.since?.description) }),
            (.init("supported", .headed("here")), { Value($0.supported) }),
            (.init("source", .headed("says", null: "-")), { Value($0.source?.rawValue) }),
        ]
        if let verified {
            let appearance: Table.Column.Appearance =
                verified.verification == nil
                ? .hidden : .headed("verified", null: "-", member: "result", note: "detail")
            columns.append((.init("verified", appearance), verified.value))
        }
        columns += [
            (.init("purpose", .headed("what it is for", null: "-")), { Value($0.purpose) }),
            (.init("detail", .note), { Value($0.detail) }),
        ]
        let table = Table(
            columns: columns.map(\.column), rows: findings.map { finding in columns.map { $0.value(finding) } })
        return Section(section.rawValue, title: title, isBrief: isBrief, table: table)
    }
}
