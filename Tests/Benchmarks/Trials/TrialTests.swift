import Runtimes
import Support
import Testing

@testable import Benchmarks

private let hasRing = (try? Evented()) != nil

/// Everything that the benchmarks measure can be measured: each once and briefly, whatever it takes.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct TrialTests {
    @Test(.enabled(if: Peer.hasContext, "g++ or libboost-context-dev is not installed"))
    func fibersBesideContexts() throws { try expectFigures(of: Subject.fibers) }

    @Test(.enabled(if: hasRing, "this kernel refuses io_uring to this process"))
    func operationsBesideLiburing() throws { try expectFigures(of: Subject.operations) }

    /// Where there is no Zig, beside what it took elsewhere.
    @Test(.enabled(if: hasRing, "this kernel refuses io_uring to this process"))
    func fibersBesideZig() throws { try expectFigures(of: Subject.zig) }

    @Test(.enabled(if: hasRing, "this kernel refuses io_uring to this process"))
    func sleepers() throws { try expectFigures(of: Subject.sleepers) }

    @Test(.enabled(if: hasRing, "this kernel refuses io_uring to this process"))
    func primitives() throws { try expectFigures(of: Subject.primitives) }

    @Test(.enabled(if: hasRing, "this kernel refuses io_uring to this process"))
    func waking() throws { try expectFigures(of: Subject.waking) }

    @Test(.enabled(if: hasRing, "this kernel refuses io_uring to this process"))
    func echoBesideServersInC() throws { try expectFigures(of: Subject.echo) }

    /// What others do meanwhile can make it less than nothing, for so few.
    @Test(.enabled(if: hasRing, "this kernel refuses io_uring to this process"))
    func idleConnections() throws {
        do {
            let figures = try Subject.idle.flatMap { try $0.measure(.trial).figures }
            #expect(figures.count == 4 && figures[1] > 0 && figures[3] > 0, "\(figures)")
        } catch let missing as Missing {
            try Test.cancel("\(missing)")
        }
    }

    /// However often fibers of one ring wake each other, the kernel has no part in it.
    @Test(
        .enabled(if: hasRing, "this kernel refuses io_uring to this process"),
        .enabled(if: Shell.path(of: "strace") != nil, "strace is not installed"),
        arguments: ["event", "hand-over"])
    func fibersWakeEachOtherWithoutTheKernel(_ measurement: String) throws {
        func calls(rounds: Int) throws -> Int {
            let traced = try Shell.run(
                "strace",
                ["-f", "-qqq", "-o", "/dev/stderr", Package.product("Benchmarks"), Measurement.verb]
                    + ["sync", measurement, "fibers", "\(rounds)"],
                deadlineSeconds: 60)
            if traced.errors.contains("ptrace") { try Test.cancel("this process may not trace others") }
            try #require(traced.status == 0, "\(traced.errors)")
            return traced.errors.split(separator: "\n").count
        }
        let (few, many) = (try calls(rounds: 10), try calls(rounds: 10_000))
        #expect(few > 0 && abs(many - few) < 10, "\(few) and \(many) system calls")
    }

    private func expectFigures(of subjects: [Subject]) throws {
        #expect(!subjects.isEmpty)
        for subject in subjects {
            let measured = try subject.measure(.trial)
            #expect(measured.figures.count >= 3 && measured.figures.allSatisfy { $0 > 0 }, "\(measured.text)")
        }
    }

    @Test func theMedianIsInTheMiddle() {
        #expect(Sample(nanoseconds: [9, 1, 5]).medianNanoseconds == 5)
        #expect(Sample(nanoseconds: [4, 1, 9, 2]).medianNanoseconds == 3)
    }

    @Test func aProgramThatFailsOrWritesSomethingElseIsNoFigure() {
        for (program, arguments) in [("false", []), ("echo", ["fast"]), ("echo", ["1 2"]), ("echo", ["nan"])] {
            #expect(throws: Broken.self) {
                try Run(program: program, arguments: arguments, figure: .written).nanoseconds()
            }
        }
    }
}
