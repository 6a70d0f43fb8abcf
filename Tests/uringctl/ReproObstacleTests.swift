import Foundation
import Support
import Testing

/// `uringctl repro fiber` where something is in its way: io_uring refused, low limits, no /proc, no rights, no output.
@Suite(.bounded)
struct ReproObstacleTests {
    private static let ringCases = ["sleep", "cancel", "many"]

    // MARK: Without io_uring

    @Test(
        .enabled(if: Machine.has("cc"), "cc is not installed"), arguments: ["EPERM", "ENOSYS", "KILL_PROCESS", "TRAP"])
    func casesWithoutARingStillRun(_ action: String) throws {
        let finished = try refused(action, ["--json"])
        let report = try finished.reproReport()
        #expect(finished.status == 77)
        for item in report.cases {
            let needsRing = Self.ringCases.contains(item.name)
            #expect(item.outcome == (needsRing ? "skipped" : "ok"), "\(item.name): \(item.detail)")
            #expect(item.needs_ring == needsRing)
        }
        for item in report.specimens where item.needs_ring {
            #expect(item.outcome == "skipped" && item.detail.contains("io_uring"), "\(item.detail)")
        }
        #expect(report.io_uring?.usable == false && report.io_uring?.cause == "seccomp")
        #expect(report.conclusion == "fibers: ok, 3 skipped")
        #expect(report.text("io_uring")?.contains("seccomp") == true)
    }

    @Test(.enabled(if: Machine.has("cc"), "cc is not installed"))
    func whatCouldNotBeLearntWinsOverWhatWasSkipped() throws {
        let arguments = ["--case", "yield,sleep", "--iterations", "1000000000", "--timeout", "100ms"]
        let report = try refused("EPERM", ["--json"] + arguments).reproReport()
        #expect(report.cases.map(\.outcome) == ["unknown", "skipped"])
        #expect(report.status == 2)
    }

    @Test(.enabled(if: Machine.has("cc"), "cc is not installed"))
    func whereNothingWasTriedThatIsTheAnswer() throws {
        let finished = try refused("EPERM", ["--case", "sleep"])
        #expect(finished.status == 77)
        let words = finished.output.replacing("\n", with: " ")
        let reason = "io_uring is refused here: a seccomp filter answers EPERM; "
        #expect(words.hasPrefix("fibers were not tried here: " + reason))
        #expect(finished.output.hasSuffix("\nfibers: skipped\n"))
        #expect(try refused("EPERM", ["--case", "yield"]).status == 0)
    }

    @Test(.enabled(if: Machine.has("cc"), "cc is not installed"))
    func withoutChildrenThereIsNoAnswer() throws {
        let report = try Shell.run(
            try Obstacle.refuse.get(),
            ["EPERM", "clone3,clone,vfork", try StaticBuild.path(), "repro", "fiber", "--json"], deadlineSeconds: 60
        ).reproReport()
        #expect(report.status == 2)
        let outcomes = (report.cases + report.specimens).map(\.outcome)
        #expect(outcomes.allSatisfy { $0 == "unknown" })
        #expect(report.cases.allSatisfy { $0.detail.contains("posix_spawn(own executable): EPERM") })
    }

    private func refused(_ action: String, _ arguments: [String]) throws -> Finished {
        try Shell.run(
            try Obstacle.refuse.get(),
            [action, RefusalTests.all, try StaticBuild.path(), "repro", "fiber"] + arguments, deadlineSeconds: 60)
    }

    // MARK: Limits

    /// Runs as `uid` without rights, with `limits` as options of prlimit(1).
    private func limited(uid: Int, _ limits: [String], _ arguments: [String] = ["--json"]) throws -> Finished {
        try Obstacle.limited(uid: uid, limits, ["repro", "fiber"] + arguments)
    }

    @Test(.enabled(if: Obstacle.canLimit, "needs root, setpriv and prlimit"))
    func noRightsAreNeeded() throws {
        let report = try limited(uid: 65534, []).reproReport()
        #expect(report.conclusion == "fibers: ok" && report.headline.hasSuffix(", as uid 65534"))
        let isKnown = report.specimens.allSatisfy { $0.outcome != "unknown" && $0.outcome != "skipped" }
        #expect(isKnown, "\(report.specimens)")
    }

    /// Whatever fits holds, and what does not fit names the limit; nothing fails for it.
    @Test(.enabled(if: Obstacle.canLimit, "needs root, setpriv and prlimit"), arguments: [24, 48, 100, 300])
    func littleAddressSpace(_ mebibytes: Int) throws {
        let report = try limited(uid: 61100 + mebibytes, ["--as=\(mebibytes << 20)"]).reproReport()
        #expect(report.status == 2)
        #expect(report.text("limits") == "the limit of address space (ulimit -v) is \(mebibytes << 10) KiB: raise it")
        for item in report.cases where item.outcome != "ok" {
            #expect(item.outcome == "unknown" && item.detail.contains("ulimit -v"), "\(item.name): \(item.detail)")
        }
    }

    @Test(.enabled(if: Obstacle.canLimit, "needs root, setpriv and prlimit"), arguments: 3...8)
    func fewDescriptors(_ limit: Int) throws {
        let report = try limited(uid: 61200 + limit, ["--nofile=\(limit):\(limit)"]).reproReport()
        for item in report.cases where item.outcome != "ok" {
            #expect(["unknown", "skipped"].contains(item.outcome), "\(item.name): \(item.detail)")
            let isNamed = item.detail.contains("EMFILE") || item.detail.contains("descriptor")
            #expect(isNamed, "\(item.name): \(item.detail)")
        }
        if report.status != 0, report.status != 77 {
            #expect(report.text("limits") == "the limit of descriptors (ulimit -n) is \(limit): raise it")
        }
        if limit == 8 { #expect(report.conclusion == "fibers: ok") }
    }

    @Test(.enabled(if: Obstacle.canLimit, "needs root, setpriv and prlimit"))
    func noFurtherProcess() throws {
        let report = try limited(uid: 61300, ["--nproc=1:1"]).reproReport()
        #expect(report.status == 2)
        #expect(report.text("limits") == "the limit of processes (ulimit -u) is 1: raise it")
        #expect(report.cases.allSatisfy { $0.outcome == "unknown" && $0.detail.contains("ulimit -u) is 1") })
    }

    /// With a child and no thread, all cases hold; specimens that need a thread name the limit.
    @Test(.enabled(if: Obstacle.canLimit, "needs root, setpriv and prlimit"))
    func noFurtherThread() throws {
        let report = try limited(uid: 61301, ["--nproc=2:2"]).reproReport()
        #expect(report.conclusion == "fibers: ok")
        for name in ["migrated-access", "single-issuer", "departed-creator"] {
            let item = try report.specimen(name)
            #expect(item.outcome == "unknown" && item.detail.contains("(ulimit -u) is 2: raise it"), "\(item.detail)")
        }
    }

    /// The first thread's stack does not matter: Swift's runtime alone would need more than these.
    @Test(.enabled(if: Obstacle.canLimit, "needs root, setpriv and prlimit"), arguments: [32, 48, 64, 128, 512])
    func littleStack(_ kibibytes: Int) throws {
        let report = try limited(uid: 61400 + kibibytes, ["--stack=\(kibibytes << 10)"]).reproReport()
        let isNamed = report.text("limits")?.contains("(ulimit -s) is \(kibibytes) KiB") == true
        #expect(report.conclusion == "fibers: ok" || isNamed)
        #expect(kibibytes < 48 || report.conclusion == "fibers: ok", "\(report.headline)")
    }

    @Test(.enabled(if: Obstacle.canLimit, "needs root, setpriv and prlimit"))
    func noLockedMemory() throws {
        let report = try limited(uid: 61500, ["--memlock=0:0"]).reproReport()
        guard report.io_uring?.usable == false else { try Test.cancel("this kernel does not charge rings") }
        #expect(report.status == 77 && report.io_uring?.cause == "memlock")
    }

    // MARK: Around the process

    @Test(.enabled(if: Machine.isRoot && Machine.has("chroot"), "needs root"))
    func anEmptyRootIsEnoughForTheStaticFile() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: try StaticBuild.path(), toPath: folder.url("uringctl").path)
        let report = try Shell.run(
            "chroot", [folder.path, "/uringctl", "repro", "fiber", "--json"], deadlineSeconds: 60
        ).reproReport()
        #expect(report.conclusion == "fibers: ok")
        #expect(report.specimens.allSatisfy { $0.outcome != "unknown" && $0.outcome != "skipped" })
    }

    @Test(.enabled(if: Machine.isRoot && Machine.canUnshare("mount"), "needs root and a mount namespace"))
    func theDebugBuildNeedsNoProcEither() throws {
        let script = #"umount -l /proc || exit 9; exec "$0" repro fiber --json --case no-sleep,sleep"#
        let report = try Shell.run("unshare", ["--mount", "bash", "-c", script, Uringctl.program]).reproReport()
        #expect(report.conclusion == "fibers: ok")
    }

    @Test func closedAndFullOutputsAreErrors() throws {
        let closed = try Uringctl.bash(#""$uringctl" repro fiber --case no-sleep >&-"#)
        #expect(closed.status == 2)
        #expect(closed.errors == "uringctl: cannot write to standard output: EBADF (9, Bad file descriptor)\n")
        let full = try Uringctl.bash(#""$uringctl" repro fiber --case no-sleep --json >/dev/full"#)
        #expect(full.status == 2)
        #expect(full.errors == "uringctl: cannot write to standard output: ENOSPC (28, No space left on device)\n")
    }

    @Test(arguments: ["<&- >&- 2>&-", ">/dev/full 2>/dev/full", "<&- 2>&- >/dev/null"])
    func theQuietAnswerNeedsNoStream(_ streams: String) throws {
        let arguments = "--case no-sleep,sleep --specimen stale-register,stack-overflow,mutex-across-yield"
        let made = try Uringctl.bash(#""$uringctl" repro fiber --quiet \#(arguments) \#(streams)"#)
        #expect(made.status == 0 && made.errors.isEmpty, "\(made)")
    }

    @Test func aReaderMayLeave() throws {
        let made = try Uringctl.bash(#""$uringctl" repro fiber --case no-sleep | true; echo ${PIPESTATUS[0]}"#)
        #expect(made.output == "0\n" && made.errors.isEmpty)
    }

    @Test func aFileHoldsTheReport() throws {
        let folder = try TemporaryFolder()
        let made = try Uringctl.bash(#""$uringctl" repro fiber --case no-sleep --json -o file; ls -A"#, in: folder.path)
        #expect(made.output == "file\n" && made.errors.isEmpty, "no core file, no temporary one: \(made)")
        #expect(try ReproReport(String(contentsOf: folder.url("file"), encoding: .utf8)).conclusion == "fibers: ok")
    }

    @Test(.enabled(if: Machine.has("script"), "script is not installed"))
    func progressIsForATerminalAndLeavesNoTrace() throws {
        let command = #""$uringctl" repro fiber --case no-sleep,yield >/dev/null"#
        let shown = try Uringctl.bash(
            "script -qec \(ShellWord.quoted(command)) /dev/null", environment: ["TERM": "xterm", "SHELL": "/bin/sh"])
        #expect(shown.output.contains("no-sleep (1 of 2)") && shown.output.contains("yield (2 of 2)"))
        #expect(shown.output.hasSuffix("\r\u{1b}[K"))
        let dumb = try Uringctl.bash(
            "script -qec \(ShellWord.quoted(command)) /dev/null", environment: ["TERM": "dumb", "SHELL": "/bin/sh"])
        #expect(dumb.output.isEmpty)
    }

    /// Crashes on purpose, on a machine that keeps core files: none is left.
    @Test func noCoreFileIsLeft() throws {
        let folder = try TemporaryFolder()
        let made = try Uringctl.bash(
            #"ulimit -c unlimited 2>/dev/null; "$uringctl" repro fiber -q --specimen stale-register; ls -A"#,
            in: folder.path)
        #expect(made.status == 0 && made.output.isEmpty)
    }
}
