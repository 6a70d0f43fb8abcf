import Arguments
import Kernel
import Probe

/// `uringctl exec -- PROGRAM`: runs a program for which io_uring is refused.
enum ExecCommand {
    static let deny = Option(
        long: "deny", short: "d", value: .filterAction,
        help: "what the calls come to: errno=NAME, errno=NUMBER, kill or trap")
    static let simulate = Option(
        long: "simulate", short: "s", value: .choice("NAME", of: Simulation.self, help: \.summary),
        help: "refuse as others do")
    static let only = Option(
        long: "only",
        value: .list("CALL", [
            Choice("setup", SystemCallFilter.Calls.setup, help: "io_uring_setup"),
            Choice("enter", .enter, help: "io_uring_enter"),
            Choice("register", .register, help: "io_uring_register"),
        ]),
        help: "refuse these calls, several with commas between, and allow the others")
    static let program = Operand(
        // More words than execve(2) takes in any stack.
        commandLine: .program("PROGRAM"), count: 1...1_000_000, help: "what to run, by its path or by PATH; its arguments follow")

    static let declaration = Command(
        "exec",
        summary: "run a program for which io_uring is refused",
        description: [
            """
            Runs {PROGRAM} under a seccomp filter that answers the system calls of io_uring in the kernel's stead, so that \
            a fallback can be tried before a container, a sandbox or an administrator does it. All other calls are \
            allowed; the filter holds for whatever {PROGRAM} starts, too, and cannot be taken off.
            """,
            """
            Nothing else changes: {PROGRAM} runs in this process, with the environment, signals and descriptors that \
            `uringctl` was given. Where the user may not put filters on otherwise, no_new_privs is set (see prctl(2)), so \
            that setuid programs run without their owner's rights.
            """,
        ],
        options: [deny, simulate, only],
        exclusive: [[deny, simulate]],
        operands: [program],
        examples: [
            Example("uringctl exec --deny errno=EOPNOTSUPP -- server --port 8080", help: "an errno that few expect"),
            Example("uringctl exec --simulate docker uringctl probe", help: "what would the probe say in Docker?"),
            Example("uringctl exec --deny kill --only register server", help: "which call does it depend on?"),
        ],
        exitStatuses: [
            ExitStatus(2, help: "wrong usage, or the filter cannot be put on: PROGRAM was not run"),
            ExitStatus(126, help: "PROGRAM cannot be executed"),
            ExitStatus(127, help: "PROGRAM was not found"),
        ],
        notes: [
            """
            The exit status is otherwise that of {PROGRAM}, which may be one of these numbers, too. A process that dies of \
            SIGSYS has the status 159 in a shell.
            """,
            """
            A filter cannot refuse what is not asked of the kernel by a system call: a ring that {PROGRAM} inherits as a \
            descriptor and whose submissions a thread of the kernel fetches (SQPOLL) goes on.
            """,
            """
            Filters add up: under one that refuses already, the kernel takes the harsher action, and of two errnos that of \
            this filter. A simulation resembles what it is named after by the answers of the calls alone: \
            /proc/sys/kernel/io_uring_disabled, for one, reads as ever.
            """,
        ],
        bugs: ["An argument that is not UTF-8 is refused."],
        seeAlso: CommandTable.pages + [PageReference("seccomp", 2)])

    static func run(_ parsed: Parsed) -> Int32 {
        guard var filter = parsed[simulate]?.filter ?? parsed[deny].map({ SystemCallFilter($0) }) else {
            Console.complain("give --deny ACTION or --simulate NAME")
            Console.complainWithoutName("Try: \(parsed.path.spelling) --help")
            return 2
        }
        if let calls = parsed[only] { filter.calls = calls.reduce([]) { $0.union($1) } }
        do throws(CallFailure) { try filter.install() } catch {
            Console.complain("the filter cannot be put on: \(error)")
            return 2
        }
        let words = parsed[program]
        let errno = Program.execute(lastArguments: words.count)
        Console.complain("cannot run '\(Phrase.quoted(words[0]))': \(errno)")
        return errno == .noSuchFile ? 127 : 126
    }
}
