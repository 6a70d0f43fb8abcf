import enum Arguments.DurationText
import Kernel
package import Probe
package import Report

extension StressResult {
    package func report(tool: ToolVersion) -> Report {
        Report(
            schema: "uringctl.stress/1",
            members: [
                .init("scenario", .text(scenario.name)), .init("build", .text(build.name)),
                .init("complete", .boolean(isComplete)),
            ],
            headline: headline, summary: summary,
            sections: [
                tool.section(time: environment.time), build.section, runSection,
                Section("kernel", title: "kernel", isBrief: false, fields: environment.kernelFields),
                environment.systemSection.unasked, environment.identitySection.unasked,
                environment.limitSection.unasked,
            ] + (misuse.map { [$0.section] } ?? []) + [primitiveSection],
            conclusion: conclusion, tone: tone)
    }

    private var runSection: Section {
        Section("run", title: "run", isBrief: false, fields: [
            Field("threads", Value(effort.threads)), Field("fibers", Value(effort.fibers)),
            Field("resources", Value(effort.resources)),
            Field(
                "duration_ns", "duration", Value(effort.durationNanoseconds),
                text: DurationText.render(effort.durationNanoseconds) + " for each primitive"),
            // As text: JSON's readers hold numbers in 53 bits.
            Field("seed", .text("\(effort.seed)")), Field("processors", Value(Processors.online)),
            Field("primitives", only.primitives.map { Value($0) } ?? .null, text: only.primitives == nil ? "all" : nil),
            Field("patterns", only.patterns.map { Value($0) } ?? .null, text: only.patterns == nil ? "all" : nil),
        ])
    }

    // MARK: The answer

    private var ours: [StressedResult] { results.filter { !$0.primitive.isSpecimen } }
    private var isTried: Bool { !ours.isEmpty || misuse != nil }

    private var headline: String {
        (isComplete ? "" : "interrupted, this is what was known by then: ") + answer + "; \(workers) on "
            + "\(Words.count(Processors.online, "processor")), \(build.words) build on \(environment.place)"
    }

    private var answer: String {
        let subject = scenario.subject
        if !isTried { return "\(subject): only specimens were asked for" }
        if !failures.isEmpty { return "\(subject) do not hold here: \(failures.joined(separator: ", "))" }
        if !isSettled { return "whether \(subject) hold here could not be learnt" }
        var seen: [String] = []
        if !ours.isEmpty {
            let cycles = Words.grouped(ours.reduce(0) { $0 + $1.cycles })
            seen.append("\(Words.count(ours.count, "primitive")), \(cycles) cycles, no violation")
        }
        if misuse != nil { seen.append("no misuse of ours is silent") }
        return "\(subject) hold here: \(seen.joined(separator: "; "))"
    }

    private var workers: String {
        "\(Words.count(effort.threads, "thread")) and \(Words.count(effort.fibers, "fiber"))"
    }

    private var summary: [SummaryLine] {
        var lines: [SummaryLine] = []
        let shares = scenario.patterns.contains { $0.name == "pool" }
        if shares, effort.resources >= effort.workers {
            lines.append(SummaryLine(
                "no contention",
                "\(Words.count(effort.resources, "resource")) for \(effort.workers) takers: nobody has to wait for one"))
        }
        let unknown = results.flatMap { result in
            result.trials.filter { $0.outcome == .unknown }.map { "\(result.primitive.name): \($0.detail ?? "")" }
        }
        if let first = unknown.first { lines.append(SummaryLine("not learnt", first)) }
        lines.append(SummaryLine("again", "\(command) repeats this, as far as threads allow"))
        return lines
    }

    private var conclusion: String {
        let answer =
            if !isTried {
                "not tried"
            } else if !failures.isEmpty {
                "failed (\(failures.joined(separator: ", ")))"
            } else if !isSettled {
                "unknown"
            } else {
                "ok"
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

    /// "uringctl stress event --threads 4 --seed 7": what differs from the defaults.
    private var command: String {
        var words = ["uringctl stress \(scenario.name)"]
        let usual = StressEffort.usual
        if let names = only.primitives { words.append("--primitive \(names.joined(separator: ","))") }
        if let names = only.patterns { words.append("--pattern \(names.joined(separator: ","))") }
        for (option, own, other) in [
            ("--threads", effort.threads, usual.threads), ("--fibers", effort.fibers, usual.fibers),
            ("--resources", effort.resources, usual.resources),
        ] where own != other { words.append("\(option) \(own)") }
        if effort.durationNanoseconds != usual.durationNanoseconds {
            words.append("--duration \(DurationText.render(effort.durationNanoseconds))")
        }
        if effort.seed != usual.seed { words.append("--seed \(effort.seed)") }
        return words.joined(separator: " ")
    }
}
