import Foundation
import Kernel
import Support
import Testing

@testable import Children

/// Children of /bin/sh: what they write, and every way in which they can end.
struct ChildTests {
    private func bounds(milliseconds: Int64 = 20_000, silence: Int32 = 20_000, output: Int = 1 << 20) -> Child.Bounds {
        Child.Bounds(
            deadlineNanoseconds: Clock.nanoseconds + milliseconds * 1_000_000, silenceLimitMilliseconds: silence,
            outputLimitBytes: output)
    }

    private func run(
        _ script: String, _ bounds: Child.Bounds, capturesErrors: Bool = false
    ) throws -> (outcome: Outcome, lines: [String]) {
        var lines: [String] = []
        let child = try Child.start(["-c", script], capturesErrors: capturesErrors, program: "/bin/sh")
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
        #expect(try run("kill -STOP $$", bounds(milliseconds: 500)).outcome == .hung)
    }

    @Test func aMissingProgramIsAnError() {
        #expect(throws: CallFailure.self) { _ = try Child.start([], program: "/nowhere/to/be/found") }
        #expect(throws: CallFailure.self) { _ = try Child.start([], program: nil) }
    }

    @Test func errorsComeBackInTheirOrderWhenAskedFor() throws {
        let script = "echo one; echo two >&2; echo three"
        #expect(try run(script, bounds(), capturesErrors: true).lines == ["one", "two", "three"])
        #expect(try run("exec 2>/dev/null; \(script)", bounds()).lines == ["one", "three"])
    }

    @Test(.timeLimit(.minutes(Bound.testMinutes)))
    func aStopRequestEndsTheChildAtOnce() throws {
        let event = try Descriptor.event()
        var lines: [String] = []
        let child = try Child.start(["-c", "echo $$; exec sleep 1000"], program: "/bin/sh")
        let outcome = child.run(within: bounds(), unless: StopRequest(descriptor: event.number)) {
            lines.append(String($0))
            var one: UInt64 = 1
            write(event.number, &one, 8)
        }
        #expect(outcome == .interrupted)
        let identifier = try #require(lines.first.flatMap { pid_t($0) })
        #expect(kill(identifier, 0) == -1 && errno == ESRCH)
    }

    @Test(.timeLimit(.minutes(Bound.testMinutes)))
    func aStopRequestEndsAChildThatHasClosedItsOutput() throws {
        // The reading end is ready once the child, which is the only one to write there, has closed its end.
        let folder = try TemporaryFolder()
        let path = folder.url("fifo").path
        #expect(mkfifo(path, 0o600) == 0)
        let fifo = try Descriptor.open(path, O_RDONLY | O_NONBLOCK)
        let script = "exec 9>'\(path)'; exec >&-; exec 9>&-; exec sleep 1000"
        let child = try Child.start(["-c", script], program: "/bin/sh")
        let outcome = child.run(within: bounds(), unless: StopRequest(descriptor: fifo.number)) { _ in }
        #expect(outcome == .interrupted)
    }

    @Test func aStopRequestThatIsNotMadeChangesNothing() throws {
        let event = try Descriptor.event()
        let stop = StopRequest(descriptor: event.number)
        let child = try Child.start(["-c", "echo a; kill -INT $$"], program: "/bin/sh")
        #expect(child.run(within: bounds(), unless: stop) { _ in } == .signalled(SIGINT))
    }

    @Test func waitStatusesAreDecoded() {
        #expect(Outcome(waitStatus: 0) == .exited(status: 0))
        #expect(Outcome(waitStatus: 2 << 8) == .exited(status: 2))
        #expect(Outcome(waitStatus: SIGSYS | 0x80) == .signalled(SIGSYS))
        #expect(Outcome.signalled(SIGSYS).description == "was killed by signal 31 (SIGSYS)")
    }
}
