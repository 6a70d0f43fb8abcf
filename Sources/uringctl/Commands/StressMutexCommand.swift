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
            First, does what must not be done with a mutex, with each kind of mutex, each in a process of its own, and \
            shows what that comes to: this program's own, specimens that are bound to their runtime, Swift's, the \
            kernel's (FUTEX_LOCK_PI), and the kinds of the C library. `detected`: by an errno, or by ending the program \
            with a message; `deadlock`; `crash`; `silent`: it goes wrong, and nobody is told; `ok`: it is allowed, and \
            works; `-`: there is no call for it. The JSON says how, of each.
            """,
            """
            Then, right use under load: workers lock, look whether they are alone, and unlock, as threads, as fibers of \
            one ring, which yield inside, and mixed. How often, how evenly among workers, and how long the longest \
            waited is in the JSON.
            """,
        ],
        options: options.all,
        exclusive: StressCommand.exclusive,
        examples: [
            Example("uringctl stress mutex", help: "the matrix, and all of them, two seconds each"),
            Example("uringctl stress mutex --pattern misuse", help: "the matrix of misuse alone"),
            Example("uringctl stress mutex --primitive Mutex --pattern mixed --duration 1m", help: "one, for long"),
        ],
        exitStatuses: StressCommand.exitStatuses,
        environment: ReportOptions.environment,
        notes: [
            .definitions(LockMisuse.allCases.map { Definition($0.rawValue, $0.explanation) }),
            .definitions([ReportOptions.outputNote]),
        ],
        seeAlso: CommandTable.pages)

    static func run(_ parsed: Parsed) -> Int32 { StressCommand.run(.mutex, options, parsed) }
}
