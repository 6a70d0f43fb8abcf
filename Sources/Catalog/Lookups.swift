extension Catalog {
    /// The rows whose bits `word` holds, and the bits that no row explains.
    package static func flags<Family>(
        in word: UInt64, of table: [Flag<Family>]
    ) -> (known: [Flag<Family>], unknown: UInt64) {
        let known = table.filter { word & UInt64($0.mask) != 0 }
        return (known, known.reduce(word) { $0 & ~UInt64($1.mask) })
    }

    // By name, as a person may spell it: `bind`, `BIND`, `op_bind` and `IORING_OP_BIND` are one opcode.

    package static func opcode(named text: String) -> Opcode? {
        opcodes.first(where: matching(text, token: \.token))
    }

    package static func registerOperation(named text: String) -> RegisterOperation? {
        registerOperations.first(where: matching(text, token: \.token))
    }

    package static func setupFlag(named text: String) -> SetupFlag? {
        setupFlags.first(where: matching(text, token: \.token))
    }

    package static func feature(named text: String) -> Feature? {
        features.first(where: matching(text, token: \.token))
    }

    package static func submissionFlag(named text: String) -> SubmissionFlag? {
        submissionFlags.first(where: matching(text, token: \.token))
    }

    package static func enterFlag(named text: String) -> EnterFlag? {
        enterFlags.first(where: matching(text, token: \.token))
    }

    /// The flag whose identifier, or whose qualified name, is `text`; else each flag of that name, which is more than
    /// one where operations took up the same flag in different releases.
    package static func operationFlags(named text: String) -> [OperationFlag] {
        let wanted = normalized(text)
        if let exact = operationFlags.first(where: { $0.identifier == wanted || $0.qualifiedName == wanted }) {
            return [exact]
        }
        return operationFlags.filter(matching(text, token: \.token))
    }

    /// `text` in the spelling of names: upper case, with underscores.
    static func normalized(_ text: String) -> String {
        String(text.uppercased().map { $0 == "-" ? "_" : $0 })
    }

    private static func matching<Row: CatalogRow>(_ text: String, token: @escaping (Row) -> String?) -> (Row) -> Bool {
        let wanted = normalized(text)
        return { row in
            guard wanted != row.name, let token = token(row) else { return wanted == row.name }
            return wanted == token || "IORING_" + wanted == token
        }
    }

    /// Names that more than one operation flag has.
    fileprivate static let sharedFlagNames: Set<String> = {
        var seen: Set<String> = [], shared: Set<String> = []
        for flag in operationFlags where !seen.insert(flag.name).inserted { shared.insert(flag.name) }
        return shared
    }()
}

extension OperationFlag {
    /// The name after the first operation, such as `SEND_ZC.RECVSEND_FIXED_BUF`; no two rows share it.
    package var qualifiedName: String { "\(operations[0]).\(name)" }

    /// What reports and requirements call the row: its name, or its qualified name where several rows share the name.
    package var identifier: String { Catalog.sharedFlagNames.contains(name) ? qualifiedName : name }
}
