import Foundation
import Kernel
import Support
import Testing

@testable import Probe

/// The parent's side: children that die, hang, or say what nobody asked for. They are scripts in place of this program:
/// `SCRIPT verify-operations --checks LIST GROUP FOLDER`.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct VerificationRunTests {
    private let folder = try! TemporaryFolder()
    private let nothing = ["", ""].factText

    private func verify(_ subjects: [CheckSubject], _ script: String) throws -> Verification {
        let program = "\(folder.path)/program"
        // Written by another process: what this one starts meanwhile would hold the file open (ETXTBSY).
        let text = "#!/bin/sh\n\(script)\n"
        _ = try Shell.run("sh", ["-c", #"printf %s "$1" > "$0" && chmod 755 "$0""#, program, text])
        let facts = Facts(transcript: try Recorded.transcript("6.18.44"), environment: Recorded.environment)
        return Verification.run(
            .init(only: Set(subjects)), after: facts, Findings(facts.transcript), filesIn: folder.path, program: program)
    }

    private let nop = CheckSubject.operation("NOP")
    private let advice = CheckSubject.operation("MADVISE")

    @Test func aCheckThatKillsIsNamedAndTheOthersAreRun() throws {
        let verification = try verify(
            [nop, advice],
            """
            mkdir "$5"; echo left > "$5/file"
            case $3 in *op:NOP*) echo begin op:NOP; kill -SYS $$ ;; esac
            echo begin op:MADVISE
            printf '%s\\n' 'end op:MADVISE ok \(nothing)'
            """)
        let died = try #require(verification[nop])
        #expect(died.kind == .failed)
        #expect(died.words?.contains("was killed by signal 31 (SIGSYS); usually a filter that kills") == true, "\(died)")
        #expect(verification[advice] == CheckResult(.ok))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["program"])
    }

    @Test func aCheckThatHangsIsNamed() throws {
        let verification = try verify([nop], "echo begin op:NOP; exec sleep 1000")
        #expect(verification[nop]?.kind == .failed)
        #expect(verification[nop]?.detail == "the process that ran it hung, and was killed")
    }

    @Test func whatWasNotSaidIsUnknown() throws {
        let verification = try verify([nop, advice], "printf '%s\\n' 'end op:READ ok \(nothing)' rubbish; exit 3")
        for subject in [nop, advice] {
            #expect(
                verification[subject]
                    == CheckResult(.unknown, "not run: the process that was to run it exited with status 3"))
        }
        #expect(verification.results.count == 2)
    }

    @Test func aSituationThatCannotBeTakenOnIsNamed() throws {
        let verification = try verify([nop], "echo 'failure \("no such user".factText)'; exit 1")
        #expect(verification[nop] == CheckResult(.unknown, "not run: no such user"))
    }

    @Test func aKilledProcessIsNotStartedForEver() throws {
        // It dies over each check that it is asked for, one after the other, of a group that has more than attempts.
        let subjects = CheckGroup.files.checks.map(\.subject)
        let verification = try verify(subjects, #"echo "begin ${3%%,*}"; kill -KILL $$"#)
        let failed = subjects.count { verification[$0]?.kind == .failed }
        #expect(failed == 8)
        #expect(subjects.count { verification[$0]?.detail?.hasPrefix("not run: 8 processes died") == true } > 0)
    }

    @Test func aProgramThatCannotBeStartedIsNamed() throws {
        let facts = Facts(transcript: try Recorded.transcript("6.18.44"), environment: Recorded.environment)
        let verification = Verification.run(
            .init(only: [nop]), after: facts, Findings(facts.transcript), filesIn: folder.path, program: "/no such program")
        #expect(verification[nop]?.kind == .unknown)
        #expect(verification[nop]?.detail?.contains("ENOENT") == true)
    }

    @Test func aRequirementThatFailedIsNotMet() throws {
        let findings = Findings(try Recorded.transcript("6.18.44"))
        var verification = Verification()
        let requirement = try Requirement("op:NOP")
        #expect(findings.check(requirement, verification).isMet == true)
        verification.results[nop] = CheckResult(.skipped, "as asked")
        #expect(findings.check(requirement, verification).isMet == true)
        verification.results[nop] = CheckResult(.failed, "it did not", usually: "a filter")
        let finding = findings.check(requirement, verification)
        #expect(finding.isMet == false && finding.reason == "the kernel has it, but: it did not; usually a filter")
        // Another's failure is none of its.
        #expect(findings.check(try Requirement("op:READ"), verification).isMet == true)
    }
}
