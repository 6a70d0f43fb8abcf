import Arguments
import Children
import Scenarios

extension ValueKind where Value == CrashSignature {
    /// SIGNAL[:CODE[:ADDRESS]]; a shell offers the signatures of the scenario's specimens.
    static func crash(in scenario: Scenario) -> ValueKind {
        ValueKind(
            "CRASH", completion: .word { scenario.signatureWords.map { Word($0.text, help: $0.help) } },
            parse: { (text) throws(ValueProblem) in
                do throws(CrashSignature.Misreading) {
                    return try CrashSignature(text)
                } catch {
                    let form = "write SIGNAL[:CODE[:ADDRESS]], such as SIGSEGV:SI_KERNEL:0"
                    throw .other("\(Phrase.quoted("\(error)")); \(form)")
                }
            },
            render: \.description)
    }
}
