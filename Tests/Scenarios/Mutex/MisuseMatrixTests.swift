import Children
import Glibc
import Report
import Testing

@testable import Scenarios

/// What is made of what a cell's child said, and how the matrix is shown; that the cells are run and what they show, the
/// tests of uringctl try.
struct MisuseMatrixTests {
    private static let cell = MisuseCell(misuse: .relock, kind: .pthreadNormal)

    private func judged(_ lines: [String], _ end: Outcome) -> MisuseMatrix.Cell {
        let trial = Trial(
            Testimony(lines: lines), end, isSpecimen: true, timeoutNanoseconds: 3_000_000_000, tightLimits: [])
        return MisuseMatrix.Cell(Self.cell, trial)
    }

    private static let alarm = ["crash signal 14 128", "crash used 20000", "crash end"]
    private static let busyAlarm = ["crash signal 14 128", "crash used 200000000", "crash end"]
    private static let trap = ["crash signal 4 2", "crash address 0x7f", "crash end"]
    private static let fault = ["crash signal 11 1", "crash address 0x20", "crash end"]

    @Test(
        arguments: [
            (["result refused the unlock answers EPERM"], .exited(status: 0), .detected, "the unlock answers EPERM"),
            (["result wrong two inside"], .exited(status: 0), .silent, "two inside"),
            (["result unharmed it counts"], .exited(status: 0), .ok, "it counts"),
            (
                ["A/B.swift:7: Fatal error: it is held"] + trap, .signalled(SIGILL), .detected,
                "the program ends: it is held"
            ),
            (fault, .signalled(SIGSEGV), .crash, "SIGSEGV, SEGV_MAPERR, address 0x20"),
            // A trap without a word tells nobody anything.
            (trap, .signalled(SIGILL), .crash, "SIGILL, ILL_ILLOPN, address 0x7f"),
            (
                ["note asleep for good: 2 threads"] + busyAlarm, .signalled(SIGALRM), .deadlock,
                "asleep for good: 2 threads"
            ),
            (alarm, .signalled(SIGALRM), .deadlock, "it did nothing any more when its time was up"),
            // It may have been slow.
            (busyAlarm, .signalled(SIGALRM), .unknown, "its time was up while it was working"),
            ([], .hung, .unknown, "its time was up while it was working"),
            (["result unknown no stack"], .exited(status: 0), .unknown, "no stack"),
            ([], .interrupted, .unknown, "the process was interrupted"),
        ] as [([String], Outcome, MisuseMatrix.Outcome, String)])
    func endsAreJudged(_ lines: [String], _ end: Outcome, _ outcome: MisuseMatrix.Outcome, _ how: String) {
        let cell = judged(lines, end)
        #expect(cell.outcome == outcome)
        #expect(cell.how == how)
    }

    @Test func everyCellIsRunOrSaysWhyNot() {
        #expect(MisuseCell.all.count == LockMisuse.allCases.count * LockKind.allCases.count)
        var run: [String] = []
        for cell in MisuseCell.all {
            switch cell.plan {
            case .run: run.append(cell.name)
            case .notApplicable(let reason): #expect(!reason.isEmpty && cell.kind != .ours, "\(cell.name)")
            }
        }
        #expect(Scenario.mutexMisuse.specimens.map(\.name) == run)
        #expect(Set(run).count == run.count)
        #expect(!Scenario.all.contains { $0.name == Scenario.mutexMisuse.name })
    }

    @Test(arguments: LockMisuse.allCases)
    func explanationsAreOneLineWithoutAFullStop(_ misuse: LockMisuse) {
        #expect(!misuse.explanation.isEmpty && misuse.explanation.last != "." && misuse.explanation.count <= 80)
    }

    // MARK: The report

    private let matrix = MisuseMatrix(
        cells: MisuseCell.all.map { cell in
            .init(
                misuse: cell.misuse, kind: cell.kind, outcome: cell.kind == .swift ? .notApplicable : .deadlock,
                how: "because", crash: nil)
        }, isComplete: true)

    private var report: Report {
        Report(
            schema: "sample/1", headline: "x", summary: [], sections: [matrix.section], conclusion: "y", tone: .good)
    }

    @Test func theTextIsAMatrixThatFits() {
        let text = TextWriter(width: 80).write(report)
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(text)")
        #expect(lines.count { $0.hasPrefix("  relock ") } == 2)
        #expect(lines.contains { $0.split(separator: " ") == ["relock", "deadlock", "deadlock", "deadlock", "-", "deadlock"] })
        #expect(lines.contains { $0.split(separator: " ") == ["normal", "errorcheck", "recursive", "robust"] })
    }

    @Test func theJSONHasAnObjectForEachCell() {
        guard case .list(let cells) = matrix.section.value else {
            Issue.record("misuse is no array")
            return
        }
        #expect(cells.count == MisuseCell.all.count)
        let first = cells[1]
        #expect(first["misuse"] == "unlock-by-other" && first["primitive"] == "backend-bound-evented")
        #expect(first["specimen"] == true && first["outcome"] == "deadlock" && first["how"] == "because")
        #expect(cells.contains { $0["outcome"] == "not_applicable" })
    }

    @Test func markdownHasBothTables() {
        let text = MarkdownWriter.write(report)
        #expect(text.contains("|  | ours | evented | threaded | Swift's | futex |"))
        #expect(text.contains("|  | normal | errorcheck | recursive | robust |"))
    }

    @Test func oursFailsWhereItNeitherNoticesNorAllows() {
        #expect(matrix.failures.count == LockMisuse.allCases.count)
        #expect(matrix.failures.first == "unlock-by-other: deadlock")
    }
}

struct ParallelTests {
    @Test(arguments: [0, 1, 5, 100], [1, 2, 7])
    func everyNumberHasItsValueInOrder(_ count: Int, _ width: Int) {
        var seen: [Int] = []
        let values = Parallel.map(count, atATime: width) { $0 * 2 } progress: { seen.append($0) }
        #expect(values == (0..<count).map { $0 * 2 })
        #expect(seen == seen.sorted() && seen.allSatisfy { (0..<count).contains($0) })
        if width == 1 { #expect(seen == Array(0..<count)) }
    }
}
