import Arguments
import Scenarios

/// `uringctl stress mutex`.
enum StressMutexCommand {
    static let options = StressCommand.Options(.mutex)

    static let declaration = Command(
        "mutex",
        summary: "show what misuse of mutexes comes to, and stress right use",
        description: [
            """
            Stresses mutexes: workers lock, look whether they are alone, and unlock, as threads, as fibers of one ring, \
            and mixed, with how long the longest waited, and how evenly they came to it.
            """,
        ],
        options: options.all,
        exclusive: StressCommand.exclusive,
        examples: [
            Example("uringctl stress mutex", help: "all of them, two seconds each"),
            Example("uringctl stress mutex --primitive Mutex --pattern mixed --duration 1m", help: "one, for long"),
        ],
        exitStatuses: StressCommand.exitStatuses,
        environment: ReportOptions.environment,
        notes: [.definitions([ReportOptions.outputNote])],
        seeAlso: CommandTable.pages)

    static func run(_ parsed: Parsed) -> Int32 { StressCommand.run(.mutex, options, parsed) }
}
