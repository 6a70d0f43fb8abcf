import Foundation
import Support
import Testing

/// Standard streams that are closed, full or left early, and signals.
@Suite(.bounded)
struct StreamTests {
    @Test(arguments: ["probe", "probe --json", "probe --help", "--version", "man", "schema probe", "completions zsh"])
    func closedOutputIsAnError(_ words: String) throws {
        let made = try Uringctl.bash(#""$uringctl" \#(words) >&-"#)
        #expect(made.status == 2)
        #expect(made.errors == "uringctl: cannot write to standard output: EBADF (9, Bad file descriptor)\n")
    }

    @Test(arguments: ["probe", "probe --json", "--help", "man probe"])
    func fullOutputIsAnError(_ words: String) throws {
        let made = try Uringctl.bash(#""$uringctl" \#(words) >/dev/full"#)
        #expect(made.status == 2)
        #expect(made.errors == "uringctl: cannot write to standard output: ENOSPC (28, No space left on device)\n")
    }

    @Test func theQuietAnswerNeedsNoStream() throws {
        for streams in [">&-", "<&- >&-", "<&- >&- 2>&-", ">/dev/full 2>/dev/full"] {
            let made = try Uringctl.bash(#""$uringctl" probe --quiet \#(streams)"#)
            #expect(made.status == 0 && made.errors.isEmpty, "\(streams): \(made)")
        }
    }

    /// With all streams closed nothing else may take their numbers: a file would get what is meant for the terminal.
    @Test(arguments: ["<&- >&- 2>&-", "<&- 2>&-", ">&- 2>&-"])
    func closedStreamsLeaveTheFileWhole(_ streams: String) throws {
        let folder = try TemporaryFolder()
        let made = try Uringctl.bash(
            #""$uringctl" probe --json -o file \#(streams); echo $?; ls -A"#, in: folder.path)
        #expect(made.output == "0\nfile\n", "\(made)")
        let report = try ProbeReport(try String(contentsOf: folder.url("file"), encoding: .utf8))
        #expect(report.verdict.usable == true)
    }

    @Test func allClosedEndsInOrder() throws {
        let made = try Uringctl.bash(#""$uringctl" probe <&- >&- 2>&-"#)
        #expect(made.status == 2)
    }

    /// The reader that left first (it has ended before the report begins) or in the middle decides nothing.
    @Test(arguments: ["--all", "--json", "--format markdown", "--json --require op:NO_SUCH_THING_YET"])
    func aReaderMayLeave(_ options: String) throws {
        let isWrong = options.contains("NO_SUCH")
        let made = try Uringctl.bash(
            #"""
            for reader in "head -n 1" true; do
                "$uringctl" probe \#(options) | $reader >/dev/null
                echo ${PIPESTATUS[0]}
            done
            """#)
        #expect(made.output == (isWrong ? "2\n2\n" : "0\n0\n"), "\(made)")
        #expect(made.errors.isEmpty != isWrong)
    }

    @Test(.enabled(if: Machine.has("cc"), "cc is not installed"))
    func aReaderThatLeavesKeepsTheVerdictsStatus() throws {
        let made = try Uringctl.bash(
            #"""
            "$refuse" EPERM io_uring_setup "$uringctl" probe --json | true
            echo ${PIPESTATUS[0]}
            "$refuse" EPERM clone3,clone,vfork "$uringctl" probe --json | true
            echo ${PIPESTATUS[0]}
            """#, program: try StaticBuild.path(), environment: ["refuse": try Obstacle.refuse.get()])
        #expect(made.output == "1\n2\n" && made.errors.isEmpty, "\(made)")
    }

    /// A signal at each system call between the new file and the rename: the old file stays whole or the new one is
    /// there whole, nothing else is left, and the process ends by the signal.
    @Test(
        .enabled(if: Machine.has("strace"), "strace is not installed"),
        arguments: ["SIGTERM", "SIGINT", "SIGHUP"],
        ["openat", "fchmod", "fsync", "rename"])
    func signalsLeaveNothingHalf(_ signal: String, _ moment: String) throws {
        let folder = try TemporaryFolder()
        // The new file is the last that is opened.
        let occurrence = moment == "openat" ? try lastOccurrence(of: moment, in: folder) : 1
        _ = try folder.file("old", "before\n")
        let made = try Uringctl.bash(
            """
            strace -qqq -o /dev/null -e trace=\(moment) -e inject=\(moment):signal=\(signal):when=\(occurrence) \
            "$uringctl" probe --json -o old; echo $?; ls -A
            """, program: try StaticBuild.path(), in: folder.path)
        let number = ["SIGTERM": 15, "SIGINT": 2, "SIGHUP": 1][signal, default: 0]
        #expect(made.output == "\(128 + number)\nold\n", "\(made)")
        let content = try String(contentsOf: folder.url("old"), encoding: .utf8)
        #expect(content == "before\n" || (try? ProbeReport(content)) != nil)
    }

    private func lastOccurrence(of call: String, in folder: TemporaryFolder) throws -> Int {
        let traced = try Shell.run(
            "strace", ["-qqq", "-e", "trace=\(call)", try StaticBuild.path(), "probe", "-o", "\(folder.path)/old"])
        return traced.errors.split(separator: "\n").count { $0.hasPrefix(call) }
    }

    /// While the child asks, a signal to the parent ends both.
    @Test(
        .enabled(if: Machine.has("strace"), "strace is not installed"), arguments: ["SIGTERM", "SIGINT"])
    func signalsWhileAskingLeaveNoChild(_ signal: String) throws {
        let folder = try TemporaryFolder()
        let made = try Uringctl.bash(
            """
            strace -f -qqq -o trace -e trace=poll,exit_group,execve -e inject=poll:signal=\(signal):when=3 \
            "$uringctl" probe --json -o new; ls -A; grep -c '+++ killed by SIG' trace
            """, program: try StaticBuild.path(), in: folder.path)
        #expect(made.output == "trace\n2\n", "\(made)")
    }
}
