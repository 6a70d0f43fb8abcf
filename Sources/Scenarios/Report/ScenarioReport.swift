import Arguments
import Children
package import Probe
package import Report

extension ScenarioResult {
    package func report(tool: ToolVersion) -> Report {
        // Tables of symbols are large, and where there is no memory for them this process would die.
        let symbolizer = environment.addressSpaceLimit?.soft == nil ? Symbolizer() : nil
        var sections = [tool.section(time: environment.time), build.section, runSection]
        if let probe {
            var verdict = probe.verdictSection.unasked
            (verdict.key, verdict.title) = ("io_uring", "io_uring")
            sections.append(verdict)
        }
        sections += [
            Section("kernel", title: "kernel", isBrief: false, fields: environment.kernelFields),
            environment.systemSection.unasked, environment.identitySection.unasked,
            environment.limitSection.unasked, caseSection(symbolizer), specimenSection(symbolizer),
        ]
        return Report(
            schema: "uringctl.repro/1",
            only: selection.only,
            members: [
                .init("scenario", .text(scenario.name)), .init("build", .text(build.name)),
                .init("complete", .boolean(isComplete)),
            ],
            headline: headline, summary: summary + frameHint(symbolizer), sections: sections,
            conclusion: conclusion, tone: tone)
    }

    private var runSection: Section {
        let effort = selection.effort
        return Section("run", title: "run", isBrief: false, fields: [
            Field("iterations", Value(effort.iterations)),
            // As text: JSON's readers hold numbers in 53 bits.
            Field("seed", .text("\(effort.seed)")),
            Field(
                "timeout_ns", "timeout", Value(effort.timeoutNanoseconds),
                text: DurationText.render(effort.timeoutNanoseconds)),
            Field("target", Value(effort.target), text: effort.target ?? "none"),
        ])
    }

    // MARK: The answer

    private var outcomes: [TrialOutcome] { cases.map(\.trial.outcome) }
    private func count(_ outcome: TrialOutcome) -> Int { outcomes.count { $0 == outcome } }

    private var headline: String {
        let place = "\(build.words) build on \(environment.place), as \(environment.who)"
        return (isComplete ? "" : "interrupted, this is what was known by then: ") + answer + "; " + place
    }

    /// "fibers hold here: 10 of 10 cases ok".
    private var answer: String {
        let subject = scenario.subject
        if cases.isEmpty {
            let run = specimens.count { $0.trial.outcome != .skipped && $0.trial.outcome != .unknown }
            return "\(subject): no case was asked for, \(run) of \(Words.count(specimens.count, "specimen")) run"
        }
        let held = "\(count(.ok)) of \(Words.count(cases.count, "case")) ok"
        if !bad.isEmpty { return "\(subject) do not hold here: \(bad.joined(separator: ", ")), \(held)" }
        if count(.unknown) > 0 { return "whether \(subject) hold here could not be learnt: \(held), \(rest)" }
        if count(.skipped) == cases.count { return "\(subject) were not tried here: \(skipReason)" }
        if count(.skipped) > 0 { return "\(subject) hold here as far as they were tried: \(held), \(rest)" }
        // Fewer than all were asked for.
        if cases.count < scenario.cases.count { return "\(subject) hold here as far as they were tried: \(held)" }
        return "\(subject) hold here: \(held)"
    }

    /// "2 skipped, 1 unknown".
    private var rest: String {
        [TrialOutcome.skipped, .unknown].filter { count($0) > 0 }.map { "\(count($0)) \($0.rawValue)" }
            .joined(separator: ", ")
    }

    /// "yield hung", for each case that does not hold.
    private var bad: [String] {
        cases.filter { $0.trial.outcome.isBad }.map { "\($0.item.name) \($0.trial.outcome.rawValue)" }
    }

    private var skipReason: String { cases.first { $0.trial.outcome == .skipped }?.trial.detail ?? "" }

    private var conclusion: String {
        let answer: String
        if cases.isEmpty {
            answer = "not tried"
        } else if !bad.isEmpty {
            answer = "failed (\(Phrase.enumeration(bad)))"
        } else if count(.unknown) > 0 {
            answer = "unknown (\(rest))"
        } else if count(.skipped) > 0 {
            answer = count(.ok) > 0 ? "ok, \(rest)" : "skipped"
        } else {
            answer = "ok"
        }
        return "\(scenario.subject): \(answer)" + (isComplete ? "" : ", incomplete")
    }

    private var tone: Tone {
        switch exitStatus {
        case 0: .good
        case 1: .bad
        default: .unsure
        }
    }

    // MARK: The summary

    private var summary: [SummaryLine] {
        var lines: [SummaryLine] = []
        func add(_ label: String, _ text: String) { lines.append(SummaryLine(label, text, isEssential: true)) }
        if let verdict = probe?.verdict, verdict.usable != true {
            add("io_uring", probe?.headline ?? "")
            add("evidence", verdict.evidence.joined(separator: "; "))
            if let remedy = verdict.remedy { add("remedy", remedy) }
        }
        let isUnsettled =
            outcomes.contains { $0 == .unknown || $0 == .crashed }
            || specimens.contains { $0.trial.outcome == .unknown }
        if isUnsettled, !tightLimits.isEmpty { add("limits", tightLimits.joined(separator: "; ")) }
        if !cases.isEmpty { add("cases", tally(outcomes)) }
        if !specimens.isEmpty { add("specimens", tally(specimens.map(\.trial.outcome))) }
        add("again", "\(command) repeats this run")
        return lines
    }

    /// How to name functions that the report shows as offsets, which a release does of its own.
    private func frameHint(_ symbolizer: Symbolizer?) -> [SummaryLine] {
        let shown = cases.map(\.trial) + (selection.only == nil ? [] : specimens.map(\.trial))
        let isNeeded = shown.compactMap(\.crash).contains { crash in
            guard let symbolizer else { return true }
            return symbolizer.frames(of: crash).contains { $0.file == symbolizer.programName && $0.function == nil }
        }
        guard isNeeded else { return [] }
        let text = "addr2line -fe FILE OFFSET names them, FILE being this commit built with URINGCTL_SYMBOLS=1"
        return [SummaryLine("frames", text, isEssential: true)]
    }

    /// "uringctl repro fiber --case yield --seed 7": what differs from the defaults.
    private var command: String {
        var words = ["uringctl repro \(scenario.name)"]
        if let only = selection.only {
            let lists = [
                ("--case", scenario.cases.map(\.name).filter(only.contains)),
                ("--specimen", scenario.specimens.map(\.name).filter(only.contains)),
            ]
            for (option, names) in lists where !names.isEmpty {
                words.append("\(option) \(names.joined(separator: ","))")
            }
        }
        let (effort, usual) = (selection.effort, Effort.usual)
        if effort.iterations != usual.iterations { words.append("--iterations \(effort.iterations)") }
        if effort.seed != usual.seed { words.append("--seed \(effort.seed)") }
        if effort.timeoutNanoseconds != usual.timeoutNanoseconds {
            words.append("--timeout \(DurationText.render(effort.timeoutNanoseconds))")
        }
        if let target = effort.target { words.append(ShellText.word(target)) }
        return words.joined(separator: " ")
    }

    /// "22: 9 crashed, 8 wrong, 5 unharmed".
    private func tally(_ outcomes: [TrialOutcome]) -> String {
        let counts = TrialOutcome.allCases.map { outcome in (outcome, outcomes.count { $0 == outcome }) }
        return "\(outcomes.count): "
            + counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ")
    }
}
