import Catalog
import Support

/// What there is: uringctl's answers, held row by row against the independent probe's and the Catalog's releases.
struct RowsQuestion: MatrixQuestion {
    var caller: Caller
    /// Whether its counts are the table's.
    var isCounted = false

    private var name: String { "probe as \(caller.name)" }

    var commands: [Guest.Command] {
        [["/uringctl", "probe", "--json"], ["/independent-probe"]].map { Guest.Command(words: caller.words($0)) }
    }

    func isInterrupted(_ finished: Finished) -> Bool {
        (try? GuestReport(finished.output).verdict.isInterrupted) ?? false
    }

    func judge(_ finished: [Finished], on kernel: MatrixKernel) throws -> MatrixJudgement {
        let ours = try ProbeAnswers(report: finished[0].output)
        let theirs = try IndependentProbe.answers(finished[1])
        var judgement = MatrixJudgement()
        if finished[0].status != 0 || !finished[0].errors.isEmpty {
            judgement.wrong.append(wrong("status", "0", "\(finished[0].status) \(finished[0].errors)"))
        }
        judgement.wrong += IndependentProbe.disagreements(of: ours, with: theirs).map {
            wrong($0.row, "\($0.expected) (independent probe)", $0.seen)
        }
        judgement.wrong += Self.differences(of: ours, theirs, on: kernel).map { wrong($0, $1, $2) }
        judgement.wrong += Self.unconfirmed(ours, theirs, on: kernel).map { wrong($0, $1, $2) }
        judgement.cells.append((caller.uid == 0 ? .root : .nobody, ProbeAnswers.text(ours.usable)))
        if isCounted { judgement.cells += counts(ours) }
        return judgement
    }

    /// Rows that are there though their release is later, or the reverse, and that no known difference explains.
    private static func differences(
        of ours: ProbeAnswers, _ theirs: ProbeAnswers, on kernel: MatrixKernel
    ) -> [Complaint] {
        AskedRow.all.compactMap { row in
            guard let our = ours.rows[row.key] else { return ("\(row.key) \(row.name)", "a row", "none") }
            guard let seen = our ?? theirs.rows[row.key] ?? nil else { return nil }
            let difference = KnownDifference.by(name: row.name, release: kernel.mainline)
            let mainline = row.since <= kernel.mainline
            let expected = difference?.isThere ?? mainline
            if seen != expected {
                let reason = difference.map { "known difference: \($0.evidence)" } ?? "since \(row.since)"
                return ("\(row.key) \(row.name)", "\(ProbeAnswers.text(expected)) (\(reason))", ProbeAnswers.text(seen))
            }
            if let difference, difference.series != nil, expected == mainline {
                return ("\(row.key) \(row.name)", "no known difference, as it is mainline's", difference.evidence)
            }
            return nil
        }
    }

    /// Rows that are there, that real use does not show, and that no table explains, or the reverse.
    private static func unconfirmed(
        _ ours: ProbeAnswers, _ theirs: ProbeAnswers, on kernel: MatrixKernel
    ) -> [Complaint] {
        AskedRow.all.compactMap { row in
            let explained = UnconfirmedRow.by(name: row.name, release: kernel.mainline)
            let isConfirmed = theirs.rows[row.key] != .some(nil)
            if !isConfirmed && ours.rows[row.key] == .some(true) && explained == nil {
                return ("\(row.key) \(row.name)", "yes, by real use", "unknown (independent probe)")
            }
            if let explained, explained.series != nil, isConfirmed {
                return ("\(row.key) \(row.name)", "unconfirmed: \(explained.reason)", "confirmed")
            }
            return nil
        }
    }

    private func counts(_ answers: ProbeAnswers) -> [(column: MatrixTable.Column, text: String)] {
        [
            (.opcodes, "op "), (.operationFlags, "opflag "), (.setupFlags, "setup "), (.features, "feature "),
            (.registerOperations, "register "),
        ].map { column, prefix in
            let rows = answers.rows.filter { $0.key.hasPrefix(prefix) }
            let unknown = rows.filter { $0.value == nil }.count
            return (column, "\(rows.filter { $0.value == true }.count)" + (unknown == 0 ? "" : " (\(unknown) unknown)"))
        }
    }

    private typealias Complaint = (row: String, expected: String, seen: String)

    private func wrong(_ row: String, _ expected: String, _ seen: String) -> WrongCell {
        WrongCell(command: name, row: row, expected: expected, seen: seen)
    }
}
