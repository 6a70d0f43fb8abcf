import Catalog

/// Something that a user wants to be there: `op:BIND`, `flag:SQPOLL`, `feat:EXT_ARG`, `reg:REGISTER_QUERY`.
///
/// The name may be spelt as in the kernel's header, in any case. `flag:` finds flags of every kind; where several
/// operations took up a flag in different releases, all of them are required, or one by `SEND_ZC.RECVSEND_FIXED_BUF`.
package struct Requirement: Sendable, Equatable {
    /// As reports name it, such as "op:BIND".
    package let text: String
    let kind: Kind
    let identifiers: [String]

    enum Kind: String, CaseIterable {
        case operation = "op", flag, feature = "feat", register = "reg"

        var words: String {
            switch self {
            case .operation: "operation"
            case .flag: "flag"
            case .feature: "feature"
            case .register: "register operation"
            }
        }
    }

    /// What is wrong with a requirement, and what is near.
    package enum Problem: Error, Equatable {
        /// No `op:`, `flag:`, `feat:` or `reg:` in front.
        case noKind(String)
        /// `prefix` is the kind as it is typed, `kind` in words.
        case unknownName(String, prefix: String, kind: String, candidates: [String])
    }

    package init(_ text: String) throws(Problem) {
        guard let colon = text.firstIndex(of: ":"), let kind = Kind(rawValue: text[..<colon].lowercased()) else {
            throw .noKind(text)
        }
        let name = String(text[text.index(after: colon)...])
        let identifiers = Self.rows(kind, named: name)
        guard !identifiers.isEmpty else {
            throw .unknownName(name, prefix: kind.rawValue, kind: kind.words, candidates: Self.names(kind))
        }
        self.kind = kind
        self.identifiers = identifiers
        let qualified = identifiers.count == 1 ? identifiers[0] : Catalog.operationFlags(named: name)[0].name
        self.text = "\(kind.rawValue):\(qualified)"
    }

    /// Every requirement there can be, with what it is for.
    package static var all: [(text: String, purpose: String)] {
        func items(_ kind: Kind, _ rows: [(String, String)]) -> [(text: String, purpose: String)] {
            rows.map { ("\(kind.rawValue):\($0.0)", $0.1) }
        }
        return items(.operation, Catalog.opcodes.map { ($0.name, $0.purpose) })
            + items(.flag, flagRows.map { ($0.identifier, $0.purpose) })
            + items(.feature, Catalog.features.map { ($0.name, $0.purpose) })
            + items(.register, Catalog.registerOperations.map { ($0.name, $0.purpose) })
    }

    private static var flagRows: [(identifier: String, purpose: String)] {
        Catalog.setupFlags.map { ($0.name, $0.purpose) } + Catalog.submissionFlags.map { ($0.name, $0.purpose) }
            + Catalog.enterFlags.map { ($0.name, $0.purpose) }
            + Catalog.operationFlags.map { ($0.identifier, $0.purpose) }
    }

    private static func names(_ kind: Kind) -> [String] {
        switch kind {
        case .operation: Catalog.opcodes.map(\.name)
        case .flag: flagRows.map(\.identifier)
        case .feature: Catalog.features.map(\.name)
        case .register:
            // The first word may be left out, and then counts for nothing in what is near.
            Catalog.registerOperations.flatMap { [$0.name, String($0.name.split(separator: "_", maxSplits: 1).last!)] }
        }
    }

    private static func rows(_ kind: Kind, named name: String) -> [String] {
        switch kind {
        case .operation: return Catalog.opcode(named: name).map { [$0.name] } ?? []
        case .feature: return Catalog.feature(named: name).map { [$0.name] } ?? []
        case .register:
            return (Catalog.registerOperation(named: name) ?? Catalog.registerOperation(named: "REGISTER_" + name))
                .map { [$0.name] } ?? []
        case .flag:
            let plain = Catalog.setupFlag(named: name)?.name ?? Catalog.submissionFlag(named: name)?.name
                ?? Catalog.enterFlag(named: name)?.name
            return plain.map { [$0] } ?? Catalog.operationFlags(named: name).map(\.identifier)
        }
    }
}

extension Requirement {
    /// The identifiers of its rows, by the section of a probe's report that has them.
    var rows: [ProbeSection: [String]] {
        switch kind {
        case .operation: [.opcodes: identifiers]
        case .feature: [.features: identifiers]
        case .register: [.registerOperations: identifiers]
        case .flag:
            [
                .setupFlags: identifiers.filter { Catalog.setupFlag(named: $0) != nil },
                .submissionFlags: identifiers.filter { Catalog.submissionFlag(named: $0) != nil },
                .enterFlags: identifiers.filter { Catalog.enterFlag(named: $0) != nil },
                .operationFlags: identifiers.filter { !Catalog.operationFlags(named: $0).isEmpty },
            ].filter { !$0.value.isEmpty }
        }
    }
}

/// Whether a requirement is met.
package struct RequirementFinding: Sendable, Equatable {
    package let text: String
    /// nil where it could not be learnt, which is not met either.
    package let isMet: Bool?
    package let reason: String
}

extension Findings {
    /// - Parameter verification: what was used for real has to have worked, too; nil where nothing was.
    package func check(_ requirement: Requirement, _ verification: Verification? = nil) -> RequirementFinding {
        let finding = check(requirement)
        guard finding.isMet == true, let verification else { return finding }
        let results = ProbeSelection([.item(ProbeItem(requirement))]).subjects
            .compactMap { verification[$0] }
        guard let failed = results.first(where: { $0.kind == .failed }) else { return finding }
        return RequirementFinding(
            text: finding.text, isMet: false, reason: "the kernel has it, but: \(failed.words ?? "it failed")")
    }

    private func check(_ requirement: Requirement) -> RequirementFinding {
        let tables =
            switch requirement.kind {
            case .operation: [opcodes]
            case .feature: [features]
            case .register: [registerOperations]
            case .flag: [setupFlags, submissionFlags, enterFlags, operationFlags]
            }
        let rows = tables.joined().filter { requirement.identifiers.contains($0.identifier) }
        let worst = rows.first { $0.supported == false } ?? rows.first { $0.supported == nil } ?? rows[0]
        let release = worst.since.map { " (upstream since \($0))" } ?? ""
        let reason =
            switch worst.supported {
            case true?: worst.detail ?? "supported, says \(worst.source?.rawValue ?? "the kernel")"
            case false? where worst.isRefused: worst.detail ?? "refused to this process"
            case false?: "not in this kernel\(release)" + (worst.detail.map { ": \($0)" } ?? "")
            case nil: "not known" + (worst.detail.map { ": \($0)" } ?? "")
            }
        return RequirementFinding(text: requirement.text, isMet: worst.supported, reason: reason)
    }
}
