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
            + repros(on: kernel)
            + [VerifyQuestion(caller: .root), VerifyQuestion(caller: .nobody)]
    }

    /// The network, names and the log fall back where a kernel lacks something: on the oldest, on the two on either side of
    /// BIND and LISTEN (6.11), and on the newest, as an ordinary user.
    private static func repros(on kernel: MatrixKernel) -> [any MatrixQuestion] {
        let all: [(String, MatrixTable.Column)] = [
            ("net", .network), ("dns", .names), ("log", .log), ("event", .events), ("mutex", .mutexes),
        ]
        let series = Set(["5.10", "6.1", "6.12", KernelPackages.series[KernelPackages.series.count - 1]])
        let asked = series.contains { MatrixKernel.mainline($0) == kernel.mainline } ? all : []
        return [ReproQuestion(scenario: "fiber", column: .fibers)]
            + asked.map { ReproQuestion(scenario: $0, column: $1, caller: .nobody) }
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
