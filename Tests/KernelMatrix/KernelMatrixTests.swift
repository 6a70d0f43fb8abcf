import Foundation
import Support
import Testing

/// Verdicts on kernels that are not this machine's, behind obstacles that this machine must not have.
///
/// With URINGCTL_RECORD_SITUATIONS=1, the facts of some of them are written to Tests/Probe/Situations as well.
@Suite(.timeLimit(.minutes(Bound.testMinutes)), .enabled(if: Guest.missing == nil, "\(Guest.missing ?? "")"))
struct KernelMatrixTests {
    @Test(arguments: Boot.all) func everyVerdictIsTrue(_ boot: Boot) throws {
        let finished = try run(boot, boot.situations.map { $0.command(["probe", "--json"]) }) {
            (try? GuestReport($0.output)).map { $0.verdict.usable == nil || $0.verdict.interruption != nil } ?? false
        }
        var table: [[String]] = []
        for (situation, ended) in zip(boot.situations, finished) {
            let name = "\(boot) \(situation.name) \(situation.caller.name)"
            guard ended.errors.isEmpty, let verdict = try? GuestReport(ended.output).verdict else {
                Issue.record("\(name): status \(ended.status), \(ended.errors)")
                continue
            }
            let complaints = situation.truth.complaints(about: verdict)
            let isOK = complaints.isEmpty && ended.status == (verdict.usable == true ? 0 : 1)
            #expect(isOK, "\(name): \(verdict.text); the truth is \(situation.truth.text): \(complaints)")
            table.append([
                boot.description, situation.name, situation.caller.name, verdict.text, situation.truth.text,
                isOK ? "ok" : "WRONG",
            ])
        }
        print(Self.aligned(table))
        if SituationRecording.isOn { try record(boot) }
    }

    private func record(_ boot: Boot) throws {
        let situations = boot.situations.filter(\.isRecorded)
        if situations.isEmpty { return }
        let finished = try run(boot, situations.map { $0.command(["gather-facts"]) }) {
            $0.output.hasPrefix("fact interruption = ") || $0.output.contains(" ! hung\n")
        }
        for (situation, ended) in zip(situations, finished) {
            try #require(ended.status == 0 && ended.errors.isEmpty, "\(situation.name): \(ended.errors)")
            try SituationRecording.write(ended.output, of: situation, in: boot)
        }
    }

    /// A guest that this machine gives little time does not answer within the five seconds that a probe waits: what was
    /// interrupted is run once more, where time passes with instructions.
    private func run(
        _ boot: Boot, _ commands: [Guest.Command], isInterrupted: (Finished) -> Bool
    ) throws -> [Finished] {
        do {
            var finished = try boot.guest.run(commands)
            let again = finished.indices.filter { isInterrupted(finished[$0]) }
            if again.isEmpty { return finished }
            var guest = boot.guest
            guest.hasOwnTime = true
            for (index, ended) in zip(again, try guest.run(again.map { commands[$0] })) { finished[index] = ended }
            return finished
        } catch let missing as Missing {
            try Test.cancel("\(missing)")
        }
    }

    private static func aligned(_ rows: [[String]]) -> String {
        guard let first = rows.first else { return "" }
        let widths = first.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
