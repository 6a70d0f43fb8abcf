import Children
package import Kernel
import Probe

/// What of a scenario to run, and how.
package struct Selection: Sendable, Equatable {
    /// The names that were asked for, in the order given; nil where nothing was, which is all.
    package var only: [String]?
    package var effort: Effort

    package init(only: [String]?, effort: Effort) {
        self.only = only
        self.effort = effort
    }

    func includes(_ name: String) -> Bool { only?.contains(name) ?? true }
}

/// The parent's side: runs cases and specimens one after another, in the order of their table, each in a child.
package struct Runner {
    private let scenario: Scenario
    private let selection: Selection
    /// What io_uring can do here; nil where nothing that is run needs it.
    private let probe: ProbeResult?
    private let machine: String?
    private let stop: StopRequest?

    /// What a child may take beyond its own deadline, for starting and for dying.
    private static let graceNanoseconds: Int64 = 2_000_000_000
    private static let outputLimitBytes = 1 << 20

    /// Runs what `selection` includes.
    ///
    /// - Parameters:
    ///   - stop: once it is requested nothing more is started, and what runs is ended.
    ///   - progress: called before each with its name, its place from 1 on, and how many there are.
    package static func run(
        _ scenario: Scenario, _ selection: Selection, unless stop: StopRequest?,
        progress: (String, Int, Int) -> Void
    ) -> ScenarioResult {
        let cases = scenario.cases.filter { selection.includes($0.name) }
        let specimens = scenario.specimens.filter { selection.includes($0.name) }
        let needsRing = cases.contains(where: \.needsRing) || specimens.contains(where: \.needsRing)
        let facts = needsRing ? Facts.gather(unless: stop) : nil
        let environment = facts?.environment ?? .gather()
        // What was interrupted says nothing of io_uring, and nothing is run that would need to know.
        let probe = stop?.isRequested == true ? nil : facts.map { ProbeResult($0) }
        let runner = Runner(
            scenario: scenario, selection: selection, probe: probe, machine: environment.kernel?.machine, stop: stop)

        var result = ScenarioResult(
            scenario: scenario, selection: selection, build: .own, environment: environment, probe: probe)
        let total = cases.count + specimens.count
        for item in cases {
            progress(item.name, result.cases.count + 1, total)
            result.cases.append((item, runner.trial(of: item)))
        }
        for item in specimens {
            progress(item.name, result.cases.count + result.specimens.count + 1, total)
            result.specimens.append((item, runner.trial(of: item)))
        }
        result.isComplete = !runner.isStopped
        result.tightLimits = LimitHint.tight().map(\.words)
        return result
    }

    private var isStopped: Bool { stop?.isRequested ?? false }

    private func trial(of item: Case) -> Trial {
        if let reason = ringIsMissing(item.needsRing) { return Trial(.skipped, reason) }
        return run(item.name, isSpecimen: false, timeoutNanoseconds: selection.effort.timeoutNanoseconds)
    }

    private func trial(of item: Specimen) -> Trial {
        if let wanted = item.machine, wanted != machine {
            return Trial(.skipped, "it is written for \(wanted), and this is \(machine ?? "an unknown machine")")
        }
        if let reason = ringIsMissing(item.needsRing) { return Trial(.skipped, reason) }
        let timeout = selection.effort.timeoutNanoseconds
        return run(
            item.name, isSpecimen: true, timeoutNanoseconds: min(item.patienceNanoseconds ?? timeout, timeout))
    }

    /// Why something that needs a ring can't be run, or nil.
    private func ringIsMissing(_ needsRing: Bool) -> String? {
        needsRing && probe?.verdict.usable == false ? probe?.headline : nil
    }

    private func run(_ name: String, isSpecimen: Bool, timeoutNanoseconds: Int64) -> Trial {
        Self.run(
            name, of: scenario, isSpecimen: isSpecimen, selection.effort, timeoutNanoseconds: timeoutNanoseconds,
            unless: stop)
    }

    /// Runs one case or specimen in a child, on any thread.
    ///
    /// - Parameter program: another program than this one, for tests.
    static func run(
        _ name: String, of scenario: Scenario, isSpecimen: Bool, _ effort: Effort, timeoutNanoseconds: Int64,
        unless stop: StopRequest?, program: String? = Program.path
    ) -> Trial {
        if stop?.isRequested == true { return Trial(.unknown, "not run: interrupted") }
        let arguments = [
            Workbench.childCommand, scenario.name, name, "--iterations", "\(effort.iterations)", "--seed",
            "\(effort.seed)", "--timeout", "\(timeoutNanoseconds)ns",
        ] + (effort.target.map { ["--target=\($0)"] } ?? [])
        var testimony = Testimony()
        do throws(CallFailure) {
            let end = try Child.start(arguments, capturesErrors: true, program: program).run(
                within: Child.Bounds(
                    deadlineNanoseconds: Clock.nanoseconds + timeoutNanoseconds + graceNanoseconds,
                    silenceLimitMilliseconds: .max, outputLimitBytes: outputLimitBytes),
                unless: stop
            ) { testimony.read($0) }
            return Trial(
                testimony, end, isSpecimen: isSpecimen, timeoutNanoseconds: timeoutNanoseconds,
                tightLimits: LimitHint.tight())
        } catch {
            return Trial(.unknown, "no child process could be made to run it: \(LimitHint.words(for: error))")
        }
    }
}
