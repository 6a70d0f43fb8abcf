import Support
import Testing

/// What every kernel that can be booted answers, held against an independent probe in the same guest, and against the
/// Catalog's releases.
@Suite(.timeLimit(.minutes(Bound.testMinutes)), .enabled(if: Guest.missing == nil, "\(Guest.missing ?? "")"))
struct MatrixTests {
    @Test(arguments: KernelPackages.series) func everyCellIsRight(_ series: String) throws {
        var row: [MatrixTable.Column: String] = [:]
        defer { MatrixTable.shared.add(row, of: series) }
        do {
            let kernel = MatrixKernel(try KernelPackages.kernel(of: series))
            row[.kernel] = kernel.release
            let judgements = try ask(kernel, series)
            for (column, text) in judgements.flatMap(\.cells) { row[column] = text }
            let wrong = judgements.flatMap(\.wrong)
            row[.wrong] = "\(wrong.count)"
            for cell in wrong { Issue.record("\(kernel.release): \(cell)") }
        } catch let missing as Missing {
            try Test.cancel("\(missing)")
        }
    }

    private func ask(_ kernel: MatrixKernel, _ series: String) throws -> [MatrixJudgement] {
        let questions = MatrixQuestions.all(for: kernel)
        let finished = try Guest(series: series).run(questions.map(\.commands)) { questions[$0].isInterrupted($1) }
        return try zip(questions, finished).map { try $0.judge($1, on: kernel) }
    }

    @Test("Every known difference is of a kernel that is asked")
    func differencesAreAskedFor() {
        for difference in KnownDifference.all {
            for series in difference.series ?? [] {
                #expect(KernelPackages.series.contains("\(series)"), "\(difference.evidence)")
            }
            for name in difference.names { #expect(AskedRow.all.contains { $0.name == name }, "\(name)") }
        }
    }
}
