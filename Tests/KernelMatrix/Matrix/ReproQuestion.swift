import Foundation
import Support

/// Whether what should hold does, and what is wrong on purpose is seen to be.
struct ReproQuestion: MatrixQuestion {
    let scenario: String
    let column: MatrixTable.Column
    var caller = Caller.root

    var commands: [Guest.Command] {
        // A guest's processor is slow, and has other guests beside it.
        [Guest.Command(words: caller.words(["/uringctl", "repro", scenario, "--json", "--timeout", "30s"]))]
    }

    /// Specimens that show nothing on a kernel.
    private func harmless(on kernel: MatrixKernel) -> [String: String] {
        switch scenario {
        case "fiber" where kernel.mainline < "6.0": ["single-issuer": "nothing, for want of the setup flag"]
        case "net" where kernel.mainline >= "6.11": ["ring-listen-only": "nothing, with BIND and LISTEN"]
        default: [:]
        }
    }

    func isInterrupted(_ finished: Finished) -> Bool {
        guard let report = try? Report(finished.output) else { return false }
        return !report.complete || report.cases.contains { ["hung", "unknown"].contains($0.outcome) }
    }

    func judge(_ finished: [Finished], on kernel: MatrixKernel) throws -> MatrixJudgement {
        let report = try Report(finished[0].output)
        let command = "repro \(scenario)"
        var wrong = report.cases.filter { $0.outcome != "ok" }.map {
            WrongCell(command: command, row: $0.name, expected: "ok", seen: "\($0.outcome): \($0.detail)")
        }
        // What is wrong on purpose must be seen to be; that may be in another way than on other kernels.
        let harmless = harmless(on: kernel)
        wrong += report.specimens.compactMap { specimen in
            let isShown = !["ok", "unknown", "skipped", "unharmed"].contains(specimen.outcome)
            return isShown != harmless.keys.contains(specimen.name) ? nil
                : WrongCell(
                    command: command, row: specimen.name, expected: harmless[specimen.name] ?? "a failure",
                    seen: "\(specimen.outcome): \(specimen.detail)")
        }
        if finished[0].status != 0 || !report.complete || !finished[0].errors.isEmpty {
            wrong.append(
                WrongCell(
                    command: command, row: "status", expected: "0, complete",
                    seen: "\(finished[0].status) \(finished[0].errors)"))
        }
        let held = report.cases.filter { $0.outcome == "ok" }.count
        return MatrixJudgement(cells: [(column, "\(held) of \(report.cases.count) ok")], wrong: wrong)
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
