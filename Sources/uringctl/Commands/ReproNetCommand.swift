import Arguments
import Scenarios

/// `uringctl repro net`.
enum ReproNetCommand {
    static let options = ReproCommand.Options(.network)

    static let declaration = Command(
        "net",
        summary: "show that a server's network calls hold here, and what wrong ones do",
        description: [
            """
            Can a server listen, accept, connect, read and write through io_uring on this kernel, and what does it see \
            when something goes wrong? Runs this program's own calls through the cases below, over loopback and Unix \
            sockets of this process alone: an echo through every function, listening by BIND and LISTEN of Linux 6.11 \
            and by the plain calls, and by threads without a ring; then faults, each with what was seen of it, and \
            with the opcodes that served.
            """,
            """
            Then the specimens: a server that can listen on some kernels only, a write that takes part for the whole, \
            a connect that gives up though the kernel goes on, and a call that keeps the whole ring waiting.
            """,
        ],
        options: options.all,
        exclusive: options.exclusive,
        examples: [
            Example("uringctl repro net", help: "all cases and specimens"),
            Example("uringctl repro net --case echo --json", help: "which opcodes serve here"),
            Example("uringctl repro net --specimen ring-listen-only", help: "can this kernel listen by a ring?"),
            Example("uringctl repro net --format markdown", help: "a block for a bug report"),
        ],
        exitStatuses: ReproCommand.exitStatuses,
        environment: ReportOptions.environment,
        notes: [
            .definitions([ReproCommand.crashNote, ReportOptions.outputNote]),
            "Nothing leaves this machine: addresses are 127.0.0.1 and ::1, with ports that the kernel chooses.",
        ],
        seeAlso: CommandTable.pages)

    static func run(_ parsed: Parsed) -> Int32 { ReproCommand.run(.network, options, parsed) }
}
