import Arguments
import Catalog
import Probe
import Scenarios

/// uringctl-report(5): what the JSON of reports means.
enum ReportPage {
    static let summary = "the JSON that uringctl writes"

    static var page: ManPage {
        ManPage(
            "uringctl-report", section: 5, summary: summary, date: Version.date, source: "uringctl \(Version.number)",
            sections: [
                .init("DESCRIPTION", [
                    """
                    Every report is one JSON document. Its first member is `schema`, such as `uringctl.probe/1`: within \
                    a number members are only added, never changed or removed. What is not known is `null` and never left \
                    out; where there is a reason for it, it stands beside it. Diagnostics go to standard error and never \
                    into the document. The JSON Schema of each report is printed by uringctl-schema(1).
                    """,
                ]),
                .init("THE PROBE'S REPORT", [
                    .definitions([
                        Definition("schema", "`uringctl.probe/1`"),
                        Definition("only", "the sections and rows asked for by `--only`, or `null` for all; others are left out"),
                        Definition("headline", "the answer in one sentence"),
                        Definition("summary", "what the text report shows first: objects of `label` and `text`"),
                        Definition(
                            "tool",
                            """
                            `version`; `build`, the ELF build id; `commit`, `null` but in a clean release build; `time`, \
                            when the report was made, in UTC
                            """),
                        Definition(
                            "situation",
                            """
                            as whom the kernel was asked, and behind what: `as`, the `uid`, `gid` and `groups` that \
                            `--as` stood for; `unprivileged`; `simulate`, the name of the filter. `identity` is who the \
                            process that asked then was.
                            """),
                        Definition(
                            "verdict",
                            """
                            `usable`: a plain ring of 8 entries was set up and a NOP completed with 0; `null` where that \
                            could not be learnt. `cause`: `null`, or \
                            \(Phrase.alternatives(Cause.allCases.map { "`\($0.rawValue)`" })). `confidence`: \
                            \(Phrase.alternatives(Confidence.allCases.map { "`\($0.rawValue)`" })). `errno`: what \
                            the refused call answered, its `number` and `name`. `evidence`: an array of sentences. \
                            `remedy`: what an operator can change. `interruption`: why asking ended early. `causes`: all \
                            that were found, of which the first that refuses is repeated above: objects of `cause`, \
                            `confidence`, \
                            `standing` (\(Phrase.alternatives(Standing.allCases.map { "`\($0.rawValue)`" })): shown by \
                            the answers; hidden by another cause; or refusing a part only), `refuses` (which call, or \
                            what of io_uring), `evidence`, `looks_like` (whose default it looks like, or `null`) and \
                            `remedy`.
                            """),
                        Definition(
                            "requirements",
                            "for each `--require`: `item`, `met` (`null` where not known) and `reason`"),
                        Definition(
                            "headroom",
                            """
                            what `--limits` measured, or `null`. `measured_as`: the uid it was measured for. `sizes`: for \
                            rings of that many `entries`, the `count` that could be held at once; `ended_by` is `bound` \
                            where there can be more, else `errno`, what the next one answered. `largest`: the entries of \
                            the largest ring. `charges_memlock`: whether a limit of locked memory of 0 refuses rings. \
                            `linger_milliseconds`: how long what closed rings were charged took to come back, `null` \
                            where no count ended with ENOMEM; all of it was back unless `linger_ended` is false. \
                            `interruption`: why measuring ended early.
                            """),
                        Definition(
                            "verification",
                            """
                            what `--verify` found, or `null`: how many rows are `ok`, `failed`, `skipped` and `unknown`; \
                            `file_system`, the type of the one that files were made on
                            """),
                        Definition(
                            "behaviours",
                            """
                            what `--verify` learns besides: objects of `name`, `verified`, as below, and `purpose`, what is \
                            expected; or `null`
                            """),
                        Definition(
                            "kernel, system, identity, limits, security",
                            """
                            the surroundings. Limits are numbers, or `"unlimited"`; `memlock`, `stack`, \
                            `address_space` and `data` are in bytes. `cgroup_processes` and `cgroup_memory`, in bytes, \
                            are of the control group that has least left: `used` and `limit`. `system.other_kernel` \
                            has signs that something else than Linux answers, such as `gvisor` or `qemu-user`. \
                            `kernel.features_word` and `kernel.setup_flags_word` are the supported bits in hexadecimal. \
                            `kernel.upstream` is the upstream release that the kernel's name tells, \
                            `kernel.upstream_vendor` who says so or builds it, and `kernel.upstream_reliability` what \
                            that is worth: `exact`, it is that release; `close`, it was made from it; `unreliable`, the \
                            number is kept while fixes of later releases are taken in. \
                            Nothing here names the host, a user, or a container.
                            """),
                        Definition(
                            "opcodes, op_flags, setup_flags, features, register_ops, sqe_flags, enter_flags, cqe_flags",
                            """
                            an object for each row that uringctl knows, and for each that the kernel has besides: \
                            `number` (or `bit`); `name`, without its prefix, `null` where only the kernel knows it; \
                            `since`, the first upstream release; `supported`: true, false, or `null` where not known; \
                            `source`, below; `purpose`; `detail`, why it is not known or what is special about it. \
                            Rows of `opcodes` have `category`; rows of `op_flags` have `operations`, what they are \
                            flags of, and `kind`: `bit`, `value` or `behaviour`. These two and `register_ops` have \
                            `verified`: `null` where it was not tried, or its `result` (`ok`, `failed`, `skipped`, \
                            `unknown`) and a `detail`, what was expected and came, or why it was not tried.
                            """),
                        Definition(
                            "known_bugs",
                            """
                            an object for each bug of io_uring that `kernel.upstream` may have, the worst first: \
                            advice, which changes no verdict. `id`, a CVE number or a name of uringctl's; `harm`: \
                            `escalation` of a program's rights, `corruption` of the kernel's memory, `exposure` of \
                            what is not a program's to see or do, `crash`, `hang`, wrong `results`, or `resources` \
                            used up; `symptom`; `introduced` and `fixed_in`, releases of mainline (\"6.1\") and of \
                            stable branches (\"6.1.76\"), which hold for their branch only; \
                            `fix_in_branch`, that of the kernel's own branch, or `null` where none is known; `source` \
                            of the releases, and the `confidence` in them: \
                            \(Phrase.alternatives(KnownBug.Confidence.allCases.map { "`\($0.rawValue)`" })); \
                            `reliability`, as `kernel.upstream_reliability`.
                            """),
                        Definition("conclusion", "the last line of the text report"),
                    ]),
                ]),
                .init("THE REPORT OF A PROCESS", [
                    "What `uringctl probe --pid` writes. It has no name of anything, only numbers.",
                    .definitions([
                        Definition("schema", "`uringctl.process/1`"),
                        Definition("only", "always `null`"),
                        Definition("headline, summary, tool, conclusion", "as in the probe's report"),
                        Definition("kernel", "its `release` and `machine`"),
                        Definition(
                            "process",
                            """
                            `pid`; `thread_of`, the process, where `pid` is one of its threads; `kind`: `ordinary`, \
                            `kernel_thread`, `zombie` (ended, not reaped) or `null` for not there; how many `threads`; \
                            numbers of user and group; `capabilities` in effect
                            """),
                        Definition(
                            "use",
                            """
                            `uses_io_uring`; `rings`: how many it has descriptors of (before 5.16: how many descriptors \
                            of rings); `every_descriptor_seen`; `mapped`: rings in its memory, of which \
                            `mapped_without_descriptor` it has no descriptor of; `workers` and `sq_threads`: threads that \
                            the kernel runs in it for requests that would wait, and for IORING_SETUP_SQPOLL. A ring in \
                            memory of the process's own (IORING_SETUP_NO_MMAP) without a descriptor shows in none of them.
                            """),
                        Definition("limits, security", "as in the probe's report, of that process"),
                        Definition(
                            "namespaces",
                            """
                            `user`, `pid`, `net`, `mnt`: `same` as uringctl's, or `other`; `user_maps`: whether its user \
                            namespace has `all`, `some` or `none` of the user numbers
                            """),
                        Definition(
                            "rings",
                            """
                            for each descriptor (`fd`) of a ring what its fdinfo says: `sq_entries`, and `sq_pending` that \
                            the kernel has not taken; `cq_entries`, and `cq_unread` that the process has not taken; \
                            `cq_overflow`, completions without room; slots for registered `files`, registered `buffers`, \
                            and `personalities`; requests that wait in `polls`; `sqpoll`, its `sq_thread` and \
                            `sq_thread_cpu`; `complete`, whether all of it was read. What the kernel does not say, or not \
                            while the ring is busy, is `null`.
                            """),
                        Definition(
                            "unread", "what could not be read: `what`, `call`, its `errno`, `answer`, and a `remedy`"),
                    ]),
                ]),
                .init("THE REPORT OF A SCENARIO", [
                    "What `uringctl repro` writes.",
                    .definitions([
                        Definition("schema", "`uringctl.repro/1`"),
                        Definition("only", "the cases and specimens that were asked for, or `null` for all"),
                        Definition(
                            "scenario",
                            "which: \(Phrase.alternatives(Scenario.all.map { "`\($0.name)`" }))"),
                        Definition(
                            "build",
                            """
                            how uringctl was built: `debug`, `release`, `unchecked` (-Ounchecked) or `sanitized`; \
                            `build_details` has `optimization`, `sanitizer` and `linking`
                            """),
                        Definition("complete", "false when it was interrupted: what was not run then is `unknown`"),
                        Definition("headline, summary, tool, conclusion", "as in the probe's report"),
                        Definition(
                            "run",
                            """
                            `iterations`, `seed` and `timeout_ns`, which repeat the run; `target`, the name that \
                            `uringctl repro dns` was given, or `null`
                            """),
                        Definition(
                            "io_uring", "as the probe's `verdict`; left out where nothing that was run needs io_uring"),
                        Definition(
                            "kernel, system, identity, limits",
                            "as in the probe's report, without what io_uring answers"),
                        Definition(
                            "cases",
                            """
                            an object for each case: `name`; `purpose`; `outcome`, which is `ok`, `failed`, `crashed`, \
                            `hung`, `skipped` (not run, and `detail` says why) or `unknown` (nothing was learnt); and \
                            what follows below
                            """),
                        Definition(
                            "specimens",
                            """
                            an object for each specimen: `name`; what is `broken`; what is `expected`; `looks_like`, \
                            in words that follow \"your crash looks like this if\"; `outcome`, which is `crashed`, \
                            `wrong` (it ran on with wrong values), `hung`, `refused` (the kernel or the runtime said \
                            no), `unharmed` (nothing was seen in this build), `skipped` or `unknown`; and what follows
                            """),
                    ]),
                    "Both have, with `null` where there was no crash and where something is not known:",
                    .definitions([
                        Definition("detail", "what happened, in one line; never `null`"),
                        Definition("needs_ring", "whether it needs io_uring"),
                        Definition("message", "what the runtime said before the process died"),
                        Definition("cause", "what the facts below say about the cause"),
                        Definition("signal, si_code", "by name, such as `SIGSEGV` and `SI_KERNEL`; `SIGALRM` is a hang"),
                        Definition("address", "that the processor faulted at, in hexadecimal"),
                        Definition("guard", "whether that lies in the guard of a fiber's stack"),
                        Definition("fiber", "which one ran: its `number` and `name`"),
                        Definition("stack", "where its stack pointer was, in words that follow \"it ran\""),
                        Definition(
                            "instruction, disassembly", "the one that faulted: its bytes, and as an assembler writes it"),
                        Definition("registers", "by name, each in hexadecimal"),
                        Definition("frames", "where it was and who had called, innermost first"),
                        Definition("notes", "facts written down on the way"),
                    ]),
                ]),
                StressReportPage.section,
                .init("AN EXPLANATION", [
                    "What `uringctl explain` writes.",
                    .definitions([
                        Definition("schema", "`uringctl.explain/1`"),
                        Definition("only", "`null`"),
                        Definition("headline, summary, tool, conclusion", "as in the probe's report"),
                        Definition(
                            "errnos",
                            """
                            an object for each errno that was asked for, or for each that is known where none was: \
                            `name`, `number`, `text`, `calls`, which are known to answer it, and `from`, the same in \
                            one line
                            """),
                        Definition(
                            "meanings",
                            """
                            an object for each meaning: `errno`, its `number` and `name`; `call`, which is \
                            `completion` for the result of a request; `meaning`; `how_to_tell`; `since` and `until`, the \
                            first and the last mainline release, or `null`; `source`, a manual page or the release that \
                            was seen to do so
                            """),
                    ]),
                ]),
                .init("SOURCES", [
                    .definitions([
                        Definition("probe", "IORING_REGISTER_PROBE lists it, or does not"),
                        Definition("query", "IORING_REGISTER_QUERY (6.18 and later) has it in a mask or count"),
                        Definition("features", "the features word of io_uring_setup(2)"),
                        Definition("setup", "a ring was set up with the flag in a legal combination, or refused"),
                        Definition("restrictions", "a disabled ring took a restriction to the operation, or refused it"),
                        Definition("check", "the smallest request or call that only a kernel answers so that knows it"),
                    ]),
                ]),
            ],
            seeAlso: [
                PageReference("uringctl", 1), PageReference("uringctl-probe", 1), PageReference("uringctl-explain", 1),
                PageReference("uringctl-repro", 1), PageReference("uringctl-schema", 1),
                PageReference("uringctl-stress", 1),
            ])
    }
}
