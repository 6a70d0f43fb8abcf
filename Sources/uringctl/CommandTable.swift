import Arguments

/// All commands: what the parser, help texts, man pages and completions are made from.
enum CommandTable {
    static let root = Command(
        "uringctl",
        summary: "diagnose io_uring on this machine",
        description: [
            """
            `uringctl` says what io_uring can do for this process, on this kernel, here and now, and if it can do \
            nothing, who refuses it. Its reports are made to be pasted into bug reports: every fact comes with the \
            source that said so, and nothing in them names the host or its users.
            """,
            """
            `uringctl repro` runs a class of bugs of runtimes on io_uring, each in a process of its own, and shows \
            whether it happens here and what it looks like. `uringctl stress` puts synchronisation under many threads \
            and fibers, and counts what goes wrong.
            """,
            """
            `uringctl exec` runs a program as if io_uring were refused to it, and ends as it does; `uringctl explain` \
            says what an errno of io_uring can mean.
            """,
            """
            It needs no configuration, no other file and, but for acting as another user, no rights; it changes nothing \
            that lasts, and sends nothing anywhere but for the names that `uringctl repro dns` looks up.
            """,
        ],
        subcommands: [
            ProbeCommand.declaration, ReproCommand.declaration, StressCommand.declaration, ExecCommand.declaration,
            ExplainCommand.declaration, SchemaCommand.declaration,
            CompletionsCommand.declaration, ManCommand.declaration, HelpCommand.declaration,
            AskTheKernelCommand.declaration, GatherFactsCommand.declaration, MeasureHeadroomCommand.declaration,
            VerifyOperationsCommand.declaration, RunACaseCommand.declaration, RunAStressCommand.declaration,
        ],
        examples: [
            Example("uringctl probe", help: "what io_uring can do here"),
            Example("uringctl repro fiber", help: "do fibers hold here, and what do wrong ones look like"),
            Example("uringctl repro mutex", help: "do mutexes hold between threads and fibers"),
            Example("uringctl stress mutex", help: "what does misuse of a mutex come to, and does right use hold"),
            Example("uringctl help probe", help: "all about one command"),
        ],
        exitStatuses: exitStatuses,
        seeAlso: pages)

    /// What exit statuses have in common; each command's page says what its questions are.
    static let exitStatuses = [
        ExitStatus(
            0,
            help: "yes: io_uring is usable (`probe`), all holds that should (`repro`, `stress`), the errno is known (`explain`)"),
        ExitStatus(1, help: "no"),
        ExitStatus(2, help: "no answer: wrong usage, no way to learn it, or no way to write it"),
        ExitStatus(77, help: "`repro` skipped what needs io_uring"),
    ]

    /// For commands that print what was asked for.
    static let plainExitStatuses = [
        ExitStatus(0, help: "printed"), ExitStatus(2, help: "wrong usage, or no way to write it"),
    ]

    /// Pages that explain what this program reports on.
    static let pages = [PageReference("uringctl-report", 5), PageReference("io_uring", 7)]

    /// What each command does, by its names below the root.
    static let implementations: [[String]: @Sendable (Parsed) -> Int32] = [
        [ProbeCommand.declaration.name]: ProbeCommand.run,
        [ReproCommand.declaration.name, ReproFiberCommand.declaration.name]: ReproFiberCommand.run,
        [ReproCommand.declaration.name, ReproNetCommand.declaration.name]: ReproNetCommand.run,
        [ReproCommand.declaration.name, ReproEventCommand.declaration.name]: ReproEventCommand.run,
        [ReproCommand.declaration.name, ReproMutexCommand.declaration.name]: ReproMutexCommand.run,
        [ReproCommand.declaration.name, ReproDNSCommand.declaration.name]: ReproDNSCommand.run,
        [ReproCommand.declaration.name, ReproLogCommand.declaration.name]: ReproLogCommand.run,
        [StressCommand.declaration.name, StressEventCommand.declaration.name]: StressEventCommand.run,
        [StressCommand.declaration.name, StressMutexCommand.declaration.name]: StressMutexCommand.run,
        [ExecCommand.declaration.name]: ExecCommand.run,
        [ExplainCommand.declaration.name]: ExplainCommand.run,
        [SchemaCommand.declaration.name]: SchemaCommand.run,
        [CompletionsCommand.declaration.name]: CompletionsCommand.run,
        [ManCommand.declaration.name]: ManCommand.run,
        [HelpCommand.declaration.name]: HelpCommand.run,
        [AskTheKernelCommand.declaration.name]: AskTheKernelCommand.run,
        [GatherFactsCommand.declaration.name]: GatherFactsCommand.run,
        [MeasureHeadroomCommand.declaration.name]: MeasureHeadroomCommand.run,
        [VerifyOperationsCommand.declaration.name]: VerifyOperationsCommand.run,
        [RunACaseCommand.declaration.name]: RunACaseCommand.run,
        [RunAStressCommand.declaration.name]: RunAStressCommand.run,
    ]

    /// Every command that is not hidden, outer ones first, without the root.
    static var paths: [CommandPath] { Array(CommandPath(root: root).visibleDescendants.dropFirst()) }

    /// The command that `names` lead to, outer ones first, which may be left out where only one command has the name.
    static func path(to names: [String]) throws(ParseError) -> CommandPath {
        let named = paths.filter { [$0.command.name] == names }
        if named.count == 1 { return named[0] }
        // One of the root's own is meant without the names of others.
        if named.count > 1, !root.subcommands.contains(where: { [$0.name] == names }) {
            let near = named.map { $0.names.dropFirst().joined(separator: " ") }
            throw ParseError(.unknownCommand(names[0], near: near), at: CommandPath(root: root))
        }
        return try root.path(to: names)
    }

    /// How many names lead to a command at most.
    static let depth = 2
}
