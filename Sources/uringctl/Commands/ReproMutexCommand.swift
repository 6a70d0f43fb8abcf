import Arguments
import Scenarios

/// `uringctl repro mutex`.
enum ReproMutexCommand {
    static let options = ReproCommand.Options(.mutex)

    static let declaration = Command(
        "mutex",
        summary: "show that mutexes hold between threads and fibers, and what those of one runtime do",
        description: [
            """
            Why does a lock crash at a small address, or a whole ring stand still? Runs this program's own mutex and \
            condition through the cases below: among threads, fibers, and fibers on a ring, where whoever waits keeps \
            nobody else from running.
            """,
            """
            Then the specimens: mutexes that wait as one runtime does, whoever calls them. One that suspends fibers \
            finds its runtime through a thread-local, which is a null pointer on any other thread: that shows under \
            contention only, as SIGSEGV at the offset of a member. One that puts threads to sleep does so to the thread \
            of a ring and all its fibers; where a sibling holds it, for ever.
            """,
        ],
        options: options.all,
        exclusive: options.exclusive,
        examples: [
            Example("uringctl repro mutex", help: "all cases and specimens"),
            Example("uringctl repro mutex --case exclusion --iterations 1000000", help: "one case, for longer"),
            Example("uringctl repro mutex --specimen evented-lock-on-thread", help: "all about one crash"),
            Example("uringctl repro mutex --explain SIGSEGV:SEGV_MAPERR:0x20", help: "what was this crash?"),
        ],
        exitStatuses: ReproCommand.exitStatuses,
        environment: ReportOptions.environment,
        notes: [.definitions([ReproCommand.crashNote, ReportOptions.outputNote])],
        seeAlso: CommandTable.pages)

    static func run(_ parsed: Parsed) -> Int32 { ReproCommand.run(.mutex, options, parsed) }
}
