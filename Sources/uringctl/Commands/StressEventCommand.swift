import Arguments
import Scenarios

/// `uringctl stress event`.
enum StressEventCommand {
    static let options = StressCommand.Options(.event)

    static let declaration = Command(
        "event",
        summary: "stress events that several wait for, and what cures them",
        description: [
            """
            An event made for one waiter, which several use, is set, wakes them all, is reset by the first, and the \
            others find it unset: where that is taken for unreachable the program dies, and where it is not, they sleep \
            on. Stresses that event beside ones that hold: an event for any number of waiters, a counter that only \
            grows with the pool that is built on it, a semaphore and a condition.
            """,
            """
            Violations are counted by kind: an event reset before a waiter had seen it set; a wake-up that was lost; a \
            waiter that nobody will wake; a resource given to two. Who waits longer than five seconds, or than one for a \
            specimen, is stuck: then the run ends with the state of every worker.
            """,
            """
            Whether the event that says nothing of it loses a wake-up is chance: the storm often shows it, the pool \
            hardly. `uringctl repro event` shows it each time.
            """,
        ],
        options: options.all,
        exclusive: StressCommand.exclusive,
        examples: [
            Example("uringctl stress event", help: "all of them, two seconds each"),
            Example("uringctl stress event --primitive Event,WakeCounter --duration 5m", help: "two of them, for long"),
            Example("uringctl stress event --pattern pool --threads 64 --resources 8", help: "one pattern, more takers"),
        ],
        exitStatuses: StressCommand.exitStatuses,
        environment: ReportOptions.environment,
        notes: [.definitions([ReportOptions.outputNote])],
        seeAlso: CommandTable.pages)

    static func run(_ parsed: Parsed) -> Int32 { StressCommand.run(.event, options, parsed) }
}
