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
        let columns: [(Table.Column, (Finding) -> Value)] = [
            (.init(number, section == .operationFlags ? .hidden : .headed(number)), { Value($0.number) }),
            (.init("name", .headed("name", null: "not in the catalog")), { Value($0.name) }),
            (.init("operations", .hidden), { Value($0.operations) }),
            (.init("since", .headed("since", null: "-")), { Value($0.since?.description) }),
            (.init("supported", .headed("here")), { Value($0.supported) }),
            (.init("source", .headed("says", null: "-")), { Value($0.source?.rawValue) }),
            (.init("purpose", .headed("what it is for", null: "-")), { Value($0.purpose) }),
            (.init("detail", .note), { Value($0.detail) }),
        ].filter { $0.0.key != "operations" || section == .operationFlags }
        let table = Table(columns: columns.map(\.0), rows: findings.map { finding in columns.map { $0.1(finding) } })
        return (section, Section(section.rawValue, title: title, isBrief: false, table: table))
    }
}
