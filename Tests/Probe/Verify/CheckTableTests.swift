import Catalog
import Testing

@testable import Probe

/// The checks against the Catalog.
struct CheckTableTests {
    @Test func everyRowHasOneCheckAndEveryCheckARow() {
        let rows =
            Catalog.opcodes.map { CheckSubject.operation($0.name) }
            + Catalog.registerOperations.map { .register($0.name) }
            + Catalog.operationFlags.map { .flag($0.identifier) }
        let checked = OperationCheck.all.map(\.subject).filter { $0.kind != .behaviour }
        #expect(checked.count == Set(checked).count)
        #expect(Set(checked).symmetricDifference(rows).map(\.text).sorted() == [])
    }

    @Test func whatChecksNeedIsThere() {
        for check in OperationCheck.all {
            for need in check.needs {
                let isSetupFlag = need.kind == .flag && Catalog.setupFlag(named: need.name) != nil
                #expect(isSetupFlag || OperationCheck.all.contains { $0.subject == need }, "\(check.subject.text)")
            }
        }
    }

    @Test func behavioursSayWhatTheyAreAbout() {
        #expect(OperationCheck.behaviourChecks.allSatisfy { $0.subject.kind == .behaviour && $0.purpose != nil })
    }

    @Test func subjectsAreReadAsTheyAreWritten() {
        for check in OperationCheck.all { #expect(CheckSubject(text: check.subject.text[...]) == check.subject) }
        for text in ["", "READ", "op", ":READ", "opcode:READ"] { #expect(CheckSubject(text: text[...]) == nil) }
    }
}
