import Support

/// Whether io_uring can be used behind an obstacle, and who refuses it if not.
struct RefusalQuestion: MatrixQuestion {
    var column: MatrixTable.Column
    var situation: Situation

    var commands: [Guest.Command] {
        [situation.command(["probe", "--json"]), situation.command(["usable"], program: "/independent-probe")]
    }

    func isInterrupted(_ finished: Finished) -> Bool {
        (try? GuestReport(finished.output).verdict.isInterrupted) ?? false
    }

    func judge(_ finished: [Finished], on kernel: MatrixKernel) throws -> MatrixJudgement {
        let verdict = try GuestReport(finished[0].output).verdict
        let peer = try IndependentProbe.answers(finished[1])
        let name = "probe \(situation.name) as \(situation.caller.name)"
        var judgement = MatrixJudgement(cells: [(column, verdict.usable == true ? "yes" : verdict.cause ?? "unknown")])
        func expect(_ isTrue: Bool, _ row: String, _ expected: String, _ seen: String) {
            if !isTrue {
                judgement.wrong.append(WrongCell(command: name, row: row, expected: expected, seen: seen))
            }
        }
        let (usable, truth) = (ProbeAnswers.text(situation.truth.isUsable), situation.truth)
        expect(peer.usable == truth.isUsable, "usable", usable, "\(ProbeAnswers.text(peer.usable)) (independent probe)")
        expect(truth.complaints(about: verdict).isEmpty, "verdict", truth.text, verdict.text)
        let status: Int32 = truth.isUsable ? 0 : 1
        expect(finished[0].status == status, "status", "\(status)", "\(finished[0].status)")
        expect(finished[0].errors.isEmpty, "errors", "none", finished[0].errors)
        return judgement
    }
}
