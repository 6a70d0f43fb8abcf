import Support
import Testing

/// What every kernel that can be booted answers, held against an independent probe in the same guest, and against the
/// Catalog's releases.
@Suite(.timeLimit(.minutes(Bound.testMinutes)), .enabled(if: Guest.missing == nil, "\(Guest.missing ?? "")"))
struct MatrixTests {
    /// A case that is cancelled leaves no trace in what a run reports: here it is said what is missing.
    @Test func everyKernelCanBeHad() throws {
        let missing = try KernelPackages.series.compactMap { series -> Missing? in
            do {
                _ = try KernelPackages.kernel(of: series)
                return nil
            } catch let missing as Missing {
                return missing
            }
        }
        if missing.isEmpty { return }
        try Test.cancel("\(Set(missing.map(\.description)).sorted().joined(separator: "; "))")
    }

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
        return zip(questions, finished).map { question, finished in
            do {
                return try question.judge(finished, on: kernel)
            } catch {
                let seen = finished.map { "status \($0.status) \($0.errors)" }.joined(separator: ", ")
                return MatrixJudgement(wrong: [
                    WrongCell(
                        command: question.commands[0].words.joined(separator: " "), row: "output",
                        expected: "what can be read", seen: "\(error) (\(seen))")
                ])
            }
        }
    }

    @Test("What is known of kernels is of rows and kernels that are asked")
    func whatIsKnownIsAskedFor() {
        let names = Set(AskedRow.all.map(\.name)), series = Set(KernelPackages.series.map(MatrixKernel.mainline))
        let known = KnownDifference.all.map { ($0.names, $0.series) } + UnconfirmedRow.all.map { ($0.names, $0.series) }
        for (knownNames, knownSeries) in known {
            #expect(!knownNames.isEmpty && names.isSuperset(of: knownNames))
            #expect(knownSeries.map(series.isSuperset) != false)
        }
    }
}
