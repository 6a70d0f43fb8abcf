import Report

extension Findings {
    /// A table for each kind of row, with all rows that the Catalog has and all that the kernel has besides.
    var tables: [(section: ProbeSection, table: Section)] {
        [
            table(.opcodes, "operations", opcodes, number: "number"),
            table(.operationFlags, "operation flags", operationFlags, number: "number"),
            table(.setupFlags, "setup flags", setupFlags, number: "bit"),
            table(.features, "features", features, number: "bit"),
            table(.registerOperations, "register operations", registerOperations, number: "number"),
            table(.submissionFlags, "submission flags", submissionFlags, number: "bit"),
            table(.enterFlags, "enter flags", enterFlags, number: "bit"),
            table(.completionFlags, "completion flags", completionFlags, number: "bit"),
        ]
    }

    private func table(
        _ section: ProbeSection, _ title: String, _ findings: [Finding], number: String
    ) -> (section: ProbeSection, table: Section) {
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
            (.init("purpose", .headed("what it is for", null: "-")), { Value($0.purpose) }),
            (.init("detail", .note), { Value($0.detail) }),
        ]
        let table = Table(columns: columns.map(\.column), rows: findings.map { finding in columns.map { $0.value(finding) } })
        return (section, Section(section.rawValue, title: title, isBrief: false, table: table))
    }
}
