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
            (try? GuestReport($0.output).verdict.isInterrupted) ?? false
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
        print(aligned(table))
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

    private func run(
        _ boot: Boot, _ commands: [Guest.Command], isInterrupted: (Finished) -> Bool
    ) throws -> [Finished] {
        do {
            return try boot.guest.run([commands]) { isInterrupted($1) }[0]
        } catch let missing as Missing {
            try Test.cancel("\(missing)")
        }
    }
}
