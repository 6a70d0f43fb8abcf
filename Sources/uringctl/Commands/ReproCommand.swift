import Arguments
import Children
import Kernel
import Scenarios

/// `uringctl repro SCENARIO`: runs cases that should hold, and specimens that are wrong on purpose.
enum ReproCommand {
    static let declaration = Command(
        "repro",
        summary: "run a class of bugs, and show what each looks like",
        description: [
            """
            Each scenario runs cases that should hold, each in a process of its own with a deadline, and specimens: \
            code that is wrong on purpose in one known way, with what comes of it on this machine and in this build, \
            so that it can be recognised elsewhere.
            """,
        ],
        subcommands: [
            ReproFiberCommand.declaration, ReproNetCommand.declaration, ReproDNSCommand.declaration,
            ReproLogCommand.declaration, ReproEventCommand.declaration, ReproMutexCommand.declaration,
        ],
        exitStatuses: exitStatuses,
        seeAlso: CommandTable.pages)

    static let exitStatuses = [
        ExitStatus(0, help: "every case that was run holds"),
        ExitStatus(1, help: "a case does not hold; or nothing has the signature that --explain was given"),
        ExitStatus(2, help: "no answer: wrong usage, interrupted, stopped by a limit, or no way to write it"),
        ExitStatus(77, help: "cases, or all specimens asked for, were skipped: io_uring is not available"),
    ]

    // MARK: What scenarios share

    static let iterations = Option(
        long: "iterations", short: "n", value: .integer("COUNT", in: Effort.iterationBounds),
        default: Effort.usual.iterations,
        help: "how often a case repeats what it repeats; one whose memory would grow with it has a bound of its own")
    static let seed = Option(
        long: "seed", value: .integer("NUMBER", in: 0...Int.max), default: Int(Effort.usual.seed),
        help: "where random numbers begin: the same seed gives the same run")
    static let timeout = Option(
        long: "timeout", short: "t", value: .duration("DURATION", nanoseconds: Effort.timeoutBounds),
        default: Effort.usual.timeoutNanoseconds,
        help: "how long each may take; a specimen that hangs by design takes less")

    /// What --explain takes.
    static let crashNote = Definition(
        "{CRASH}",
        """
        A signal, and where they are known its code and its address, by names or numbers: `SIGSEGV`, \
        `SIGSEGV:SEGV_ACCERR`, `11:128:0x0`. The address is hexadecimal, with 0x or without. A shell's \
        status of 139 is signal 11 and no more; a debugger has all of it in `$_siginfo`. dmesg(1) and \
        journalctl(1) don't name the code, but show it: "general protection fault" is \
        `SIGSEGV:SI_KERNEL:0`; "segfault at ADDRESS ... error N" is `SIGSEGV:SEGV_ACCERR:ADDRESS` where N \
        is odd, and where it is even `SIGSEGV:SEGV_MAPERR:ADDRESS`, or SEGV_ACCERR in memory that allows \
        no access at all, as a guard.
        """)

    static func effort(_ parsed: Parsed, target: String? = nil) -> Effort {
        Effort(
            iterations: parsed[iterations], seed: UInt64(parsed[seed]), timeoutNanoseconds: parsed[timeout],
            target: target)
    }

    /// The options of a scenario, made from its table.
    struct Options {
        let cases: Option<[String]?>
        let specimens: Option<[String]?>
        let list = Option(long: "list", short: "l", help: "list the cases and specimens, and run none")
        /// Where a specimen of the scenario dies.
        let explain: Option<CrashSignature?>?

        init(_ scenario: Scenario) {
            cases = Option(
                long: "case",
                value: .list("NAME", scenario.cases.map { Choice($0.name, $0.name, help: $0.purpose) }),
                help: "run these cases only, several with commas between")
            specimens = Option(
                long: "specimen",
                value: .list("NAME", scenario.specimens.map { Choice($0.name, $0.name, help: $0.broken) }),
                help: "run these specimens only, several with commas between")
            explain = scenario.signatureWords.isEmpty
                ? nil
                : Option(
                    long: "explain", value: .crash(in: scenario),
                    help: "name the specimens that a crash, SIGNAL[:CODE[:ADDRESS]], looks like, and run none")
        }

        var all: [any AnyOption] {
            let telling: [any AnyOption] = [list] + (explain.map { [$0] } ?? [])
            return [cases, specimens] + telling + [
                iterations, seed, timeout, ReportOptions.format, ReportOptions.json, ReportOptions.output,
                ReportOptions.quiet, ReportOptions.color,
            ]
        }

        /// What only lists or explains runs nothing, and writes plain text.
        var exclusive: [[any AnyOption]] {
            let ofRuns: [any AnyOption] = [
                cases, specimens, iterations, seed, timeout, ReportOptions.format, ReportOptions.json,
                ReportOptions.output, ReportOptions.quiet, ReportOptions.color,
            ]
            guard let explain else { return [[ReportOptions.format, ReportOptions.json]] + ofRuns.map { [list, $0] } }
            return [[ReportOptions.format, ReportOptions.json], [list, explain]]
                + ofRuns.flatMap { [[list, $0], [explain, $0]] }
        }
    }

    /// - Parameter target: what to do it with, where the scenario can be given something.
    static func run(
        _ scenario: Scenario, _ options: Options, _ parsed: Parsed, target: String? = nil
    ) -> Int32 {
        if parsed[options.list] { return Console.show(ScenarioText(scenario, width: Console.columns).list) }
        if let explain = options.explain, let crash = parsed[explain] {
            let (text, isKnown) = ScenarioText(scenario, width: Console.columns).explanation(of: crash)
            return Console.show(text, success: isKnown ? 0 : 1)
        }
        let names = [parsed[options.cases], parsed[options.specimens]].compactMap(\.self).flatMap(\.self)
        // Without it, a signal ends this process as ever, and the child with it.
        let stop = try? StopRequest.arm()
        let progress = Progress()
        let result = Runner.run(
            scenario, Selection(only: names.isEmpty ? nil : names, effort: effort(parsed, target: target)), unless: stop
        ) { progress.show("\($0) (\($1) of \($2))") }
        progress.clear()
        return ReportOptions.deliver(result.report(tool: Version.tool), parsed, status: result.exitStatus)
    }
}
