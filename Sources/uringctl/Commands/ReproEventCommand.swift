import Arguments
import Scenarios

/// `uringctl repro event`.
enum ReproEventCommand {
    static let options = ReproCommand.Options(.event)

    static let declaration = Command(
        "event",
        summary: "show that no wake-up is lost here, and what an event for one waiter does",
        description: [
            """
            Why does a program hang although the event that it waits for was set, or trap where it waits? Runs this \
            program's own events, counters, pools and semaphores through the cases below, among threads and fibers: \
            each is one order of steps in which a wake-up could be lost, and none is.
            """,
            """
            Then the specimens: an event that is made for one waiter, and that several use. `set` wakes all of them, \
            the first resets it, and the others find it unset. Where that is checked, as in debug builds of Zig's \
            Io.Event, they trap; where it is not, a wake-up is lost and they sleep on. Under stress chance decides \
            whether the latter shows; the order of steps that is run here shows it each time.
            """,
            """
            The cure is a counter that only grows: whoever waits reads it, looks, and waits for it to be past what was \
            read, so that nobody can undo what another has yet to see.
            """,
        ],
        options: options.all,
        exclusive: options.exclusive,
        examples: [
            Example("uringctl repro event", help: "all cases and specimens"),
            Example("uringctl repro event --case timeout,cancel --iterations 100000", help: "two cases, for longer"),
            Example("uringctl repro event --specimen single-waiter-silent", help: "a wake-up that is lost"),
            Example("uringctl repro event --explain SIGILL", help: "was this trap one of them?"),
        ],
        exitStatuses: ReproCommand.exitStatuses,
        environment: ReportOptions.environment,
        notes: [.definitions([ReproCommand.crashNote, ReportOptions.outputNote])],
        seeAlso: CommandTable.pages)

    static func run(_ parsed: Parsed) -> Int32 { ReproCommand.run(.event, options, parsed) }
}
