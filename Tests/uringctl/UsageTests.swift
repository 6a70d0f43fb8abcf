import Support
import Testing

@Suite struct UsageTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let arguments: [String]
        let complaint: String
        /// The command whose help is recommended; nil where there is no second line.
        let advice: String?
        var testDescription: String { arguments.joined(separator: " ") }

        init(_ arguments: [String], _ complaint: String, try advice: String?) {
            (self.arguments, self.complaint, self.advice) = (arguments, complaint, advice)
        }

        static func probe(_ arguments: [String], _ complaint: String) -> Case {
            Case(["probe"] + arguments, complaint, try: "uringctl probe")
        }

        static func exec(_ arguments: [String], _ complaint: String) -> Case {
            Case(["exec"] + arguments, complaint, try: "uringctl exec")
        }

        static func explain(_ arguments: [String], _ complaint: String) -> Case {
            Case(["explain"] + arguments, complaint, try: "uringctl explain")
        }

        static func fiber(_ arguments: [String], _ complaint: String) -> Case {
            Case(["repro", "fiber"] + arguments, complaint, try: "uringctl repro fiber")
        }

        static func dns(_ arguments: [String], _ complaint: String) -> Case {
            Case(["repro", "dns"] + arguments, complaint, try: "uringctl repro dns")
        }

        static func require(_ items: String, _ complaint: String) -> Case {
            .probe(["--require", items], "--require: " + complaint)
        }
    }

    static let commands = [
        Case(
            [], "a command is needed: probe, repro, stress, exec, explain, schema, completions, man or help",
            try: "uringctl"),
        Case(["prob"], "unknown command 'prob'; did you mean probe?", try: "uringctl"),
        Case(["zzz"], "unknown command 'zzz'", try: "uringctl"),
        Case([""], "unknown command ''", try: "uringctl"),
        Case(["--nope"], "unknown option --nope", try: "uringctl"),
        Case(["--json", "probe"], "option --json belongs after its command: uringctl probe --json", try: "uringctl"),
        Case(["schema"], "REPORT is missing", try: "uringctl schema"),
        Case(
            ["schema", "x"], "REPORT: no such report 'x'; there is probe, process, repro, stress and explain",
            try: "uringctl schema"),
        Case(["schema", "probe", "probe"], "unexpected operand 'probe'", try: "uringctl schema"),
        Case(["completions"], "SHELL is missing", try: "uringctl completions"),
        Case(
            ["completions", "tcsh"], "SHELL: no such shell 'tcsh'; there is bash, zsh and fish",
            try: "uringctl completions"),
        Case(["help", "prob"], "unknown command 'prob'; did you mean probe?", try: "uringctl"),
        Case(["help", "probe", "probe"], "unknown command 'probe'", try: "uringctl probe"),
        Case(
            ["help", "event"], "unknown command 'event'; did you mean repro event or stress event?", try: "uringctl"),
        Case(
            ["man", "mutex"], "there is no page for 'mutex'; did you mean repro-mutex or stress-mutex?", try: nil),
        Case(["stress"], "a command is needed: event or mutex", try: "uringctl stress"),
        Case(["help", "a", "b", "c"], "unexpected operand 'c'", try: "uringctl help"),
        Case(["man", "prob"], "there is no page for 'prob'; did you mean probe?", try: nil),
        Case(
            ["man", "zzz"],
            "there is no page for 'zzz'; there is probe, repro, repro-fiber, repro-net, repro-dns, repro-log, repro-event, "
                + "repro-mutex, stress, stress-event, stress-mutex, exec, explain, schema, completions, man, help and report",
            try: nil),
        Case(["repro"], "a command is needed: fiber, net, dns, log, event or mutex", try: "uringctl repro"),
        Case(["repro", "fibre"], "unknown command 'fibre'; did you mean fiber?", try: "uringctl repro"),
        Case(
            ["repro", "--list"], "option --list belongs after its command: uringctl repro fiber --list",
            try: "uringctl repro"),
    ]

    static let options = [
        Case.probe(["--fromat", "json"], "unknown option --fromat; did you mean --format?"),
        Case.probe(["-x"], "unknown option -x"),
        Case.probe(["extra"], "unexpected operand 'extra'"),
        Case.probe(["--", "--json"], "unexpected operand '--json'"),
        Case.probe(["--format"], "--format needs a value: text, json or markdown"),
        Case.probe(["--format="], "--format: empty value"),
        Case.probe(["--format", "xml"], "--format: no such format 'xml'; there is text, json and markdown"),
        Case.probe(["-fx"], "-f: no such format 'x'; there is text, json and markdown"),
        Case.probe(["--json", "--json"], "--json is given more than once"),
        Case.probe(["-qq"], "-q is given more than once"),
        Case.probe(["--only", "features", "--only", "opcodes"], "--only is given more than once"),
        Case.probe(["--json", "--format", "json"], "--json and --format exclude each other"),
        Case.probe(["--quiet=1"], "--quiet takes no value"),
        Case.probe(["--output"], "--output needs a value: FILE"),
        Case.probe(["--output="], "--output: empty value"),
        Case.probe(["--color", "blue"], "--color: no such mode 'blue'; there is auto, always and never"),
        Case.probe(["--only"], "--only needs a value: SECTION"),
        Case.probe(["--only", "opcodes,,features"], "--only: empty item in the list"),
        Case.probe(["--only", ","], "--only: empty item in the list"),
        Case.probe(["--only", "opcode"], "--only: no such item 'opcode'; did you mean opcodes?"),
        Case.probe(["--only", "op:REED"], "--only: no such operation 'REED'; did you mean op:READ?"),
        Case.probe(["--only", "x:READ"], "--only: x:READ names no kind; write op:NAME, flag:NAME, feat:NAME or reg:NAME"),
        Case.probe(
            ["--verify", "--skip", "NOP"], "--skip: NOP names no kind; write op:NAME, flag:NAME, feat:NAME or reg:NAME"),
        Case.probe(
            ["--verify", "--skip", "behaviour:single-isuer"],
            "--skip: no such behaviour 'single-isuer'; did you mean behaviour:single-issuer?"),
        Case.probe(
            ["--verify", "--skip", "behaviour:xyz"],
            "--skip: no such behaviour 'xyz'; uringctl probe --verify --only behaviours lists the names"),
        // What only the command itself can find wrong comes without advice: its line says it all.
        Case(["probe", "--path", "/tmp"], "--path says how to verify; it needs --verify", try: nil),
        Case(["probe", "--skip", "op:NOP"], "--skip says how to verify; it needs --verify", try: nil),
        Case(
            ["probe", "--only", "opcodes,behaviours"],
            "--only: behaviours are what --verify learns; it needs --verify", try: nil),
        Case(
            ["probe", "--only", "behaviour:single-issuer"],
            "--only: behaviours are what --verify learns; it needs --verify", try: nil),
        Case(
            ["probe", "--verify", "--path", "/no such"],
            "--path: open(/no such): ENOENT (2, No such file or directory); give a folder that there is", try: nil),
        Case.probe(["--path"], "--path needs a value: FOLDER"),
        Case.probe(["--pid", "1", "--verify"], "--pid and --verify exclude each other"),
        Case.probe(["--require", "op:BIND,,op:NOP"], "--require: empty item in the list"),
        Case.probe(["--require"], "--require needs a value: ITEM"),
        Case.probe(["--as"], "--as needs a value: USER"),
        Case.probe(["--as", ""], "--as: empty value"),
        Case.probe(["--as", ":0"], "--as: no user; write USER or USER:GROUP"),
        Case.probe(["--as", "0:"], "--as: no group behind the colon; write USER or USER:GROUP"),
        Case.probe(["--as=-1"], "--as: '-1' is out of bounds; give 0 to 4294967294"),
        Case.probe(["--as", "0:4294967295"], "--as: '4294967295' is out of bounds; give 0 to 4294967294"),
        Case.probe(["--as", String(repeating: "x", count: 257)], "--as: a name has at most 256 bytes"),
        Case.probe(["--as", "0", "--as", "1"], "--as is given more than once"),
        Case.probe(["--simulate", "dockr"], "--simulate: no such name 'dockr'; did you mean docker?"),
        Case.probe(["--simulate", "docker", "--limits"], "--simulate and --limits exclude each other"),
        Case.probe(["--as", "0", "--pid", "1"], "--as and --pid exclude each other"),
        Case.probe(["--pid"], "--pid needs a value: NUMBER, 1 to 4194303"),
        Case.probe(["--pid", "self"], "--pid: 'self' is not a whole number"),
        Case.probe(["--pid", "0"], "--pid: 0 is out of bounds; give 1 to 4194303"),
        Case.probe(["--pid", "4194304"], "--pid: 4194304 is out of bounds; give 1 to 4194303"),
        Case.probe(["--pid", "1", "--limits"], "--pid and --limits exclude each other"),
        Case.probe(["--only", "features", "--pid", "1"], "--only and --pid exclude each other"),
        Case.probe(["--pid", "1", "--require", "op:NOP"], "--pid and --require exclude each other"),
        Case.probe(["--pid", "1", "--unprivileged"], "--pid and --unprivileged exclude each other"),
    ]

    static let scenarios = [
        Case.fiber(["--case", "yeild"], "--case: no such item 'yeild'; did you mean yield?"),
        Case.fiber(["--case", "yield,"], "--case: empty item in the list"),
        Case.fiber(["--specimen", "sleep"], "--specimen: no such item 'sleep'"),
        Case.fiber(["--iterations", "0"], "--iterations: 0 is out of bounds; give 1 to 1000000000"),
        Case.fiber(["--seed", "x"], "--seed: 'x' is not a whole number"),
        Case.fiber(["--seed=-1"], "--seed: -1 is out of bounds; give 0 to 9223372036854775807"),
        Case.fiber(["--timeout", "5"], "--timeout: '5' is not a time with a unit, such as 250ms, 10s or 2m"),
        Case.fiber(["--timeout", "1ms"], "--timeout: 1ms is out of bounds; give 10ms to 1h"),
        Case.fiber(["--list", "--json"], "--list and --json exclude each other"),
        Case.fiber(["--list", "--explain", "SIGILL"], "--list and --explain exclude each other"),
        Case.fiber(["--explain", "SIGILL", "--case", "yield"], "--explain and --case exclude each other"),
        Case.fiber(
            ["--explain", "SIGNONE"],
            "--explain: no signal is called 'SIGNONE'; write SIGNAL[:CODE[:ADDRESS]], such as SIGSEGV:SI_KERNEL:0"),
        Case.fiber(
            ["--explain", "SIGSEGV:ODD"],
            "--explain: SIGSEGV has no code 'ODD'; write SIGNAL[:CODE[:ADDRESS]], such as SIGSEGV:SI_KERNEL:0"),
        Case.fiber(
            ["--explain", "11:128:here"],
            "--explain: 'here' is no address; write SIGNAL[:CODE[:ADDRESS]], such as SIGSEGV:SI_KERNEL:0"),
    ]

    static let names = [
        Case.dns([""], "NAME: empty value"),
        Case.dns(["."], "NAME: an empty name: give a host's name or its address"),
        Case.dns([String(repeating: "a", count: 254)], "NAME: a name of 254 bytes: it may have 253"),
        Case.dns(["[::1]"], "NAME: an address in brackets: leave them out"),
        Case.dns(["localhost", "::1"], "unexpected operand '::1'"),
        Case.dns(["--explain", "SIGILL"], "unknown option --explain"),
        Case.dns(["--list", "--json"], "--list and --json exclude each other"),
    ]

    static let filters = [
        Case.exec([], "PROGRAM is missing"),
        Case.exec(["--deny", "kill"], "PROGRAM is missing"),
        Case.exec(["true"], "give --deny ACTION or --simulate NAME"),
        Case.exec(["--only", "setup", "true"], "give --deny ACTION or --simulate NAME"),
        Case.exec(["--deny"], "--deny needs a value: ACTION"),
        Case.exec(["--deny", "kil", "true"], "--deny: no such action 'kil'; did you mean kill?"),
        Case.exec(["--deny", "EPERM", "true"], "--deny: no such action 'EPERM'; did you mean errno=EPERM?"),
        Case.exec(["--deny", "1000", "true"], "--deny: no such action '1000'; did you mean errno=1000?"),
        Case.exec(
            ["--deny", "zzzz", "true"],
            "--deny: no such action 'zzzz'; there is errno=NAME, errno=NUMBER, kill and trap"),
        Case.exec(["--deny", "errno=", "true"], "--deny: no such errno ''"),
        Case.exec(["--deny", "errno=EPREM", "true"], "--deny: no such errno 'EPREM'; did you mean EPERM?"),
        Case.exec(["--deny", "errno=0", "true"], "--deny: 0 is out of bounds; give 1 to 4095"),
        Case.exec(["--deny", "errno=4096", "true"], "--deny: 4096 is out of bounds; give 1 to 4095"),
        Case.exec(["--deny=errno=-1", "true"], "--deny: -1 is out of bounds; give 1 to 4095"),
        Case.exec(["--deny", "kill", "--only", "setpu", "true"], "--only: no such item 'setpu'; did you mean setup?"),
        Case.exec(["--deny", "kill", "--simulate", "docker", "true"], "--deny and --simulate exclude each other"),
        Case.exec(["--simulate", "dokcer", "true"], "--simulate: no such name 'dokcer'; did you mean docker?"),
        Case.exec(["-x", "true"], "unknown option -x"),
        Case.explain(["EPREM"], "ERRNO: no such errno or call 'EPREM'; did you mean EPERM?"),
        Case.explain(
            ["EPERM", "io_uring_setpu"],
            "ERRNO: no such errno or call 'io_uring_setpu'; did you mean io_uring_setup?"),
        Case.explain(["9999"], "ERRNO: 9999 is the number of no errno"),
        Case.explain(
            ["ERESTARTSYS"],
            "ERRNO: ERESTARTSYS never leaves the kernel: strace shows it where a signal interrupts a call, which then "
                + "goes on or fails with EINTR"),
        Case.explain(
            ["-516"],
            "ERRNO: -516 never leaves the kernel: strace shows it where a signal interrupts a call, which then goes on "
                + "or fails with EINTR"),
        Case.explain(["-0"], "ERRNO: -0 is the number of no errno"),
        Case.explain([""], "ERRNO: empty value"),
        Case.explain(["-x"], "unknown option -x"),
    ]

    static let requirements = [
        Case.require("BIND", "BIND names no kind; write op:NAME, flag:NAME, feat:NAME or reg:NAME"),
        Case.require("zz:BIND", "zz:BIND names no kind; write op:NAME, flag:NAME, feat:NAME or reg:NAME"),
        Case.require("op:BIMD", "no such operation 'BIMD'; did you mean op:BIND?"),
        Case.require("op:NOP,op:BIMD", "no such operation 'BIMD'; did you mean op:BIND?"),
        Case.require("op:bimd", "no such operation 'bimd'; did you mean op:BIND?"),
        Case.require("flag:SQPOL", "no such flag 'SQPOL'; did you mean flag:SQPOLL?"),
        Case.require("feat:zzzzzzzzz", "no such feature 'zzzzzzzzz'; uringctl probe --all lists the names"),
        Case.require("op:", "no such operation ''; uringctl probe --all lists the names"),
        Case.require("reg:REGISTER_QUERI", "no such register operation 'REGISTER_QUERI'; did you mean reg:REGISTER_QUERY?"),
        // No other table's names count: SQPOLL is no operation.
        Case.require("op:SQPOLL", "no such operation 'SQPOLL'; uringctl probe --all lists the names"),
    ]

    @Test(.bounded, arguments: commands + options + scenarios + names + filters + requirements)
    func isRefused(_ sample: Case) throws {
        let finished = try Uringctl.run(sample.arguments)
        #expect(finished.status == 2)
        #expect(finished.output.isEmpty)
        let advice = sample.advice.map { ["Try: \($0) --help"] } ?? []
        #expect(finished.complaints == ["uringctl: " + sample.complaint] + advice)
    }

    @Test(
        .bounded,
        arguments: [
            String(repeating: "x", count: 100_000), "\u{1b}[31mred\u{1b}[0m", "a\nb", "\u{202e}drow",
            "--\u{7}bell", "--nul=\u{1}", "🙂",
        ])
    func hostileWordsAreShownHarmlessly(_ word: String) throws {
        for arguments in [[word], ["probe", word], ["probe", "--only", word], ["probe", "--require", "op:" + word]] {
            let finished = try Uringctl.run(arguments)
            #expect(finished.status == 2)
            #expect(finished.output.isEmpty)
            #expect((1...2).contains(finished.complaints.count), "\(finished.complaints)")
            #expect(!finished.errors.unicodeScalars.contains { $0 != "\n" && ($0.value < 32 || $0.value == 0x202e) })
        }
    }

    @Test(.bounded)
    func bytesThatAreNoTextDoNoHarm() throws {
        let finished = try Uringctl.bash(#""$uringctl" probe $'--\xff\xfe' "$@""#)
        #expect(finished.status == 2 && finished.output.isEmpty)
        #expect(finished.complaints.count == 2)
    }

    /// The advice can be followed: each command named in it explains itself.
    @Test(.bounded, arguments: Set((commands + options + scenarios).compactMap(\.advice)).sorted())
    func theAdviceHelps(_ command: String) throws {
        let finished = try Uringctl.run(command.split(separator: " ").dropFirst().map(String.init) + ["--help"])
        #expect(finished.status == 0 && finished.errors.isEmpty)
        #expect(finished.output.hasPrefix("Usage: \(command) "))
    }

    @Test(.bounded, arguments: [["--version"], ["-V"], ["probe", "-V"]])
    func theVersionHasThreeLines(_ arguments: [String]) throws {
        let finished = try Uringctl.run(arguments)
        #expect(finished.status == 0)
        let firsts = finished.output.split(separator: "\n").map { $0.split(separator: " ")[0] }
        #expect(firsts == ["uringctl", "build", "commit"])
    }

    /// A program without arguments at all, not even its name, as execve(2) permits.
    @Test(.bounded, .enabled(if: Machine.has("python3"), "python3 is not installed"))
    func noArgumentsAtAll() throws {
        let finished = try Shell.run(
            "python3",
            ["-c", "import ctypes, sys; ctypes.CDLL(None).execve(sys.argv[1].encode(), None, None)", Uringctl.program])
        #expect(finished.status == 2)
        #expect(finished.complaints.count == 2)
    }
}
