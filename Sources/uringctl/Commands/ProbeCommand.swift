import Arguments
import Kernel
import Probe

/// `uringctl probe`: what io_uring can do here, and if it is refused, who refuses it.
enum ProbeCommand {
    static let all = Option(long: "all", short: "a", help: "show every row in text, not only the summary")
    static let only = Option(
        long: "only", value: .parts,
        help: "show these sections, or rows (an ITEM), and no others; several with commas between")
    static let require = Option(
        long: "require", short: "r",
        values: .items(
            { Requirement.all }, read: { (text) throws(Requirement.Problem) in try Requirement(text) }, render: \.text),
        help: "exit with 1 unless these are there, such as op:BIND")
    static let verify = Option(
        long: "verify", help: "use each operation for real, in the smallest safe way, and say what came of it")
    static let path = Option(
        long: "path", value: .directory("FOLDER"), help: "where `--verify` makes files; else $TMPDIR or /tmp")
    static let skip = Option(
        long: "skip",
        values: .items(
            { ProbeItem.checked }, read: { (text) throws(Requirement.Problem) in try ProbeItem(text) }, render: \.text),
        help: "what `--verify` leaves out")
    static let limits = Option(
        long: "limits", help: "measure how many rings fit; rings of the same user may fail meanwhile, see NOTES")

    /// What is of no use where another process is looked at.
    private static let ofProbing: [any AnyOption] = [only, require, verify, path, skip, limits] + SituationOptions.all

    private static let exitStatuses = [
        ExitStatus(
            0, help: "yes: usable, and all that was required is there; with `--pid`, that process uses io_uring"),
        ExitStatus(1, help: "no: not usable, or something required is not there; with `--pid`, it holds no ring"),
        ExitStatus(2, help: "no answer: wrong usage, no way to learn it, or no way to write it"),
    ]

    static let declaration = Command(
        "probe",
        summary: "show what io_uring can do here, and who refuses it",
        description: [
            """
            Asks the running kernel what its io_uring can do for this process: operations, flags of setup, of \
            submissions and of single operations, features, and register operations. It asks by trying, and keeps with \
            every fact which source said so; the kernel's release is context and decides nothing, because distributions \
            carry newer code under older releases.
            """,
            """
            Usable means that this process can set up a plain ring of 8 entries and complete a NOP on it. Where that is \
            refused, the report says what each call answered, what that means, and what would change it.
            """,
            """
            The kernel is asked by a child process, because a filter may kill whoever asks. All but `--verify` is \
            read-only, and all is bounded: rings are made one at a time and given back at once, and all is over within 5 \
            seconds, or 6 in a situation of its own; `--limits` takes up to 4 seconds more, `--verify` less than one \
            where all works, and a minute at most.
            """,
            """
            What the kernel has need not work: a filter, a restriction, a file system, a missing right or a bug may stand \
            between. `--verify` uses each operation, register operation and flag of an operation once, in the smallest \
            safe way, and looks at what came of it: the byte that arrived, the length of the file, the time that the \
            timer took. Each is `ok`; `failed`, with what was expected and what came; `skipped`, and why; or `unknown`, \
            where something else was in the way.
            """,
            """
            Where io_uring_setup(2) is refused behind a seccomp filter, that child at last puts one more filter on \
            itself, with SECCOMP_RET_TRACE, which gives way to every refusal: whether the answer changes tells whether an \
            earlier filter gave it, or the kernel.
            """,
            """
            With `--pid` it asks nothing of io_uring, and says of another process what /proc shows: whether it holds \
            rings, how full they are, and what limits, filters, capabilities and namespaces it has.
            """,
        ],
        options: [
            ReportOptions.format, ReportOptions.json, all, only, require, verify, path, skip,
        ] + SituationOptions.all + [
            limits, ProbeProcess.pid, ReportOptions.output, ReportOptions.quiet, ReportOptions.color,
        ],
        exclusive: [[ReportOptions.format, ReportOptions.json], [SituationOptions.simulate, limits]]
            + ofProbing.map { [ProbeProcess.pid, $0] },
        examples: [
            Example("uringctl probe", help: "a summary, and the surroundings that maintainers ask for"),
            Example("uringctl probe --all", help: "every row"),
            Example("uringctl probe --only known_bugs", help: "what may be wrong with this kernel?"),
            Example("uringctl probe --format markdown", help: "a block for a bug report"),
            Example("uringctl probe --require op:BIND,op:LISTEN", help: "can this server listen through the ring?"),
            Example("uringctl probe --as www-data", help: "as root: what would this service have?"),
            Example("uringctl probe --unprivileged", help: "as root: what would anybody have?"),
            Example("uringctl probe --simulate docker", help: "what would Docker's filter leave?"),
            Example("uringctl probe --limits", help: "how many rings can this user have at once, now?"),
            Example("uringctl probe --pid 4711", help: "does that process use io_uring, and what of it?"),
            Example("uringctl probe --verify", help: "does each of them also work here?"),
            Example("uringctl probe --verify --path /srv/data --only opcodes", help: "on that file system?"),
            Example("uringctl probe --quiet && exec server", help: "use io_uring only where it works"),
        ],
        exitStatuses: exitStatuses,
        environment: ReportOptions.environment,
        files: [
            Definition("/proc/sys/kernel/io_uring_disabled", "0 for all, 1 for the privileged and a group, 2 for none"),
            Definition("/proc/sys/kernel/io_uring_group", "the group that 1 exempts"),
            Definition("/proc/version_signature", "the upstream release of an Ubuntu kernel"),
            Definition("/proc/self/status", "whether a seccomp filter stands between"),
            Definition("/proc/{NUMBER}/fd, fdinfo, maps, ns, status, limits", "what `--pid` looks at"),
        ],
        notes: [
            .definitions([
                SituationOptions.operandNote,
                Definition(
                    "{ITEM}",
                    """
                    `op:` an operation, `flag:` a flag of setup, submission, enter or of an operation, `feat:` a feature, \
                    `reg:` a register operation; several with commas between. Names may be spelt as in the kernel's \
                    header, in any case. What could not be learnt counts as not there; with `--verify`, so does what \
                    failed. `--only` and `--skip` also take `behaviour:` and a name that `--verify --only behaviours` lists.
                    """),
                ReportOptions.outputNote,
            ]),
        ] + SituationOptions.notes + [
            """
            Whose descriptors and memory `--pid` may look at is the kernel's decision (ptrace(2), "access mode"): one's \
            own processes, and root everybody's. Of others the report has what is open to all, and says what is missing. \
            {NUMBER} may also be that of a thread.
            """,
            """
            Known bugs are looked up by the upstream release that the kernel's name tells, and are advice: they change \
            neither the answer nor the exit status. Debian's kernels name that release; most other vendors keep a number \
            and put fixes of later releases under it, so that only they know which bugs are left. A bug that is listed \
            need not touch your program, and one that was found after this version of uringctl is not listed.
            """,
            """
            `--limits` holds up to 64 rings of 8 and of 256 entries, 32 of 4096, and one of up to 32768, for at most 4 \
            seconds, and gives them back. Where the kernel charges rings to the limit of locked memory, the charge is \
            the user's: meanwhile, and for as long as the charge lingers, other processes of that user may be refused a \
            ring. It measures for the user that `--as` names; else root measures under a number from \
            \(UnusedUser.range.lowerBound) to \(UnusedUser.range.upperBound) that no process has, without capabilities, \
            or for itself where it may not take one on: with `--unprivileged`, and in a user namespace. \
            Behind a filter that `--simulate` puts up there is nothing to measure.
            """,
            """
            `--verify` checks what the report shows: with `--only`, nothing else. It stays on this machine, on loopback, and \
            takes nothing away from others: what would destroy data, or needs a device or a network card of its own, is \
            skipped. Files are made in a private folder in {FOLDER}, in $TMPDIR or in /tmp, and results that depend on the \
            file system name it. Failures leave the exit status alone, but for what `--require` names.
            """,
            """
            Each group of checks runs in a child process, and one that hangs or dies is reported with what was in flight. \
            Nothing is left behind, also where uringctl is killed: the children are told by a signal (SIGTERM), end, and \
            remove the folder. Where all of them get SIGKILL at once, as from a container's end, a folder \
            `uringctl-NUMBER-…` may stay.
            """,
            """
            To learn whether what a ring is charged comes back when it is closed, `--verify` holds rings of up to 64 KiB \
            without capabilities for up to two seconds: meanwhile a process of the same user that has no more locked \
            memory left than that may be refused a ring.
            """,
            """
            In a systemd unit, `ExecCondition=uringctl probe --quiet` skips the unit where io_uring is not usable, but \
            also, silently, where the options are wrong; `ExecStartPre=` fails instead. Both run with the unit's own \
            filters and limits, so that the answer is the unit's.
            """,
        ],
        bugs: [
            """
            The five seconds are for the kernel's answers. A file system that hangs while the system's name or the \
            kernel's configuration is read from it, and whoever reads the report without reading on, can take longer. So \
            can `--pid`, where the kernel holds on to the map of that process's memory.
            """,
            """
            /proc shows a ring by a descriptor or by a mapping. One that was made with IORING_SETUP_NO_MMAP, and of which \
            only a registered index is left, has neither: `--pid` finds it by its threads at most.
            """,
        ],
        seeAlso: CommandTable.pages + [PageReference("io_uring_setup", 2), PageReference("io_uring_register", 2)])

    static func run(_ parsed: Parsed) -> Int32 {
        if let pid = parsed[ProbeProcess.pid] { return ProbeProcess.run(pid, parsed) }
        guard ProbeVerify.isConsistent(parsed), let situation = SituationOptions.situation(parsed),
            let facts = SituationOptions.facts(in: situation)
        else { return 2 }
        let findings = Findings(facts.transcript)
        let selection = parsed[only].map(ProbeSelection.init)
        let headroom = parsed[limits] ? measure(in: situation) : nil
        let verification = parsed[verify] ? ProbeVerify.run(parsed, after: facts, findings, selection) : nil
        let result = ProbeResult(
            facts, findings, requirements: parsed[require].flatMap(\.self), headroom: headroom,
            verification: verification)
        let report = result.report(tool: Version.tool, only: selection)
        return ReportOptions.deliver(report, parsed, showsAll: parsed[all], status: result.exitStatus)
    }

    private static func measure(in situation: Situation) -> Headroom {
        Headroom.measure(as: situation.identity, dropsCapabilities: situation.dropsCapabilities)
    }
}
