import Arguments
import Scenarios

/// `uringctl repro log`.
enum ReproLogCommand {
    static let options = ReproCommand.Options(.log)

    static let declaration = Command(
        "log",
        summary: "show that log lines stay whole and keep nobody waiting, and what other logs do",
        description: [
            """
            Why are log lines torn, or why does a whole ring stand still when nobody reads its log? Runs this program's \
            own log through the cases below, written to by threads, by fibers, and by fibers on a ring: each line is \
            one write(2) of at most 4096 bytes; whoever logs goes on, whatever the descriptor does; what has no room is \
            counted, and the next line says so.
            """,
            """
            Then the specimens: a buffer that fibers share without a guard, or behind a lock that takes them for one \
            thread; a write that waits for the reader with the ring's thread, and a lock that is held meanwhile; and \
            the signal that ends a program when its reader is gone.
            """,
        ],
        options: options.all,
        exclusive: options.exclusive,
        examples: [
            Example("uringctl repro log", help: "all cases and specimens"),
            Example("uringctl repro log --case whole-lines --iterations 1000000", help: "one case, for longer"),
            Example("uringctl repro log --specimen blocking-write,held-lock", help: "how a log stops a ring"),
            Example("uringctl repro log --explain SIGPIPE", help: "was this end one of them?"),
        ],
        exitStatuses: ReproCommand.exitStatuses,
        environment: ReportOptions.environment,
        notes: [.definitions([ReproCommand.crashNote, ReportOptions.outputNote])],
        seeAlso: CommandTable.pages)

    static func run(_ parsed: Parsed) -> Int32 { ReproCommand.run(.log, options, parsed) }
}
