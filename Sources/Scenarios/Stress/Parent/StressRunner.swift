import Children
import Glibc
package import Kernel
import Probe

/// The parent's side of a stress: each primitive through each pattern, one after another, each in a child.
package struct StressRunner {
    private let scenario: StressScenario
    private let selection: StressSelection
    private let effort: StressEffort
    private let stop: StopRequest?

    /// What a child may take beyond its duration: for starting, for workers to end, and for the watch to see one stuck.
    private static let graceNanoseconds: Int64 = StressWatch.patienceNanoseconds + 10_000_000_000
    private static let outputLimitBytes = 1 << 30

    /// - Parameters:
    ///   - stop: once it is requested nothing more is started, and what runs is ended; what it said by then counts.
    ///   - progress: called with each primitive and pattern that begins, its place from 1 on, and how many there are.
    package static func run(
        _ scenario: StressScenario, _ selection: StressSelection, _ effort: StressEffort, unless stop: StopRequest?,
        progress: (String, Int, Int) -> Void
    ) -> StressResult {
        let runner = StressRunner(scenario: scenario, selection: selection, effort: effort, stop: stop)
        var result = StressResult(
            scenario: scenario, effort: effort, only: selection, build: .own, environment: .gather())
        let primitives = scenario.primitives.filter { selection.primitives?.contains($0.name) ?? true }
        if scenario.patterns.contains(where: { $0.crew == .misuse && selection.includes($0) }) {
            let kinds = primitives.flatMap(\.misused)
            result.misuse = MisuseMatrix.run(where: { kinds.contains($1) }, unless: stop, progress: progress)
        }
        let total = primitives.reduce(0) { $0 + runner.patterns(of: $1).count }
        var place = 0
        for primitive in primitives {
            let patterns = runner.patterns(of: primitive)
            var trials: [StressTrial] = []
            for pattern in patterns {
                place += 1
                progress("\(primitive.name), \(pattern.name)", place, total)
                trials.append(runner.trial(of: primitive, pattern, sharing: patterns.count))
            }
            if !trials.isEmpty { result.results.append(StressedResult(primitive: primitive, trials: trials)) }
        }
        result.isComplete = !runner.isStopped
        return result
    }

    private var isStopped: Bool { stop?.isRequested ?? false }

    private func patterns(of primitive: StressedPrimitive) -> [StressPattern] {
        scenario.patterns.filter { pattern in
            primitive.bodies[pattern.name] != nil && selection.includes(pattern)
        }
    }

    private func trial(of primitive: StressedPrimitive, _ pattern: StressPattern, sharing count: Int) -> StressTrial {
        var trial = StressTrial(pattern: pattern, outcome: .unknown)
        if isStopped {
            trial.detail = "not run: interrupted"
            return trial
        }
        var own = pattern.effort(of: effort)
        if own.workers < StressEffort.fewestWorkers {
            trial.outcome = .skipped
            trial.detail = "it takes \(StressEffort.fewestWorkers) workers of its kind"
            return trial
        }
        own.durationNanoseconds = max(StressEffort.durationBounds.lowerBound, effort.durationNanoseconds / Int64(count))
        var testimony = Testimony()
        do throws(CallFailure) {
            let end = try Child.start(arguments(primitive, pattern, own), capturesErrors: true).run(
                within: Child.Bounds(
                    deadlineNanoseconds: Clock.nanoseconds + own.durationNanoseconds + Self.graceNanoseconds,
                    silenceLimitMilliseconds: .max, outputLimitBytes: Self.outputLimitBytes),
                unless: stop
            ) { line in
                if let tally = StressTally(line: line) { trial.tally = tally } else { testimony.read(line) }
            }
            trial.conclude(testimony, end)
        } catch {
            trial.detail = "no child process could be made to run it: \(LimitHint.words(for: error))"
        }
        return trial
    }

    private func arguments(
        _ primitive: StressedPrimitive, _ pattern: StressPattern, _ effort: StressEffort
    ) -> [String] {
        [
            StressWorkbench.childCommand, scenario.name, primitive.name, pattern.name,
            "--threads", "\(effort.threads)", "--fibers", "\(effort.fibers)", "--resources", "\(effort.resources)",
            "--duration", "\(effort.durationNanoseconds)ns", "--seed", "\(effort.seed)",
        ]
    }
}

extension StressTrial {
    /// What a child said, and how it ended.
    fileprivate mutating func conclude(_ testimony: Testimony, _ end: Outcome) {
        notes = testimony.notes
        crash = testimony.crash
        let isViolated = tally.violations.values.contains { $0 > 0 }
        switch (end, testimony.statement) {
        case (.exited(status: 0), .ok):
            let waits = [.lostWakeUp, .stuckWaiter].contains { tally.violations[$0, default: 0] > 0 }
            outcome = waits ? .stuck : isViolated ? .violated : .ok
        case (.exited(status: 0), let statement?):
            // A limit was in the way, or memory.
            detail = statement.text
        case (.interrupted, _):
            // What was seen by then was seen; that nothing was, says something of that time.
            outcome = isViolated ? .violated : .ok
            detail = "interrupted"
        case (.signalled(SIGKILL), _), (.lost, _), (.leftBehind, _):
            detail = "the process \(end.description)"
        case (.hung, _):
            outcome = .stuck
            detail = "the process came to no end: not even its watch"
        default:
            outcome = .crashed
            let message = testimony.message.joined(separator: " ")
            detail = (crash?.summary ?? "the process \(end.description)") + (message.isEmpty ? "" : "; " + message)
        }
    }
}
