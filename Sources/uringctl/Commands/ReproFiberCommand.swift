import Arguments
import Scenarios

/// `uringctl repro fiber`.
enum ReproFiberCommand {
    static let options = ReproCommand.Options(.fiber)

    static let declaration = Command(
        "fiber",
        summary: "show that stackful fibers hold here, and what wrong ones look like",
        description: [
            """
            Is a crash in fibers the kernel's fault, the compiler's, the runtime's, or the program's? Runs this \
            program's own fibers, which should hold in every build, through the cases below; then fibers that are \
            wrong in the known ways. Each runs in a process of its own, which may crash or hang.
            """,
            """
            For a specimen the report says what is broken, what happened here (the signal with its code and address, \
            the instruction and the registers, the fiber, and whether the address lies in a guard), and how to \
            recognise it in a program of one's own. What a specimen does decides nothing about the exit status.
            """,
            """
            SIGSEGV with SI_KERNEL and address 0 is no null pointer but a general protection fault (#GP): the \
            processor refused the access without telling the address. An address that is not canonical does that, and \
            an aligned access on a stack that is misaligned; the instruction and its registers tell them apart.
            """,
        ],
        options: options.all,
        exclusive: options.exclusive,
        examples: [
            Example("uringctl repro fiber", help: "all cases and specimens"),
            Example("uringctl repro fiber --case yield,spawn --iterations 100000", help: "two cases, for longer"),
            Example("uringctl repro fiber --explain SIGSEGV:SI_KERNEL:0", help: "what was this crash?"),
            Example("uringctl repro fiber --format markdown", help: "a block for a bug report"),
        ],
        exitStatuses: ReproCommand.exitStatuses,
        environment: ReportOptions.environment,
        notes: [
            .definitions([ReproCommand.crashNote, ReportOptions.outputNote]),
            """
            The wrong switches are assembly for x86-64, so that each does the same in every build; elsewhere they are \
            skipped.
            """,
        ],
        seeAlso: CommandTable.pages)

    static func run(_ parsed: Parsed) -> Int32 { ReproCommand.run(.fiber, options, parsed) }
}
