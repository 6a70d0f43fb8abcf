import Foundation
import Support
import Testing

/// `uringctl probe --pid`: what /proc says of processes in every state.
@Suite(.bounded, .enabled(if: Machine.has("cc"), "cc is not installed"))
struct ProcessTests {
    private func look(at pid: Int32, _ arguments: [String] = ["--json"]) throws -> Finished {
        try Uringctl.run(["probe", "--pid", "\(pid)"] + arguments)
    }

    private static let waiting = "echo ready; read -t 600 <> <(:)"

    /// A shell that says it is there, and waits.
    private func sleeper(_ prefix: [String] = []) throws -> Background {
        let bash = try #require(Shell.path(of: "bash"))
        let words = prefix + [bash, "-c", Self.waiting]
        let sleeper = try Background(words[0], Array(words[1...]))
        try #require(sleeper.line == "ready")
        return sleeper
    }

    /// What `Obstacles/rings.c` made, as its comments count it.
    @Test func ringsInEveryState() throws {
        let folder = try TemporaryFolder()
        let holder = try Background(try Obstacle.rings.get(), ["hold", folder.path])
        try #require(holder.line == "\(holder.pid)")
        let finished = try look(at: holder.pid)
        let report = try finished.processReport()
        #expect(report.headline == "process \(holder.pid) uses io_uring: 4 rings, 1 ring mapped without a descriptor")
        #expect(report.process.pid == Int(holder.pid) && report.process.kind == "ordinary")
        #expect(report.process.uid == Int(getuid()) && report.process.thread_of == nil)
        #expect(report.use.rings == 4 && report.use.mapped == 5 && report.use.mapped_without_descriptor == 1)
        #expect(report.use.workers == 1 && report.use.sq_threads == 1)
        #expect(report.rings.map(\.sq_entries) == [8, 2, 64, 64, 4])
        #expect(report.rings.map(\.cq_entries) == [16, 4, 128, 128, 8])
        #expect(report.rings.map(\.sqpoll) == [false, false, true, true, false])
        #expect(report.rings.allSatisfy { $0.complete })
        let (busy, full) = (report.rings[0], report.rings[1])
        #expect(busy.sq_pending == 2 && busy.cq_unread == 3 && busy.cq_overflow == 0 && busy.polls == 1)
        #expect(busy.files == 4 && busy.buffers == 1)
        #expect(full.sq_pending == 0 && full.cq_unread == 4 && full.cq_overflow == 2 && full.files == 0)
        #expect(report.unread.isEmpty)
        #expect(report.namespaces["user"] == "same" && report.namespaces["mnt"] == "same")
        // The ring's files have names, and the process has one.
        for format in ["json", "text", "markdown"] {
            let output = try look(at: holder.pid, ["--format", format]).output
            #expect(!output.contains("canary") && !output.contains("/Products") && !output.contains(".build"))
        }
        // The thread that polls is one of the process's.
        let thread = try #require(report.rings[2].sq_thread)
        let ofThread = try look(at: Int32(thread)).processReport()
        #expect(ofThread.process.thread_of == Int(holder.pid) && ofThread.use.rings == 4)
    }

    @Test func aRingOfAThreadThatOutlivedTheFirst() throws {
        let holder = try Background(try Obstacle.rings.get(), ["leaderless"])
        let report = try look(at: holder.pid).processReport()
        #expect(report.headline == "process \(holder.pid) uses io_uring: 1 ring")
        #expect(report.process.kind == "ordinary")
    }

    @Test func aProcessWithoutRings() throws {
        let sleeper = try sleeper()
        let finished = try look(at: sleeper.pid)
        let report = try finished.processReport()
        #expect(report.headline == "process \(sleeper.pid) holds no ring" && finished.status == 1)
        #expect(report.use.rings == 0 && report.use.mapped == 0 && report.rings.isEmpty)
        #expect(try look(at: sleeper.pid, ["--quiet"]).output.isEmpty)
    }

    @Test func aZombieHoldsNothing() throws {
        let parent = try Background(try Obstacle.rings.get(), ["zombie"])
        let child = try #require(Int32(parent.line))
        let report = try look(at: child).processReport()
        #expect(report.headline == "process \(child) has ended and waits to be reaped: it holds no ring")
        #expect(report.process.kind == "zombie" && report.unread.isEmpty)
    }

    @Test func whatHasEndedIsNotThere() throws {
        let ended = try #require(Int32(try Shell.run("bash", ["-c", "echo $$"]).output.dropLast()))
        let finished = try look(at: ended)
        let report = try finished.processReport()
        #expect(report.headline == "there is no process \(ended)" && finished.status == 2)
        #expect(report.process.kind == nil && report.conclusion == "uses io_uring: unknown")
        #expect(try look(at: ended, []).output == "there is no process \(ended)\n\nuses io_uring: unknown\n")
    }

    private static let hasKernelThreads =
        (try? String(contentsOfFile: "/proc/2/comm", encoding: .utf8)) == "kthreadd\n"

    @Test(.enabled(if: hasKernelThreads, "process 2 is not a kernel thread here"))
    func aKernelThreadHasNone() throws {
        let report = try look(at: 2).processReport()
        #expect(report.headline == "process 2 is a kernel thread: it has no descriptors of its own, and holds no ring")
        #expect(report.process.kind == "kernel_thread")
    }

    @Test func aFilterIsSeen() throws {
        let sleeper = try sleeper([try Obstacle.refuse.get(), "ENOSYS", "io_uring_setup"])
        let report = try look(at: sleeper.pid).processReport()
        #expect(report.security.seccomp == 2 && report.security.seccomp_filters == 1)
        let text = try look(at: sleeper.pid, []).output
        #expect(text.contains("  filters       seccomp, 1 filter, which may refuse io_uring"))
    }

    @Test(.enabled(if: Obstacle.canLimit, "needs root, setpriv and prlimit"))
    func limitsAndRightsAreTheOtherProcesss() throws {
        let sleeper = try sleeper([
            "prlimit", "--memlock=65536:65536", "--nofile=99:99", "setpriv", "--reuid", "61101", "--regid", "61101",
            "--clear-groups", "--inh-caps=-all",
        ])
        let report = try look(at: sleeper.pid).processReport()
        #expect(report.limits["memlock"]??.soft == .number(65_536) && report.limits["nofile"]??.soft == .number(99))
        #expect(report.process.uid == 61101 && report.process.capabilities == [])
    }

    @Test(.enabled(if: Obstacle.canLimit, "needs root, setpriv and prlimit"))
    func somebodyElsesIsReportedInPart() throws {
        let sleeper = try sleeper()
        let pid = sleeper.pid
        let finished = try Obstacle.limited(uid: 61102, [], ["probe", "--pid", "\(pid)", "--json"])
        let report = try finished.processReport()
        #expect(finished.status == 2)
        let refusal = "opendir(/proc/\(pid)/fd): EACCES (13, Permission denied)"
        #expect(report.headline == "process \(pid) cannot be looked at: \(refusal)")
        #expect(report.use.rings == nil && report.process.uid == 0 && report.limits["memlock"]??.soft != nil)
        #expect(report.unread.map(\.what).contains("descriptors") && report.unread.map(\.what).contains("memory"))
        #expect(report.unread.allSatisfy { $0.errno.name == "EACCES" })
        #expect(report.unread.allSatisfy { $0.remedy == "ask as root, or as the user of the process" })
        // Its own can be looked at without any rights.
        let own = try self.sleeper(["setpriv", "--reuid", "61103", "--regid", "61103", "--clear-groups"])
        let ofOwn = try Obstacle.limited(uid: 61103, [], ["probe", "--pid", "\(own.pid)", "--json"]).processReport()
        #expect(ofOwn.use.uses_io_uring == false && ofOwn.unread.isEmpty)
    }

    @Test(.enabled(if: Machine.isRoot && Machine.canUnshare("user", "mount"), "needs root and namespaces"))
    func anotherUserNamespaceIsNamed() throws {
        let sleeper = try sleeper(["unshare", "--user", "--mount"])
        let report = try look(at: sleeper.pid).processReport()
        #expect(report.namespaces["user"] == "other" && report.namespaces["mnt"] == "other")
        #expect(report.namespaces["net"] == "same" && report.namespaces["user_maps"] == "none")
    }

    /// - Parameters:
    ///   - mount: what makes /proc what it is; then the static release looks at the shell that ran it.
    private func lookBehind(_ mount: String, as user: String = "") throws -> Finished {
        let folder = try TemporaryFolder()
        let script = """
            chmod 755 . && cp "$1" program && chmod 755 program && \(mount) && exec 3</dev/null &&
            \(user) ./program probe --json --pid $$; exit $?
            """
        return try Shell.run(
            "unshare", ["--mount", "bash", "-c", script, "bash", try StaticBuild.path()], in: folder.path)
    }

    @Test(.enabled(if: Machine.isRoot && Machine.canUnshare("mount"), "needs root and namespaces"))
    func withoutProcNothingIsKnown() throws {
        let finished = try lookBehind("mount -t tmpfs none /proc")
        let report = try finished.processReport()
        #expect(report.headline == "no process can be looked at: /proc is not mounted here" && finished.status == 2)
    }

    @Test(.enabled(if: Obstacle.canLimit && Machine.canUnshare("mount"), "needs root, setpriv and namespaces"))
    func aHiddenProcessIsToldFromNone() throws {
        let report = try lookBehind(
            "mount -t proc -o hidepid=invisible proc /proc", as: "setpriv --reuid 61104 --regid 61104 --clear-groups"
        ).processReport()
        #expect(report.headline.hasSuffix(
            "is there, and /proc hides it (its option hidepid); ask as root, or as the user of the process"))
    }
}
