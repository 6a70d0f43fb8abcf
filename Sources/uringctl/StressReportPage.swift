import Arguments
import Report
import Scenarios

/// uringctl-report(5): what the JSON of `uringctl stress` means.
enum StressReportPage {
    static let section = ManPage.Section("THE REPORT OF A STRESS", [
        "What `uringctl stress` writes.",
        .definitions([
            Definition("schema", "`uringctl.stress/1`"),
            Definition("only", "`null`: `run` has the names that were asked for"),
            Definition("scenario", "which: \(Phrase.alternatives(StressScenario.all.map { "`\($0.name)`" }))"),
            Definition("build, build_details, complete", "as in the report of a scenario"),
            Definition("headline, summary, tool, conclusion", "as in the probe's report"),
            Definition(
                "run",
                """
                `threads`, `fibers`, `resources`, `duration_ns`, `seed` and the names of `primitives` and `patterns` that \
                were asked for (`null` for all), which repeat the run as far as threads allow; how many `processors` the \
                machine has
                """),
            Definition("kernel, system, identity, limits", "as in the report of a scenario"),
            Definition(
                "misuse",
                """
                what misuse of mutexes comes to; left out where it was not asked for. An object for each misuse with each \
                kind of lock: `misuse`; `explanation`, what is done; `primitive`; `specimen`; `outcome`, which is \
                \(Phrase.alternatives(MisuseMatrix.Outcome.allCases.map { "`\($0.rawValue)`" })); `how` it came out, or why \
                it cannot be done; and of a process that died or hung `signal`, `si_code` and `address`
                """),
            Definition(
                "primitives",
                """
                an object for each: `name`; `specimen`, whether it is wrong on purpose; its `purpose`; `outcome`, the \
                worst of its patterns: `ok`; `violated`, it went on with violations; `stuck`, somebody waited until the \
                watch ended it; `crashed`; `skipped`; or `unknown`, nothing was learnt; how many `cycles` all workers \
                went through; `violations`, how many by kind, without those that were not seen: \
                \(Phrase.alternatives(Violation.allCases.map { "`\($0.rawValue)`" })); `first_violation_ns`, how long the \
                first took; and `patterns`, an object for each, with the same and `detail`, `elapsed_ns`, \
                `cycles_per_second`, `least_cycles` and `most_cycles` of a worker, `longest_wait_ns`, and `notes`, where \
                workers were when one was stuck
                """),
        ]),
    ])
}
