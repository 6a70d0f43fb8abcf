import Children
import Glibc
import Testing

@testable import Scenarios

/// What a child says, and what is made of it together with how it ended.
struct TrialTests {
    static let statements: [Statement] = [
        .ok("all of it"), .found(.wrong("rbx is 0x1")), .found(.refused("EEXIST")), .found(.unharmed("nothing")),
        .failed(.failed("2 is not 3")), .failed(.prevented("no memory")), .ok(""),
    ]

    @Test(arguments: statements)
    func aStatementSurvivesItsLine(_ statement: Statement) {
        #expect(Statement(line: statement.line) == statement)
        #expect(!statement.line.contains("\n"))
    }

    @Test(arguments: ["", "result", "result ", "result perhaps it works", "Result ok", " result ok", "note ok"])
    func whatIsNoStatementIsNone(_ line: String) {
        #expect(Statement(line: line) == nil)
    }

    @Test func aStatementOfSeveralLinesIsOne() {
        #expect(Statement.ok("one\ntwo").line == "result ok one two")
    }

    @Test func linesGoWhereTheyBelong() throws {
        let testimony = Testimony(
            lines: [
                "note one", "Fatal error: it broke", "result ok first", "result failed second", "", "---", "note two",
                "crash signal 11 128", "crash address 0x0", "and more",
            ])
        #expect(testimony.statement == .ok("first"))
        #expect(testimony.notes == ["one", "two"])
        #expect(testimony.message == ["Fatal error: it broke", "and more"])
        let crash = try #require(testimony.crash)
        #expect(crash.signal == 11 && crash.code == 128 && crash.address == 0)
    }

    @Test func whateverAChildSaysIsBounded() {
        let long = String(repeating: "long ", count: 1000)
        let testimony = Testimony(
            lines: (0..<10_000).flatMap { ["note \($0)", "\(long)\($0)", "crash words \(long)"] })
        #expect(testimony.notes.count <= 16 && testimony.message.count <= 3)
        #expect(testimony.message.allSatisfy { $0.count <= 200 })
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let lines: [String]
        let end: Outcome
        let ofCase: TrialOutcome
        let ofSpecimen: TrialOutcome
        let detail: String
        var testDescription: String { "\(end), \(lines)" }

        init(_ lines: [String], _ end: Outcome, _ ofCase: TrialOutcome, _ ofSpecimen: TrialOutcome, _ detail: String) {
            (self.lines, self.end, self.ofCase, self.ofSpecimen, self.detail) = (lines, end, ofCase, ofSpecimen, detail)
        }
    }

    private static let crash = ["crash signal 11 1", "crash address 0x10", "crash end"]
    private static func alarm(used: Int) -> [String] { ["crash signal 14 128", "crash used \(used)", "crash end"] }
    private static let overflow = [
        "crash signal 11 1", "crash address 0x7ff0", "crash machine x86_64", "crash registers rsp 0x8000",
        "crash place address thread-guard",
    ]

    private static let noMemory = ["Fatal error: failed to allocate 1568 bytes", "crash signal 6 -6", "crash end"]

    private static let tightLimits = [
        TightLimit(resource: .stack, words: "raise -s"), TightLimit(resource: .addressSpace, words: "raise -v"),
        TightLimit(resource: .descriptors, words: "raise -n"),
    ]

    /// A low limit excuses nothing that it cannot be the cause of.
    @Test(arguments: [overflow, noMemory])
    func anotherLimitIsNoExcuse(_ lines: [String]) {
        let trial = trial(
            Testimony(lines: lines), .signalled(SIGSEGV), isSpecimen: false,
            tightLimits: [TightLimit(resource: .descriptors, words: "raise -n")])
        #expect(trial.outcome == .crashed && !trial.detail.contains("raise"))
    }

    static let cases = [
        Case(["result ok fine"], .exited(status: 0), .ok, .ok, "fine"),
        Case(["result failed 2 is 3"], .exited(status: 0), .failed, .failed, "2 is 3"),
        Case(["result wrong rbx"], .exited(status: 0), .wrong, .wrong, "rbx"),
        Case(["result unknown no memory"], .exited(status: 0), .unknown, .unknown, "no memory"),
        // A child that dies without a word, or after a good one, is never a pass.
        Case([], .exited(status: 0), .failed, .failed, "without a word"),
        Case([], .exited(status: 1), .failed, .crashed, "exited with status 1"),
        Case(["result ok fine"], .exited(status: 66), .failed, .crashed, "said \"fine\", then: the process exited"),
        Case(["result ok fine"] + crash, .signalled(SIGSEGV), .crashed, .crashed, "then: SIGSEGV, SEGV_MAPERR"),
        Case(crash, .signalled(SIGSEGV), .crashed, .crashed, "SIGSEGV, SEGV_MAPERR, address 0x10"),
        // Before the handler was there, it was no fiber's fault.
        Case([], .signalled(SIGSEGV), .unknown, .unknown, "before its first word; raise -s; raise -v"),
        Case(["note one"], .signalled(SIGHUP), .unknown, .unknown, "without a record of it; raise -s; raise -v"),
        Case(overflow, .signalled(SIGSEGV), .unknown, .unknown, "on the stack of its thread; raise -s"),
        Case(noMemory, .signalled(SIGABRT), .unknown, .unknown, "for want of memory; raise -v"),
        Case([], .exited(status: 127), .unknown, .unknown, "could not be started; raise -s; raise -v; raise -n"),
        Case([], .signalled(SIGKILL), .unknown, .unknown, "lack of memory"),
        Case(["note waits"] + alarm(used: 20_000), .signalled(SIGALRM), .hung, .hung, "came to no end"),
        // Time that is up is no evidence against what still works, was stopped, or was told so by somebody.
        Case(alarm(used: 200_000_000), .signalled(SIGALRM), .unknown, .hung, ""),
        Case(["crash signal 14 0", "crash sender 7"], .signalled(SIGALRM), .unknown, .hung, ""),
        Case([], .signalled(SIGALRM), .unknown, .hung, ""),
        Case([], .hung, .unknown, .hung, ""),
        Case([], .leftBehind(processIdentifier: 5), .unknown, .unknown, "left behind as process 5"),
        Case([], .interrupted, .unknown, .unknown, "was interrupted"),
        Case([], .lost, .unknown, .unknown, "lost sight of"),
    ]

    private func trial(
        _ testimony: Testimony, _ end: Outcome, isSpecimen: Bool, tightLimits: [TightLimit] = []
    ) -> Trial {
        Trial(testimony, end, isSpecimen: isSpecimen, timeoutNanoseconds: 5_000_000_000, tightLimits: tightLimits)
    }

    @Test func workThatTakesTooLongSaysWhatToDo() {
        let working = trial(Testimony(lines: Self.alarm(used: 9_000_000)), .signalled(SIGALRM), isSpecimen: false)
        #expect(
            working.detail == "its time (5s) was up while it was working: give --timeout or fewer --iterations")
    }

    @Test(arguments: cases)
    func endsAreJudged(_ sample: Case) {
        let testimony = Testimony(lines: sample.lines)
        for (isSpecimen, outcome) in [(false, sample.ofCase), (true, sample.ofSpecimen)] {
            let trial = trial(testimony, sample.end, isSpecimen: isSpecimen, tightLimits: Self.tightLimits)
            #expect(trial.outcome == outcome)
            // Whether a text holds the empty one, Foundation and the standard library see differently.
            #expect(sample.detail.isEmpty || trial.detail.contains(sample.detail), "\(trial.detail)")
        }
    }

    @Test func whatTheRuntimeSaidIsKeptWhereItMatters() {
        let lines = ["Fatal error: it broke"]
        let died = trial(Testimony(lines: lines + Self.crash), .signalled(SIGSEGV), isSpecimen: true)
        #expect(died.message == "Fatal error: it broke")
        let held = trial(Testimony(lines: lines + ["result ok"]), .exited(status: 0), isSpecimen: false)
        #expect(held.message == nil)
    }
}
