import Report

extension StressResult {
    /// A row for each primitive, and below it what each pattern came to.
    var primitiveSection: Section {
        Section(
            "primitives", title: "primitives", isBrief: true,
            table: Table(
                columns: [
                    .init("name", .headed("")), .init("specimen", .hidden), .init("purpose", .hidden),
                    .init("outcome", .headed("outcome")), .init("cycles", .headed("cycles")),
                    .init("violations", .headed("violations")), .init("first_violation_ns", .hidden),
                    .init("patterns", .below("")),
                ],
                rows: results.map(row)))
    }

    private func row(_ result: StressedResult) -> [Value] {
        let name = result.primitive.name
        return [
            .worded(.text(name), name + (result.primitive.isSpecimen ? " (specimen)" : "")),
            .boolean(result.primitive.isSpecimen), .text(result.primitive.purpose), .text(result.outcome.rawValue),
            .worded(Value(result.cycles), Words.grouped(result.cycles)),
            .worded(value(of: result.violations), words(result.violations, first: result.firstViolationNanoseconds)),
            Value(result.firstViolationNanoseconds),
            .list(result.trials.map { .worded(value(of: $0), line(of: $0)) }),
        ]
    }

    /// What was seen, by its kind: nothing of what was not.
    private func value(of violations: [Violation: Int]) -> Value {
        .object(Violation.allCases.compactMap { kind in violations[kind].map { .init(kind.rawValue, Value($0)) } })
    }

    /// "12 resets while waiting (the first after 1.4 ms)".
    private func words(_ violations: [Violation: Int], first: Int64?) -> String {
        let counts = Violation.allCases.compactMap { kind in
            violations[kind].map { kind.words($0) }
        }
        if counts.isEmpty { return "none" }
        return counts.joined(separator: ", ") + (first.map { " (the first after \(Words.time($0)))" } ?? "")
    }

    private func value(of trial: StressTrial) -> Value {
        let tally = trial.tally
        return [
            "pattern": .text(trial.pattern.name), "outcome": .text(trial.outcome.rawValue),
            "detail": Value(trial.detail), "cycles": Value(tally.cycles), "violations": value(of: tally.violations),
            "first_violation_ns": Value(tally.firstViolationNanoseconds), "elapsed_ns": Value(tally.elapsedNanoseconds),
            "cycles_per_second": Value(tally.cyclesPerSecond), "least_cycles": Value(tally.leastCycles),
            "most_cycles": Value(tally.mostCycles), "longest_wait_ns": Value(tally.longestWaitNanoseconds),
            "notes": Value(trial.notes),
        ]
    }

    /// "12,345 a second, longest wait 1.2 ms", with what was wrong first.
    private func line(of trial: StressTrial) -> String {
        let tally = trial.tally
        var parts: [String] = []
        if trial.outcome != .ok {
            parts.append(trial.outcome == .violated ? words(tally.violations, first: nil) : trial.outcome.rawValue)
        }
        if let detail = trial.detail { parts.append(detail) }
        if tally.cycles > 0, trial.outcome != .stuck {
            parts.append("\(Words.grouped(tally.cyclesPerSecond ?? 0)) a second")
            parts.append("longest wait \(Words.time(tally.longestWaitNanoseconds))")
        }
        parts += trial.notes.prefix(Self.notesShown)
        if trial.notes.count > Self.notesShown { parts.append("…") }
        return trial.pattern.name + ": " + parts.joined(separator: ", ")
    }

    /// Of many who are stuck a few tell what it is; the JSON has more.
    private static let notesShown = 2
}
