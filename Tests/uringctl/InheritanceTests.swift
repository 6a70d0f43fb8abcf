import Foundation
import Support
import Testing

/// What whoever starts uringctl leaves it with: signals, descriptors, namespaces, rights.
@Suite(.bounded)
struct InheritanceTests {
    @Test(.enabled(if: Machine.has("cc"), "cc is not installed"))
    func ignoredChildrenStillTellHowTheyEnded() throws {
        let report = try Shell.run(
            "bash",
            ["-c", #"trap "" CHLD; exec "$@""#, "bash", try Obstacle.refuse.get(), "KILL_PROCESS", "io_uring_setup"]
                + [Uringctl.program, "probe", "--json"],
            deadlineSeconds: 60
        ).report()
        #expect(report.verdict.usable == false && report.verdict.cause == "seccomp")
    }

    /// As nohup(1) has it, and a shell that starts a command in the background: the child sends it to both.
    @Test(arguments: ["HUP", "INT", "QUIT", "TERM"])
    func ignoredSignalsDoNotKillTheChildren(_ signal: String) throws {
        let script = """
            trap "" \(signal)
            "$uringctl" repro fiber --json --case yield --iterations 500000 --timeout 60s >report &
            until read child _ <<<"$(cat /proc/$!/task/$!/children)" && [ "$child" ]; do kill -0 $! || exit 9; done
            until grep -qz run-a-case /proc/$child/cmdline; do kill -0 $child || exit 9; done
            kill -\(signal) $child $!
            wait $!
            cat report
            """
        let folder = try TemporaryFolder()
        let report = try Uringctl.bash(script, in: folder.path).reproReport()
        #expect(report.conclusion == "fibers: ok", "\(report.cases.map(\.detail))")
    }

    /// An index of a registered ring is at most 15, a descriptor may be more.
    @Test func manyDescriptorsChangeNothing() throws {
        let script = #"for i in {3..60}; do eval "exec $i</dev/null"; done; exec "$uringctl" probe --json"#
        let report = try Uringctl.bash(script).report()
        let plain = try Uringctl.run(["probe", "--json"]).report()
        for (rows, plainRows) in zip(report.rows, plain.rows) {
            #expect(rows?.map(\.supported) == plainRows?.map(\.supported))
        }
    }

    /// A pipe of one page that does not block, and a reader that takes its time.
    @Test(.enabled(if: Machine.has("python3"), "python3 is not installed"))
    func anOutputThatDoesNotBlockGetsAll() throws {
        let script = """
            import fcntl, os, subprocess, sys
            reading, writing = os.pipe()
            fcntl.fcntl(writing, 1031, 4096)  # F_SETPIPE_SZ
            os.set_blocking(writing, False)
            child = subprocess.Popen([sys.argv[1], "probe", "--json"], stdout=writing)
            os.close(writing)
            os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
            while piece := os.read(reading, 512):
                sys.stdout.buffer.write(piece)
            sys.exit(child.wait())
            """
        let finished = try Shell.run("python3", ["-c", script, Uringctl.program], deadlineSeconds: 30)
        #expect(finished.errors.isEmpty)
        #expect(try finished.report().headline.isEmpty == false)
    }

    @Test func aFileThatAKilledProcessLeftIsPassedOver() throws {
        let folder = try TemporaryFolder()
        // exec keeps the number of the process, so that it is known beforehand.
        let script = #"touch .uringctl-$$ .uringctl-$$-1; exec "$uringctl" probe --output report"#
        let finished = try Uringctl.bash(script, in: folder.path)
        #expect(finished.errors.isEmpty)
        #expect(try String(contentsOf: folder.url("report"), encoding: .utf8).contains("\nusable: "))
    }

    @Test(.enabled(if: Machine.isRoot, "only root has capabilities to give up"))
    func unprivilegedIsWithoutCapabilities() throws {
        let finished = try Uringctl.run(["probe", "--unprivileged"])
        #expect(finished.output.contains("\n  capabilities    none\n"))
        #expect(!finished.output.contains("CAP_IPC_LOCK"))
    }

    @Test(.enabled(if: Machine.canUnshare("user", "map-root-user"), "user namespaces cannot be made here"))
    func rootOfAUserNamespaceIsNotRoot() throws {
        let finished = try Shell.run("unshare", ["--user", "--map-root-user", Uringctl.program, "probe"])
        #expect(finished.output.replacing("\n", with: " ").contains("as root of a user namespace"))
        #expect(!finished.output.contains("CAP_IPC_LOCK"))
    }

    /// A namespace that has every number under its own is another one still, and its root nobody outside.
    @Test(
        .enabled(
            if: Machine.isRoot && Machine.canUnshare("user", "map-root-user") && Machine.has("python3"),
            "needs root, user namespaces and python3"))
    func aNamespaceLikeTheFirstIsToldFromIt() throws {
        let script = """
            import ctypes, os, sys
            made, mapped = os.pipe(), os.pipe()
            child = os.fork()
            if child == 0:
                os.close(mapped[1])
                ctypes.CDLL(None).unshare(0x10000000)
                os.write(made[1], b"x")
                os.read(mapped[0], 1)
                os.execv(sys.argv[1], sys.argv[1:])
            os.read(made[0], 1)
            for kind in "uid", "gid":
                with open(f"/proc/{child}/{kind}_map", "w") as file: file.write("0 0 4294967295")
            os.write(mapped[1], b"x")
            os.waitpid(child, 0)
            """
        let finished = try Shell.run(
            "python3", ["-c", script, Uringctl.program, "probe", "--json"], deadlineSeconds: 60)
        #expect(finished.output.contains(#""user_namespace": true"#))
        #expect(try Uringctl.run(["probe", "--json"]).output.contains(#""user_namespace": false"#))
    }

    @Test func whatIsRequiredIsNamedWhateverIsShown() throws {
        let finished = try Uringctl.run(["probe", "--only", "features", "--require", "op:NOP"])
        #expect(finished.output.contains("\n  requires      op:NOP: "))
        #expect(!finished.output.contains("\n  op flags "))
    }
}
