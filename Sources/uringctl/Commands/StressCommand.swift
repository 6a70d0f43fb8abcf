import Arguments
import Kernel
import Scenarios

/// `uringctl stress SCENARIO`: synchronisation under many threads and fibers.
enum StressCommand {
    static let declaration = Command(
        "stress",
        summary: "stress synchronisation by many threads and fibers",
        description: [
            """
            Each scenario puts primitives through patterns of use, by threads and fibers at once, each in a process of \
            its own that is watched: this program's own primitives, which should hold, and specimens, which are wrong \
            on purpose in one known way.
            """,
            """
            That nothing is seen in a while proves little, and a violation proves all: `uringctl repro` shows the same \
            troubles deterministically.
            """,
        ],
        subcommands: [StressEventCommand.declaration, StressMutexCommand.declaration],
        exitStatuses: exitStatuses,
        seeAlso: CommandTable.pages)

    static let exitStatuses = [
        ExitStatus(0, help: "nothing was seen that should not be, of what is no specimen"),
        ExitStatus(1, help: "a violation, a stuck waiter or a crash, of what is no specimen"),
        ExitStatus(2, help: "no answer: wrong usage, interrupted, stopped by a limit, or no way to write it"),
    ]

    static let threads = Option(
        long: "threads", value: .integer("COUNT", in: StressEffort.threadBounds), default: StressEffort.usual.threads,
        help: "how many workers are threads")
    static let fibers = Option(
        long: "fibers", value: .integer("COUNT", in: StressEffort.fiberBounds), default: StressEffort.usual.fibers,
        help: "how many workers are fibers, on one ring with a thread of its own")
    static let resources = Option(
        long: "resources", value: .integer("COUNT", in: StressEffort.resourceBounds),
        default: StressEffort.usual.resources, help: "how many resources workers share, where they share any")
    static let duration = Option(
        long: "duration", short: "d", value: .duration("DURATION", nanoseconds: StressEffort.durationBounds),
        default: StressEffort.usual.durationNanoseconds,
        help: "how long each primitive is stressed: its patterns share it")
    static let seed = Option(
        long: "seed", value: .integer("NUMBER", in: 0...Int.max), default: Int(StressEffort.usual.seed),
        help: "where random numbers begin: it repeats a run as far as threads allow")

    static let ofEffort: [any AnyOption] = [threads, fibers, resources, duration, seed]

    static func effort(_ parsed: Parsed) -> StressEffort {
        StressEffort(
            threads: parsed[threads], fibers: parsed[fibers], resources: parsed[resources],
            durationNanoseconds: parsed[duration], seed: UInt64(parsed[seed]))
    }

    /// The options of a scenario, made from its table.
    struct Options {
        let primitives: Option<[String]?>
        let patterns: Option<[String]?>

        init(_ scenario: StressScenario) {
            primitives = Option(
                long: "primitive", short: "p",
                value: .list("NAME", scenario.primitives.map { Choice($0.name, $0.name, help: $0.purpose) }),
                help: "stress these only, several with commas between")
            patterns = Option(
                long: "pattern",
                value: .list("NAME", scenario.patterns.map { Choice($0.name, $0.name, help: $0.purpose) }),
                help: "use them in these ways only, several with commas between")
        }

        var all: [any AnyOption] {
            [primitives, patterns] + StressCommand.ofEffort + [
                ReportOptions.format, ReportOptions.json, ReportOptions.output, ReportOptions.quiet,
                ReportOptions.color,
            ]
        }
    }

    static let exclusive: [[any AnyOption]] = [[ReportOptions.format, ReportOptions.json]]

    static func run(_ scenario: StressScenario, _ options: Options, _ parsed: Parsed) -> Int32 {
        let effort = effort(parsed)
        guard effort.workers >= StressEffort.fewestWorkers else {
            Console.complain(
                "--threads \(effort.threads) and --fibers \(effort.fibers) make \(effort.workers) workers; it takes "
                    + "\(StressEffort.fewestWorkers) to get in each other's way")
            return 2
        }
        // Without it, a signal ends this process as ever, and the child with it.
        let stop = try? StopRequest.arm()
        let progress = Progress()
        let selection = StressSelection(primitives: parsed[options.primitives], patterns: parsed[options.patterns])
        let result = StressRunner.run(scenario, selection, effort, unless: stop) {
            progress.show("\($0) (\($1) of \($2))")
        }
        progress.clear()
        return ReportOptions.deliver(result.report(tool: Version.tool), parsed, status: result.exitStatus)
    }
}
