/// Rows of the table of operation flags that share their operations and the prefix of their C identifiers.
struct OperationFlagGroup {
    struct Row {
        let encoding: OperationFlag.Encoding
        let name: String
        let since: Release
        let purpose: String

        static func bit(_ bit: UInt8, _ name: String, _ since: Release, _ purpose: String) -> Row {
            Row(encoding: .bit(bit), name: name, since: since, purpose: purpose)
        }

        static func value(_ value: UInt64, _ name: String, _ since: Release, _ purpose: String) -> Row {
            Row(encoding: .value(value), name: name, since: since, purpose: purpose)
        }

        /// Has no C identifier, so its name is ours.
        static func behaviour(_ name: String, _ since: Release, _ purpose: String) -> Row {
            Row(encoding: .behaviour, name: name, since: since, purpose: purpose)
        }
    }

    let operations: [String]
    let prefix: String
    let rows: [Row]

    init(_ operations: [String], prefix: String = "IORING_", _ rows: [Row]) {
        self.operations = operations
        self.prefix = prefix
        self.rows = rows
    }

    var flags: [OperationFlag] {
        rows.map { row in
            OperationFlag(
                operations: operations, name: row.name, encoding: row.encoding, since: row.since, purpose: row.purpose,
                token: row.encoding == .behaviour ? nil : prefix + row.name)
        }
    }
}
