import Catalog

/// A row that a kernel can be asked about, as `ProbeAnswers` calls it.
struct AskedRow {
    /// "op 13", "opflag POLL_ADD_MULTI"
    var key: String
    var name: String
    var since: Release

    /// In the order of the Catalog.
    static let all: [AskedRow] =
        Catalog.opcodes.map { AskedRow(key: "op \($0.number)", name: $0.name, since: $0.since) }
        + flags("setup", Catalog.setupFlags) + flags("feature", Catalog.features)
        + Catalog.registerOperations.map { AskedRow(key: "register \($0.number)", name: $0.name, since: $0.since) }
        + flags("sqe", Catalog.submissionFlags) + flags("enter", Catalog.enterFlags)
        + Catalog.operationFlags.map {
            AskedRow(key: "opflag \($0.identifier)", name: $0.identifier, since: $0.since)
        }

    private static func flags<Family>(_ subject: String, _ table: [Flag<Family>]) -> [AskedRow] {
        table.map { AskedRow(key: "\(subject) \($0.bit)", name: $0.name, since: $0.since) }
    }
}
