import Children
package import Report

extension MisuseMatrix {
    /// The report's `misuse`: an object for each cell; text and Markdown show misuse against lock, a word in each cell.
    package var section: Section {
        Section(
            "misuse", title: "what misuse comes to", isBrief: true, table: cellTable,
            shownAs: [
                table(of: [.ours, .boundEvented, .boundThreaded, .swift, .kernel]),
                table(of: [.pthreadNormal, .pthreadErrorcheck, .pthreadRecursive, .pthreadRobust]),
            ].filter { !$0.rows.isEmpty })
    }

    private var cellTable: Table {
        let columns: [(Table.Column, (Cell) -> Value)] = [
            (.init("misuse", .hidden), { .text($0.misuse.rawValue) }),
            (.init("explanation", .hidden), { .text($0.misuse.explanation) }),
            (.init("primitive", .hidden), { .text($0.kind.rawValue) }),
            (.init("specimen", .hidden), { .boolean($0.kind.isSpecimen) }),
            (.init("outcome", .hidden), { .text($0.outcome.rawValue) }),
            (.init("how", .hidden), { .text($0.how) }),
            (.init("signal", .hidden), { Value($0.crash.map { Signal.name($0.signal) }) }),
            (.init("si_code", .hidden), { Value($0.crash.map { SignalCode.name($0.code, of: $0.signal) }) }),
            (.init("address", .hidden), { Value($0.crash?.address.map(hexadecimal)) }),
        ]
        return Table(columns: columns.map(\.0), rows: cells.map { cell in columns.map { $0.1(cell) } })
    }

    /// Misuse against those of `kinds` of which a cell was asked for.
    private func table(of kinds: [LockKind]) -> Table {
        let kinds = kinds.filter { kind in cells.contains { $0.kind == kind } }
        let misuses = LockMisuse.allCases.filter { misuse in
            cells.contains { $0.misuse == misuse && kinds.contains($0.kind) }
        }
        return Table(
            columns: [.init("misuse", .headed(""))] + kinds.map { .init($0.rawValue, .headed($0.heading, null: "")) },
            rows: misuses.map { misuse in
                [.text(misuse.rawValue)] + kinds.map { Value(self[misuse, $0]?.outcome.word) }
            })
    }
}

extension MisuseMatrix.Outcome {
    /// In a cell of the matrix.
    var word: String { self == .notApplicable ? "-" : rawValue }
}
