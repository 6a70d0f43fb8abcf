import Foundation
import Kernel
import Testing

@testable import Children

/// Children of /bin/sh: what they write, and every way in which they can end.
struct ChildTests {
    private func bounds(milliseconds: Int64 = 20_000, silence: Int32 = 20_000, output: Int = 1 << 20) -> Child.Bounds {
        Child.Bounds(
            deadlineNanoseconds: Clock.nanoseconds + milliseconds * 1_000_000, silenceLimitMilliseconds: silence,
            outputLimitBytes: output)
    }

    private func run(_ script: String, _ bounds: Child.Bounds) throws -> (outcome: Outcome, lines: [String]) {
        var lines: [String] = []
        let child = try Child.start(["-c", script], program: "/bin/sh")
        let outcome = child.run(within: bounds) { lines.append(String($0)) }
        return (outcome, lines)
    }

    @Test func linesComeBackInOrder() throws {
        let (outcome, lines) = try run("echo one; echo two; exit 3", bounds())
        #expect(outcome == .exited(status: 3))
        #expect(lines == ["one", "two"])
    }

    @Test func anUnfinishedLineIsDropped() throws {
        let (outcome, lines) = try run("echo whole; printf part; kill -SEGV $$", bounds())
        #expect(outcome == .signalled(SIGSEGV))
        #expect(lines == ["whole"])
    }

    @Test func moreThanAPipeHoldsComesBackWhole() throws {
        let (outcome, lines) = try run("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done", bounds())
        #expect(outcome == .exited(status: 0))
        #expect(lines.count == 20_000)
        #expect(lines.last == "line 19999")
    }

    @Test func silenceIsAHang() throws {
        let (outcome, lines) = try run("echo first; exec sleep 1000", bounds(silence: 200))
        #expect(outcome == .hung)
        #expect(lines == ["first"])
    }

    @Test func chatterDoesNotOutliveTheDeadline() throws {
        #expect(try run("while :; do echo more; done", bounds(milliseconds: 300, output: 1 << 30)).outcome == .hung)
    }

    @Test func outputIsBounded() throws {
        let (outcome, lines) = try run("while :; do echo more; done", bounds(output: 10_000))
        #expect(outcome == .hung)
        #expect(lines.count < 10_000)
    }

    @Test func aChildThatClosesItsOutputAndStaysIsAHang() throws {
        #expect(try run("exec >&-; exec sleep 1000", bounds(milliseconds: 300)).outcome == .hung)
    }

    @Test func aStoppedChildIsAHang() throws {
        #expect(try run("kill -STOP $$", bounds(silence: 200)).outcome == .hung)
    }

    /// The first line says that it is under way; from then on an end is asked for.
    @Test(arguments: ["exec sleep 1000", "exec >&-; exec sleep 1000"])
    func anInterruptionEndsItAtOnce(_ then: String) throws {
        let request = try Descriptor.event()
        let child = try Child.start(["-c", "echo first; \(then)"], program: "/bin/sh")
        var one: UInt64 = 1
        let outcome = child.run(within: bounds(), interruption: request.number) { _ in
            #expect(write(request.number, &one, 8) == 8)
        }
        #expect(outcome == .interrupted)
    }

    @Test func errorsComeBackWhereWanted() throws {
        for merges in [true, false] {
            var lines: [String] = []
            let child = try Child.start(
                ["-c", "echo one; exec 2>&\(merges ? 2 : 1); echo two >&2"], program: "/bin/sh", mergesErrors: merges)
            #expect(child.run(within: bounds()) { lines.append(String($0)) } == .exited(status: 0))
            #expect(lines == ["one", "two"])
        }
    }

    @Test func outcomesSurviveATranscript() {
        let outcomes: [Outcome] = [
            .exited(status: 3), .signalled(SIGSYS), .hung, .interrupted, .lost, .leftBehind(processIdentifier: 7),
        ]
        for outcome in outcomes { #expect(Outcome(code: outcome.code) == outcome) }
    }

    @Test func aMissingProgramIsAnError() {
        #expect(throws: CallFailure.self) { _ = try Child.start([], program: "/nowhere/to/be/found") }
        #expect(throws: CallFailure.self) { _ = try Child.start([], program: nil) }
    }

    @Test func waitStatusesAreDecoded() {
        #expect(Outcome(waitStatus: 0) == .exited(status: 0))
        #expect(Outcome(waitStatus: 2 << 8) == .exited(status: 2))
        #expect(Outcome(waitStatus: SIGSYS | 0x80) == .signalled(SIGSYS))
        #expect(Outcome.signalled(SIGSYS).description == "was killed by signal 31 (SIGSYS)")
    }
}
