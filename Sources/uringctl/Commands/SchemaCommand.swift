import Arguments

/// `uringctl schema REPORT`.
enum SchemaCommand {
    enum Subject: String, CaseIterable { case probe, process, repro, stress, explain }

    static let subject = Operand(
        value: .choice("REPORT", of: Subject.self) { subject in
            "the report of uringctl \(subject == .process ? "probe --pid" : subject.rawValue)"
        },
        help: "whose schema to print")

    static let declaration = Command(
        "schema",
        summary: "print the JSON Schema of a report",
        description: ["Prints the JSON Schema (draft 2020-12) that the report of a command conforms to."],
        operands: [subject],
        examples: [Example("uringctl schema probe >probe.schema.json", help: "for a validator")],
        exitStatuses: CommandTable.plainExitStatuses,
        seeAlso: CommandTable.pages)

    static func run(_ parsed: Parsed) -> Int32 {
        switch parsed[subject] {
        case .probe: Console.show(String(decoding: PackageResources.probe_schema_json, as: UTF8.self))
        case .process: Console.show(String(decoding: PackageResources.process_schema_json, as: UTF8.self))
        case .repro: Console.show(String(decoding: PackageResources.repro_schema_json, as: UTF8.self))
        case .stress: Console.show(String(decoding: PackageResources.stress_schema_json, as: UTF8.self))
        case .explain: Console.show(String(decoding: PackageResources.explain_schema_json, as: UTF8.self))
        }
    }
}
