import Support

/// Commands for every kernel of the matrix, and how what they wrote is judged.
protocol MatrixQuestion {
    var commands: [Guest.Command] { get }
    /// Of what one of the commands wrote: whether more time would have told more.
    func isInterrupted(_ finished: Finished) -> Bool
    /// - Parameter finished: what each of the commands wrote.
    func judge(_ finished: [Finished], on kernel: MatrixKernel) throws -> MatrixJudgement
}

struct MatrixJudgement {
    /// Of the table.
    var cells: [(column: MatrixTable.Column, text: String)] = []
    var wrong: [WrongCell] = []
}

/// What every kernel of the matrix is asked: a further command has its question here, and its columns in `MatrixTable`.
enum MatrixQuestions {
    static func all(for kernel: MatrixKernel) -> [any MatrixQuestion] {
        [RowsQuestion(caller: .root, isCounted: true), RowsQuestion(caller: .nobody)]
            + refusals(on: kernel)
            + [FiberQuestion(), VerifyQuestion(caller: .root), VerifyQuestion(caller: .nobody)]
    }

    private static func refusals(on kernel: MatrixKernel) -> [any MatrixQuestion] {
        let settings: [(MatrixTable.Column, Situation)] = [
            (.disabled1Root, Boot.disabled(1, for: .root)), (.disabled1Nobody, Boot.disabled(1, for: .nobody)),
            (.disabled2Root, Boot.disabled(2, for: .root)), (.disabled2Nobody, Boot.disabled(2, for: .nobody)),
        ]
        let limits = Boot.memoryLimits(areCharged: kernel.chargesRings)
        return (kernel.hasSetting ? settings : []).map { RefusalQuestion(column: $0, situation: $1) }
            + zip([.memlock0, .memlock64KiB, .memlock0Root], limits).map { RefusalQuestion(column: $0, situation: $1) }
    }
}
