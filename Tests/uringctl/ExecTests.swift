import Foundation
import Probe
import Support
import Testing

/// Programs run under filters by `uringctl exec`, asked by an independent program what the calls come to.
@Suite(.bounded)
struct ExecTests {
    /// Prints what setup(0, NULL), enter(−1) and register(−1, UNREGISTER_BUFFERS) answer: 0 or an errno's number.
    private static let checker = """
        import ctypes
        call = ctypes.CDLL(None, use_errno=True).syscall
        def answer(*arguments):
            ctypes.set_errno(0)
            call(*arguments)
            return ctypes.get_errno()
        print(answer(425, 0, None), answer(426, -1, 0, 0, 0, None, 0), answer(427, -1, 1, None, 0))
        """

    private static let calls = ["setup", "enter", "register"]

    static let hasPython: ConditionTrait = .enabled(if: Machine.has("python3"), "python3 is not installed")

    private func check(_ options: [String], program: String = Uringctl.program) throws -> Finished {
        try Shell.run(program, ["exec"] + options + ["python3", "-c", Self.checker])
    }

    private static let plain = Result {
        try Shell.run("python3", ["-c", checker]).output.split(whereSeparator: \.isWhitespace)
    }

    @Test(
        hasPython, arguments: [("EPERM", "1"), ("enosys", "38"), ("95", "95"), ("4095", "4095"), ("ENOTSUP", "95")],
        [nil, "setup", "enter", "register", "setup,enter", "enter,register", "setup,enter,register"])
    func chosenCallsHaveTheErrno(_ errno: (word: String, number: String), _ only: String?) throws {
        let finished = try check(["--deny", "errno=\(errno.word)"] + (only.map { ["--only", $0] } ?? []))
        #expect(finished.status == 0 && finished.errors.isEmpty)
        let chosen = only?.split(separator: ",").map(String.init) ?? Self.calls
        let plain = try Self.plain.get()
        let expected = Self.calls.enumerated().map { chosen.contains($1) ? errno.number[...] : plain[$0] }
        #expect(finished.output.split(whereSeparator: \.isWhitespace) == expected)
    }

    @Test(hasPython, arguments: ["kill", "trap"], calls)
    func chosenCallsAreFatal(_ action: String, _ call: String) throws {
        let script = #"ulimit -c 0; "$uringctl" exec --deny \#(action) --only \#(call) -- python3 -c "$1""#
        let finished = try Shell.run(
            "bash", ["-c", script, "bash", Self.checker], environment: ["uringctl": Uringctl.program])
        #expect(finished.status == 128 + SIGSYS)
        #expect(finished.output.isEmpty)
    }

    /// Only a trap reaches a handler.
    @Test(hasPython, arguments: [("trap", 7), ("kill", 128 + SIGSYS)] as [(String, Int32)])
    func aHandlerOfSIGSYSRunsAfterATrap(_ action: String, _ status: Int32) throws {
        let script = """
            import ctypes, signal, os
            signal.signal(signal.SIGSYS, lambda *_: os._exit(7))
            ctypes.CDLL(None).syscall(425, 0, None)
            for _ in range(1000): pass
            """
        let finished = try Uringctl.bash(
            #"ulimit -c 0; "$uringctl" exec -d \#(action) python3 -c '\#(script)'"#)
        #expect(finished.status == status)
    }

    @Test(hasPython, arguments: Simulation.allCases)
    func aSimulationAnswersAsItsFilterSays(_ simulation: Simulation) throws {
        let filter = simulation.filter
        let finished = try Uringctl.bash(
            #"ulimit -c 0; "$uringctl" exec --simulate \#(simulation.rawValue) python3 -c '\#(Self.checker)'"#)
        guard case .errno(let errno) = filter.action else {
            #expect(finished.status == 128 + SIGSYS)
            return
        }
        let plain = try Self.plain.get()
        let all: [(Int, UInt32)] = [(0, 1), (1, 2), (2, 4)]
        let expected = all.map { filter.calls.rawValue & $1 != 0 ? "\(errno.number)"[...] : plain[$0] }
        #expect(finished.output.split(whereSeparator: \.isWhitespace) == expected)
    }

    // MARK: The program is left as it would have been

    /// What a program sees of its own start: signals, limits, environment, descriptors, mask.
    private static let mirror = """
        grep -E '^(Sig[BIC]|Shd|Cap|Groups|Uid|Gid|Umask)' /proc/self/status; env -0 | tr '\\0' '\\n' | grep -v '^_='
        ulimit -a; pwd
        for number in /proc/$$/fd/*; do echo "${number##*/} $(readlink $number | sed 's/:.*//')"; done
        """

    private static let surroundings = [
        ":", "trap '' PIPE CHLD XFSZ", "trap '' HUP INT QUIT", "exec </dev/null 2>&-", "exec 0<&- 2>&-",
        "ulimit -Ss 256", "exec 7</dev/null", "export SWIFT_ROOT=/elsewhere",
        "export ODD=$'a\\nb' SWIFT_BACKTRACE=enable=no",
    ]

    @Test(arguments: surroundings, [false, true])
    func theProgramInheritsWhatWasThere(_ preparation: String, _ isRelease: Bool) throws {
        let folder = try TemporaryFolder()
        _ = try folder.file("mirror", Self.mirror)
        let script = """
            (\(preparation); exec bash mirror) | cat >plain
            (\(preparation); exec "$uringctl" exec --deny errno=EPERM bash mirror) | cat >filtered
            diff plain filtered
            """
        let program = isRelease ? try StaticBuild.path() : Uringctl.program
        let finished = try Uringctl.bash(script, program: program, in: folder.path)
        #expect(finished.status == 0, "\(finished.output)\(finished.errors)")
        #expect(try String(contentsOf: folder.url("plain"), encoding: .utf8).contains("SigIgn"))
    }

    @Test func theProgramRunsInTheSameProcess() throws {
        let finished = try Uringctl.bash(#"(echo $BASHPID; exec "$uringctl" exec -d kill bash -c 'echo $$')"#)
        let numbers = finished.output.split(separator: "\n")
        #expect(numbers.count == 2 && numbers[0] == numbers[1])
    }

    @Test(.enabled(if: Machine.isRoot && Machine.has("setpriv", "python3"), "needs root, setpriv and python3"))
    func aUserWithoutRightsGetsTheSame() throws {
        let finished = try Obstacle.limited(
            uid: 65534, [], ["exec", "--deny", "errno=ENOSYS", "python3", "-c", Self.checker])
        #expect(finished.output == "38 38 38\n", "\(finished.errors)")
        // Who may not put filters on otherwise gives up setuid; who may keeps it.
        let status = ["exec", "-d", "kill", "grep", "NoNewPrivs", "/proc/self/status"]
        #expect(try Obstacle.limited(uid: 65534, [], status).output == "NoNewPrivs:\t1\n")
        #expect(try Uringctl.run(status).output == "NoNewPrivs:\t0\n")
    }

    // MARK: Command lines

    @Test(arguments: [["--"], []])
    func whatFollowsTheProgramIsTheProgramsOwn(_ dashes: [String]) throws {
        let words = ["a b", "--deny", "", "--", "-h", "--version", "é\n"]
        let finished = try Uringctl.run(
            ["exec", "--deny", "kill"] + dashes + ["bash", "-c", #"printf '<%s>' "$0" "$@""#] + words)
        #expect(finished.output == words.map { "<\($0)>" }.joined())
        #expect(finished.status == 0)
    }

    @Test(arguments: [0, 1, 2, 77, 126, 255] as [Int32])
    func theStatusIsTheProgramsOwn(_ status: Int32) throws {
        #expect(try Uringctl.run(["exec", "--deny", "kill", "bash", "-c", "exit \(status)"]).status == status)
    }

    @Test func aProgramThatIsNotThereOrNotExecutable() throws {
        let folder = try TemporaryFolder()
        _ = try folder.file("plain", "echo script")
        _ = try folder.file("lost", "#!/nonexistent/interpreter\n")
        let script = """
            chmod 755 lost; mkdir folder
            for program in nonesuch ./nonesuch '' ./lost lost/x ./folder ./plain; do
                "$uringctl" exec -d kill -- "$program" x; echo "$?"
            done
            PATH=.:$PATH; chmod 755 plain; "$uringctl" exec -d kill plain; "$uringctl" exec -d kill ./plain
            """
        let finished = try Uringctl.bash(script, in: folder.path)
        #expect(finished.output == "127\n127\n127\n127\n126\n126\n126\nscript\nscript\n")
        #expect(finished.complaints.first == "uringctl: cannot run 'nonesuch': ENOENT (2, No such file or directory)")
    }

    /// A second filter of the same kind stands before the first; the harsher of two kinds counts.
    @Test(hasPython) func filtersAddUp() throws {
        let inner = [Uringctl.program, "exec", "-d", "errno=38", "--only", "setup", "python3", "-c", Self.checker]
        #expect(try Uringctl.run(["exec", "-d", "errno=1"] + inner).output == "38 1 1\n")
    }

    @Test func theProbeSaysWhoRefuses() throws {
        let finished = try Uringctl.run(["exec", "--simulate", "docker", Uringctl.program, "probe", "--json"])
        #expect(finished.status == 1)
        #expect(finished.output.contains(#""cause": "seccomp""#))
    }
}
