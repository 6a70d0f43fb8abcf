import Foundation
import Support
import Testing

/// Signals to `uringctl repro fiber` while a child runs.
@Suite(.bounded, .enabled(if: Machine.has("python3"), "python3 is not installed"))
struct ReproInterruptionTests {
    /// Starts a run whose second case takes for ever, waits until its child runs, sends `signal`, and says how the run
    /// ended and whether the child is gone.
    private func interrupted(
        _ signal: String, _ target: String = "parent"
    ) throws -> (status: Int, isGone: Bool, output: String) {
        let script = """
            import os, signal, subprocess, sys, time
            run = subprocess.Popen(
                [sys.argv[1], "repro", "fiber", "--json", "--case", "sleep,spawn,many", "--iterations", "500000000",
                 "--timeout", "50s", "--specimen", "red-zone"],
                stdout=subprocess.PIPE, start_new_session=True)
            def child():
                with open(f"/proc/{run.pid}/task/{run.pid}/children") as file: words = file.read().split()
                for word in words:
                    try: arguments = open(f"/proc/{word}/cmdline").read().split("\\0")
                    except OSError: continue
                    if "spawn" in arguments: return int(word)
            deadline = time.monotonic() + 30
            while not (found := child()) and time.monotonic() < deadline: time.sleep(0.01)
            number = getattr(signal, sys.argv[2])
            if sys.argv[3] == "group": os.killpg(run.pid, number)
            else: os.kill(run.pid, number)
            output = run.communicate(timeout=30)[0]
            def is_gone():
                try: return open(f"/proc/{found}/stat").read().split(")")[1].split()[0] == "Z"
                except OSError: return True
            while not is_gone() and time.monotonic() < deadline: time.sleep(0.01)
            print(run.returncode, is_gone())
            sys.stdout.flush()
            sys.stdout.buffer.write(output)
            """
        let finished = try Shell.run(
            "python3", ["-c", script, Uringctl.program, signal, target], deadlineSeconds: 90)
        let parts = finished.output.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let words = parts[0].split(separator: " ")
        let status = try #require(words.first.flatMap { Int($0) }, "\(finished)")
        return (status, words.last == "True", parts.count > 1 ? String(parts[1]) : "")
    }

    /// Ctrl-C reaches the child too, a service manager's SIGTERM the parent alone.
    @Test(arguments: [("SIGINT", "group"), ("SIGINT", "parent"), ("SIGTERM", "parent"), ("SIGTERM", "group")])
    func endsWithTheReportSoFar(_ signal: String, _ target: String) throws {
        let end = try interrupted(signal, target)
        #expect(end.status == 2 && end.isGone)
        let report = try ReproReport(end.output)
        #expect(!report.complete && report.headline.hasPrefix("interrupted, "))
        #expect(report.conclusion == "fibers: unknown (2 unknown), incomplete")
        #expect(report.cases.map(\.outcome) == ["ok", "unknown", "unknown"])
        #expect(report.cases.map(\.detail).dropFirst() == ["the process was interrupted", "not run: interrupted"])
        #expect(report.specimens.map(\.detail) == ["not run: interrupted"])
        if JSONSchemaCheck.isAvailable { #expect(try ReproReport.problems(of: [end.output]) == [nil]) }
    }

    /// A parent that cannot clean up any more takes its child with it.
    @Test func aKilledParentLeavesNoChild() throws {
        let end = try interrupted("SIGKILL")
        #expect(end.status == -9 && end.isGone && end.output.isEmpty)
    }

    /// What the hidden verb is given is checked like any other command line.
    @Test(arguments: [["fiber"], ["fibre", "yield"], ["fiber", "yield", "--seed", "x"]])
    func theHiddenVerbRefusesNonsense(_ arguments: [String]) throws {
        let finished = try Uringctl.run(["run-a-case"] + arguments)
        #expect(finished.status == 2 && finished.output.isEmpty && finished.complaints.count == 2)
    }

    @Test func theHiddenVerbSaysHowItEnded() throws {
        #expect(try Uringctl.run(["run-a-case", "fiber", "yield"]).output.hasPrefix("result ok 16 fibers"))
        #expect(try Uringctl.run(["run-a-case", "fiber", "nothing-of-that-name"]).status == 2)
        let crashed = try Uringctl.run(["run-a-case", "fiber", "stale-register"])
        #expect(crashed.output.contains("\ncrash signal 11 128\n") && crashed.output.hasSuffix("crash end\n"))
    }
}
