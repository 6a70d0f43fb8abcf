/// What of a report `--only` leaves: sections, and single rows of others.
package struct ProbeSelection: Sendable, Equatable {
    package enum Part: Sendable, Equatable {
        case sections([ProbeSection])
        case item(ProbeItem)
    }

    private var sections: [ProbeSection] = []
    private var items: [ProbeItem] = []

    package init(_ parts: [Part]) {
        for part in parts {
            switch part {
            case .sections(let some): sections += some
            case .item(let item): items.append(item)
            }
        }
    }

    /// As a report repeats them.
    package var names: [String] { sections.map(\.rawValue) + items.map(\.text) }

    package func shows(_ section: ProbeSection) -> Bool {
        sections.contains(section) || items.contains { $0.rows.keys.contains(section) }
    }

    /// - Parameter row: its identifier.
    func includes(_ row: String, of section: ProbeSection) -> Bool {
        sections.contains(section) || items.contains { $0.rows[section]?.contains(row) ?? false }
    }

    /// Those that `--verify` tries.
    package var subjects: Set<CheckSubject> {
        Set(OperationCheck.all.map(\.subject).filter { includes($0.name, of: $0.section) })
    }
}

/// One or more rows of a report, as a user names them: what `Requirement` takes, and "behaviour:NAME".
package struct ProbeItem: Sendable, Equatable {
    package let text: String
    /// The identifiers of the rows, by the section that has them.
    let rows: [ProbeSection: [String]]

    package init(_ text: String) throws(Requirement.Problem) {
        let prefix = "behaviour:"
        guard text.lowercased().hasPrefix(prefix) else {
            self.init(try Requirement(text))
            return
        }
        let name = text.dropFirst(prefix.count).lowercased()
        let names = OperationCheck.behaviourChecks.map(\.subject.name)
        guard names.contains(name) else {
            throw .unknownName(name, prefix: "behaviour", kind: "behaviour", candidates: names)
        }
        self.init(text: prefix + name, rows: [.behaviours: [name]])
    }

    private init(text: String, rows: [ProbeSection: [String]]) {
        self.text = text
        self.rows = rows
    }

    init(_ requirement: Requirement) {
        self.init(text: requirement.text, rows: requirement.rows)
    }

    /// Every item that `--verify` has a check of, with what it is for.
    package static var checked: [(text: String, purpose: String)] {
        let checks = Set(OperationCheck.all.map(\.subject.text))
        return Requirement.all.filter { checks.contains($0.text) }
            + OperationCheck.behaviourChecks.map { (text: $0.subject.text, purpose: $0.purpose ?? "") }
    }
}

extension CheckSubject {
    /// Where a report has it.
    var section: ProbeSection {
        switch kind {
        case .operation: .opcodes
        case .register: .registerOperations
        case .flag: .operationFlags
        case .behaviour: .behaviours
        }
    }
}
