@testable import Arguments

/// A table with one of everything, for the tests.
enum Sample {
    enum Format: String, CaseIterable { case text, json, markdown }
    enum Part: Equatable { case features, operations }

    static let color = Option(
        long: "color",
        value: .choice("WHEN", [Choice("always", true), Choice("never", false)]),
        help: "whether to use colour")

    static let format = Option(
        long: "format", short: "f",
        value: .choice("FORMAT", of: Format.self) { $0 == .text ? "for a person" : "for a program: [\($0.rawValue)]" },
        default: .text, help: "form of the answer")
    static let json = Option(long: "json", help: "the same as `--format json`")
    static let quiet = Option(long: "quiet", short: "q", help: "print nothing; the exit status answers")
    static let output = Option(long: "output", short: "o", value: .file(), help: "write the answer to FILE")
    static let scratch = Option(long: "scratch", value: .directory(), help: "directory for what the probe writes")
    static let entries = Option(
        long: "entries", value: .integer("COUNT", in: 1...4096), default: 64, help: "size of the ring")
    static let nice = Option(long: "nice", value: .integer("LEVEL", in: -20...19), help: "priority")
    static let deadline = Option(
        long: "deadline", short: "t", value: .duration(nanoseconds: 1_000_000...600_000_000_000),
        default: 10_000_000_000, help: "give up after TIME")
    static let only = Option(
        long: "only",
        value: .list(
            "PARTS",
            [
                Choice("features", Part.features, help: "what setup returns"),
                Choice("operations", .operations, help: "what the ring does"),
            ]),
        help: "look at these parts only")
    static let require = Option(
        long: "require", short: "r",
        values: .words("ITEMS") { ["op:ACCEPT", "op:BIND", "op:LISTEN", "feature:FAST_POLL"].map { Word($0) } },
        help: "exit with 1 unless all ITEMS are there")
    static let name = Option(long: "name", value: ValueKind.string("NAME").allowingEmpty, help: "name in the report")
    static let internalFlag = Option(long: "as-child", short: "C", help: "internal", isHidden: true)

    static let probe = Command(
        "probe", summary: "show what io_uring can do here",
        description: [
            "Sets up small rings and tries operations, each in its own process. Nothing but `--output` is written.",
            .definitions([Definition("usable", "a ring could be set up"), Definition("refused", "it could not")]),
        ],
        options: [
            format, json, quiet, output, scratch, entries, nice, deadline, only, require, name, internalFlag,
        ],
        exclusive: [[format, json, quiet]],
        examples: [Example("uringctl probe --json", help: "the answer for a program")],
        exitStatuses: [ExitStatus(0, help: "io_uring works here"), ExitStatus(1, help: "it does not")],
        environment: [Definition("NO_COLOR", "no colour when set and not empty")],
        files: [Definition("/proc/sys/kernel/io_uring_disabled", "who may use io_uring")],
        notes: ["Run it where the program will run: a container has its own limits."],
        bugs: ["None known."],
        seeAlso: [PageReference("io_uring", 7)])

    static let before = Operand(value: .file("BEFORE"), help: "report from before")
    static let after = Operand(optional: .file("AFTER"), help: "report from after; the present when absent")
    static let diff = Command("diff", summary: "compare two reports", operands: [before, after])

    static let reports = Operand(values: .file("REPORT"), count: 1...3, help: "reports to join")
    static let target = Operand(value: .directory("TARGET"), help: "where the joined report goes")
    static let join = Command("join", summary: "join reports", operands: [reports, target])

    static let program = Operand(
        commandLine: .program("PROGRAM"), count: 1...8, help: "program to run, and its arguments")
    static let exec = Command(
        "exec", summary: "run a program under the deadline", options: [deadline], operands: [program])

    static let topic = Operand(
        optional: .word("COMMAND") { [Word("probe", help: "show what io_uring can do here"), Word("diff")] },
        help: "command to explain")
    static let help = Command("help", summary: "explain a command", operands: [topic])

    static let eventWaiters = Option(
        long: "waiters", value: .integer("COUNT", in: 1...4), default: 1, help: "number of waiters")
    static let stressEvent = Command("event", summary: "stress an event", options: [eventWaiters])
    static let stressMutex = Command("mutex", summary: "stress a mutex")
    static let stress = Command("stress", summary: "look for races", subcommands: [stressEvent, stressMutex])

    static let child = Command("child-main", summary: "internal", operands: [], isHidden: true)

    static let root = Command(
        "uringctl", summary: "diagnose io_uring", options: [color],
        subcommands: [probe, diff, join, exec, stress, help, child],
        examples: [Example("uringctl probe", help: "what works here")])
}
