import Children
import Report

/// A row for each case and specimen. Both kinds have the same members as far as they have them in common, so that a
/// reader needs to know only one.
extension ScenarioResult {
    func caseSection(_ symbolizer: Symbolizer?) -> Section {
        let columns: [Column<Case>] = [
            .init("name", .headed("")) { item, _ in .text(item.name) },
            .init("outcome", .headed("")) { _, trial in .text(trial.outcome.rawValue) },
            .init("detail", .headed("")) { _, trial in .text(trial.detail) },
            .init("purpose", .hidden) { item, _ in .text(item.purpose) },
            .init("needs_ring", .hidden) { item, _ in .boolean(item.needsRing) },
        ]
        return section("cases", title: "cases", columns + crashColumns(symbolizer, areShown: true), cases)
    }

    /// Text shows a specimen's registers and frames where it was asked for by name: all of them would be too much.
    func specimenSection(_ symbolizer: Symbolizer?) -> Section {
        let columns: [Column<Specimen>] = [
            .init("name", .headed("")) { item, _ in .text(item.name) },
            .init("outcome", .headed("")) { _, trial in .text(trial.outcome.rawValue) },
            .init("detail", .headed("")) { _, trial in .text(trial.detail) },
            .init("broken", .below("broken")) { item, _ in .text(item.broken) },
            .init("expected", .hidden) { item, _ in .text(item.expected) },
            .init("needs_ring", .hidden) { item, _ in .boolean(item.needsRing) },
        ]
        let likeness = Column<Specimen>("looks_like", .below("yours if")) { item, _ in .text(item.likeness) }
        return section(
            "specimens", title: "specimens, each wrong on purpose",
            columns + crashColumns(symbolizer, areShown: selection.only != nil) + [likeness], specimens)
    }

    private struct Column<Item> {
        let column: Table.Column
        let value: (Item, Trial) -> Value

        init(_ key: String, _ appearance: Table.Column.Appearance, _ value: @escaping (Item, Trial) -> Value) {
            column = Table.Column(key, appearance)
            self.value = value
        }
    }

    private func section<Item>(
        _ key: String, title: String, _ columns: [Column<Item>], _ trials: [(item: Item, trial: Trial)]
    ) -> Section {
        let rows = trials.map { trial in columns.map { $0.value(trial.item, trial.trial) } }
        return Section(key, title: title, isBrief: true, table: Table(columns: columns.map(\.column), rows: rows))
    }

    /// What a crash, or a hang, left behind; null where there was none.
    private func crashColumns<Item>(_ symbolizer: Symbolizer?, areShown: Bool) -> [Column<Item>] {
        func crash(
            _ key: String, _ appearance: Table.Column.Appearance, _ value: @escaping (CrashRecord) -> Value
        ) -> Column<Item> {
            Column(key, appearance) { _, trial in trial.crash.map(value) ?? .null }
        }
        func detailed(_ label: String) -> Table.Column.Appearance { areShown ? .below(label) : .hidden }
        return [
            Column("message", .below("it said")) { _, trial in Value(trial.message) },
            Column("cause", .below("cause")) { _, trial in Value(trial.causeText) },
            crash("signal", .hidden) { .text(Signal.name($0.signal)) },
            crash("si_code", .hidden) { .text(SignalCode.name($0.code, of: $0.signal)) },
            crash("address", .hidden) { Value($0.address.map(hexadecimal)) },
            crash("guard", .hidden) { Value($0.isAddressInGuard) },
            crash("fiber", .hidden) { $0.fiberValue },
            crash("stack", detailed("it ran")) { Value($0.stackState?.text) },
            crash("instruction", detailed("code")) { Value($0.instructionBytes) },
            crash("disassembly", detailed("that is")) { Value($0.decodedInstruction?.description) },
            crash("registers", detailed("holding")) { $0.registerValue },
            crash("frames", detailed("frames")) { $0.frameValue(symbolizer) },
            Column("notes", .hidden) { _, trial in Value(trial.notes) },
        ]
    }
}
