import Catalog
import Foundation
import Support

/// What `--verify` finds: everything that the kernel has works, but for what is known not to, or is not tried for a reason
/// that holds.
struct VerifyQuestion: MatrixQuestion {
    var caller: Caller

    private struct Report: Decodable {
        struct Row: Decodable {
            struct Result: Decodable {
                let result: String
                let detail: String?
            }

            let name: String
            let supported: Bool?
            let since: String?
            let operations: [String]?
            let verified: Result
        }

        struct Behaviour: Decodable {
            let name: String
            let verified: Row.Result
        }

        struct Counts: Decodable {
            let ok, failed, skipped, unknown: Int

            /// "179 ok, 0 failed, 34 skipped"
            var text: String {
                "\(ok) ok, \(failed) failed, \(skipped) skipped" + (unknown == 0 ? "" : ", \(unknown) unknown")
            }
        }

        let verification: Counts
        let opcodes, register_ops, op_flags: [Row]
        let behaviours: [Behaviour]

        init(_ text: String) throws { self = try JSONDecoder().decode(Report.self, from: Data(text.utf8)) }

        var rows: [Row] { opcodes + register_ops + op_flags }
    }

    var commands: [Guest.Command] { [Guest.Command(words: caller.words(["/uringctl", "probe", "--verify", "--json"]))] }

    /// Where this machine gives the guest little time, what was waited for may come too late.
    func isInterrupted(_ finished: Finished) -> Bool {
        guard let report = try? Report(finished.output) else { return false }
        return report.rows.contains { row in
            row.verified.result == "failed" && row.verified.detail?.contains("no completion") == true
                && !UnconfirmedRow.all.contains { $0.names.contains(row.name) }
        }
    }

    func judge(_ finished: [Finished], on kernel: MatrixKernel) throws -> MatrixJudgement {
        let report = try Report(finished[0].output)
        let failed = report.behaviours.filter { $0.verified.result == "failed" }.map(\.name)
        var judgement = MatrixJudgement(cells: [(column, report.verification.text)])
        if caller.uid == 0 {
            judgement.cells.append((.behaviours, failed.isEmpty ? "all" : "not " + failed.joined(separator: ", ")))
        }
        judgement.wrong += report.rows.compactMap { row in
            expectation(of: row, on: kernel).map { wrong(row.name, $0, row.verified) }
        }
        judgement.wrong += report.behaviours.compactMap { behaviour in
            let expected = Self.expected(behaviour.name, on: kernel)
            return expected.contains(behaviour.verified.result)
                ? nil : wrong(behaviour.name, expected.joined(separator: " or "), behaviour.verified)
        }
        return judgement
    }

    private var column: MatrixTable.Column { caller.uid == 0 ? .verifiedRoot : .verifiedNobody }

    private func wrong(_ row: String, _ expected: String, _ seen: Report.Row.Result) -> WrongCell {
        WrongCell(
            command: "probe --verify as \(caller.name)", row: row, expected: expected,
            seen: "\(seen.result) \(seen.detail ?? "")")
    }

    /// What was to be expected of a row in place of what was seen; nil where that was right.
    private func expectation(of row: Report.Row, on kernel: MatrixKernel) -> String? {
        let broken = UnconfirmedRow.by(name: row.name, release: kernel.mainline)
        switch row.verified.result {
        case "ok":
            if row.supported == false { return "skipped, as it is not there" }
            return broken?.isBroken == true ? "failed: \(broken?.reason ?? "")" : nil
        case "failed": return broken?.isBroken == true ? nil : "ok"
        case "skipped":
            let isReason = VerifyReasons.has(row.verified.detail, isRoot: caller.uid == 0)
            return row.supported == false || isReason ? nil : "a reason that holds"
        default:
            // Only use shows whether the kernel has it: it has not.
            let since = row.since.map(MatrixKernel.mainline)
            return row.supported == nil && since.map { $0 > kernel.mainline } == true ? nil : "ok"
        }
    }

    /// Results of a behaviour that are right.
    private static func expected(_ behaviour: String, on kernel: MatrixKernel) -> [String] {
        switch behaviour {
        case "futex-before-threads":
            kernel.mainline < "6.7" ? ["skipped"] : kernel.losesPrivateFutexes ? ["failed"] : ["ok"]
        case "message-to-disabled-ring": kernel.mainline < "5.18" ? ["skipped"] : ["ok"]
        case "single-issuer": kernel.mainline < "6.0" ? ["skipped"] : ["ok"]
        // How late it comes back is a matter of milliseconds, and of chance.
        case "memory-back-at-close": kernel.chargesRings ? ["ok", "failed"] : ["skipped"]
        default: []
        }
    }
}
