package import Probe

/// What came of a run of a scenario.
package struct ScenarioResult {
    package let scenario: Scenario
    package let selection: Selection
    package let build: BuildMode
    package let environment: Environment
    /// What io_uring can do here; nil where nothing that was run needs it.
    package let probe: ProbeResult?
    package var cases: [(item: Case, trial: Trial)] = []
    package var specimens: [(item: Specimen, trial: Trial)] = []
    /// Whether it came to its end.
    package var isComplete = true
    /// Limits so low that they may be behind what could not be run, in words.
    package var tightLimits: [String] = []

    package init(
        scenario: Scenario, selection: Selection, build: BuildMode, environment: Environment, probe: ProbeResult?
    ) {
        self.scenario = scenario
        self.selection = selection
        self.build = build
        self.environment = environment
        self.probe = probe
    }

    /// 0 when every case held, 1 when one did not, 2 when that could not be learnt, 77 when it could not for want of
    /// io_uring. What specimens do doesn't count; where nothing else was asked for, it counts whether any could be run.
    package var exitStatus: Int32 {
        if cases.isEmpty, !specimens.isEmpty, isComplete { return statusOfSpecimens }
        let outcomes = cases.map(\.trial.outcome)
        if outcomes.contains(where: \.isBad) { return 1 }
        if !isComplete || outcomes.contains(.unknown) { return 2 }
        return outcomes.contains(.skipped) ? 77 : 0
    }

    private var statusOfSpecimens: Int32 {
        if specimens.contains(where: { $0.trial.outcome != .unknown && $0.trial.outcome != .skipped }) { return 0 }
        let wantRing = specimens.allSatisfy { $0.trial.outcome == .skipped && $0.item.needsRing }
        return wantRing ? 77 : 2
    }
}

extension TrialOutcome {
    /// Whether a case that ends so does not hold.
    var isBad: Bool { self == .failed || self == .crashed || self == .hung }
}
