import Foundation
import Support

/// Whether fibers hold, and what wrong ones come to.
struct FiberQuestion: MatrixQuestion {
    var commands: [Guest.Command] {
        [Guest.Command(words: Caller.root.words(["/uringctl", "repro", "fiber", "--json"]))]
    }

    func isInterrupted(_ finished: Finished) -> Bool {
        guard let report = try? Report(finished.output) else { return false }
        return !report.complete || report.cases.contains { ["hung", "unknown"].contains($0.outcome) }
    }

    func judge(_ finished: [Finished], on kernel: MatrixKernel) throws -> MatrixJudgement {
        let report = try Report(finished[0].output)
        var wrong = report.cases.filter { $0.outcome != "ok" }.map {
            WrongCell(command: "repro fiber", row: $0.name, expected: "ok", seen: "\($0.outcome): \($0.detail)")
        }
        // What is wrong on purpose must be seen to be; that may be in another way than on other kernels.
        let beyond = kernel.mainline < "6.0" ? ["single-issuer"] : []
        wrong += report.specimens.compactMap { specimen in
            let isShown = !["ok", "unknown", "skipped"].contains(specimen.outcome)
            let expected = beyond.contains(specimen.name) ? "nothing, for want of the setup flag" : "a failure"
            return isShown != beyond.contains(specimen.name) ? nil
                : WrongCell(
                    command: "repro fiber", row: specimen.name, expected: expected,
                    seen: "\(specimen.outcome): \(specimen.detail)")
        }
        if finished[0].status != 0 || !report.complete || !finished[0].errors.isEmpty {
            wrong.append(
                WrongCell(
                    command: "repro fiber", row: "status", expected: "0, complete",
                    seen: "\(finished[0].status) \(finished[0].errors)"))
        }
        let held = report.cases.filter { $0.outcome == "ok" }.count
        return MatrixJudgement(cells: [(.fibers, "\(held) of \(report.cases.count) ok")], wrong: wrong)
    }

    private struct Report: Decodable {
        struct Trial: Decodable {
            let name, outcome, detail: String
        }

        let complete: Bool
        let cases, specimens: [Trial]

        init(_ text: String) throws { self = try JSONDecoder().decode(Report.self, from: Data(text.utf8)) }
    }
}
