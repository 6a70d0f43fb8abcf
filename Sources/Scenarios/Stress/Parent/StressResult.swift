package import Children
package import Probe

/// How a primitive came out of a pattern.
package enum StressOutcome: String, Sendable, CaseIterable {
    /// Nothing was seen that should not be.
    case ok
    /// It went on, with violations.
    case violated
    /// Somebody waited for what never came, until the watch ended it.
    case stuck
    /// The process died of it.
    case crashed
    /// It was not run, for a reason that is known beforehand.
    case skipped
    /// It was run, or should have been, and nothing was learnt.
    case unknown

    /// The worse the later: of several the worst is what counts.
    static func worst(_ outcomes: [StressOutcome]) -> StressOutcome {
        let order: [StressOutcome] = [.crashed, .stuck, .violated, .unknown, .ok]
        return order.first(where: outcomes.contains) ?? .skipped
    }

    var isBad: Bool { self == .violated || self == .stuck || self == .crashed }
}

/// What came of one primitive in one pattern.
package struct StressTrial: Sendable {
    package let pattern: StressPattern
    package var outcome: StressOutcome
    package var tally = StressTally()
    /// In one line, where the outcome does not say it all.
    package var detail: String?
    /// The states of those who were stuck, and other facts on the way.
    package var notes: [String] = []
    package var crash: CrashRecord?
}

package struct StressedResult: Sendable {
    package let primitive: StressedPrimitive
    package var trials: [StressTrial]

    package var outcome: StressOutcome { StressOutcome.worst(trials.map(\.outcome)) }
    package var cycles: Int { trials.reduce(0) { $0 + $1.tally.cycles } }

    package var violations: [Violation: Int] {
        trials.reduce(into: [:]) { sum, trial in sum.merge(trial.tally.violations) { $0 + $1 } }
    }

    /// From the beginning of its first pattern, as if the patterns had followed each other at once.
    package var firstViolationNanoseconds: Int64? {
        var before: Int64 = 0
        for trial in trials {
            if let first = trial.tally.firstViolationNanoseconds { return before + first }
            before += trial.tally.elapsedNanoseconds
        }
        return nil
    }
}

/// What came of a run of `stress`.
package struct StressResult {
    package let scenario: StressScenario
    package let effort: StressEffort
    /// What was asked for by name.
    package let only: StressSelection
    package let build: BuildMode
    package let environment: Environment
    package var results: [StressedResult] = []
    /// What misuse comes to; nil where that was not asked for.
    package var misuse: MisuseMatrix?
    package var isComplete = true

    /// 0 when nothing was seen of what is not wrong on purpose, 1 when something was, 2 when that could not be learnt.
    package var exitStatus: Int32 {
        if !failures.isEmpty { return 1 }
        return !isComplete || !isSettled ? 2 : 0
    }

    /// What does not hold, in words: "Event stuck".
    var failures: [String] {
        let bad = results.filter { !$0.primitive.isSpecimen && $0.outcome.isBad }
        return bad.map { "\($0.primitive.name) \($0.outcome.rawValue)" } + (misuse?.failures ?? [])
    }

    /// Whether something was learnt of all that is no specimen.
    var isSettled: Bool {
        !results.contains { !$0.primitive.isSpecimen && $0.outcome == .unknown }
            && misuse?.cells.contains { $0.outcome == .unknown } != true
    }
}

/// Which primitives and patterns of a scenario; nil for all.
package struct StressSelection: Sendable, Equatable {
    package var primitives: [String]?
    package var patterns: [String]?

    package init(primitives: [String]?, patterns: [String]?) {
        self.primitives = primitives
        self.patterns = patterns
    }

    func includes(_ pattern: StressPattern) -> Bool { patterns?.contains(pattern.name) ?? true }
}
