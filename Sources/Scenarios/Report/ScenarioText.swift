import Arguments
package import Children
import Glibc
import Report

/// What a scenario says without running anything.
package struct ScenarioText {
    private let scenario: Scenario
    private let width: Int

    package init(_ scenario: Scenario, width: Int = 80) {
        self.scenario = scenario
        self.width = width
    }

    // MARK: --list

    /// Every case and specimen, with what it is about.
    package var list: String {
        let cases = scenario.cases.map { ($0.name, $0.purpose + ($0.needsRing ? " (needs io_uring)" : "")) }
        var text = ["cases"] + columns(cases)
        var machines: [String?] = []
        for item in scenario.specimens where !machines.contains(item.machine) { machines.append(item.machine) }
        for machine in machines {
            let specimens = scenario.specimens.filter { $0.machine == machine }
            text += ["", "specimens" + (machine.map { " for \($0)" } ?? "") + ", each wrong on purpose"]
            text += columns(specimens.map { ($0.name, $0.broken + ($0.needsRing ? " (needs io_uring)" : "")) })
        }
        return lines(text)
    }

    // MARK: --explain

    /// What a crash is, and which specimens look like it; whether any dies so.
    package func explanation(of crash: CrashSignature) -> (text: String, isKnown: Bool) {
        let found = scenario.specimens.filter { $0.dies(as: crash) }
        let meaning = SignalMeaning.of(crash)
        var text = wrapped(headline(crash) + ": " + meaning.summary)
        for paragraph in meaning.paragraphs { text += [""] + wrapped(paragraph) }
        text.append("")
        if found.isEmpty {
            let known = scenario.signatureWords.map(\.text).joined(separator: ", ")
            text += wrapped("No specimen of \(scenario.subject) dies so. They die as: \(known).")
        } else {
            text.append("specimens with this signature")
            for item in found {
                text += hanging("  \(item.name)  ", item.broken)
                text += hanging("      shows: ", item.expected) + hanging("      yours if: ", item.likeness)
            }
            let names = found.map(\.name).joined(separator: ",")
            text += ["", "uringctl repro \(scenario.name) --specimen \(names)"]
        }
        let possible = scenario.specimens.filter { item in
            item.consequences.contains { $0.agrees(with: crash) } && !found.contains { $0.name == item.name }
        }
        if !possible.isEmpty {
            text += ["", "specimens that may come to this"]
            for item in possible { text += hanging("  \(item.name): ", "yours if \(item.likeness)") }
        }
        let others = Scenario.all.filter { other in
            other.name != scenario.name && other.specimens.contains { $0.dies(as: crash) }
        }
        if !others.isEmpty {
            text += ["", "specimens of other scenarios have this signature"]
            for other in others { text.append("uringctl repro \(other.name) --explain \(crash)") }
        }
        return (lines(text), !found.isEmpty)
    }

    /// "SIGSEGV, SI_KERNEL, address 0x0".
    private func headline(_ crash: CrashSignature) -> String {
        [
            Signal.name(crash.signal), crash.code.map { SignalCode.name($0, of: crash.signal) },
            crash.address.map { "address \(hexadecimal($0))" },
        ].compactMap(\.self).joined(separator: ", ")
    }

    // MARK: Lines

    private func lines(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }

    private func wrapped(_ text: String) -> [String] { Printable.wrapped(Printable.line(text), width: width) }

    private func columns(_ rows: [(String, String)]) -> [String] {
        let first = rows.map(\.0.count).max() ?? 0
        return rows.flatMap { hanging("  " + Printable.padded($0.0, to: first) + "  ", $0.1) }
    }

    /// `text` after `lead`, continued below its own beginning.
    private func hanging(_ lead: String, _ text: String) -> [String] {
        let pieces = Printable.wrapped(Printable.line(text), width: max(20, width - lead.count))
        return pieces.enumerated().map { ($0 == 0 ? lead : String(repeating: " ", count: lead.count)) + $1 }
    }
}

extension Scenario {
    /// Each signature that a specimen can die with, as one types it, and which specimens that are.
    package var signatureWords: [(text: String, help: String)] {
        var names: [(text: String, names: [String])] = []
        for item in specimens {
            for signature in item.signatures {
                let code = signature.code.map { ":" + SignalCode.name($0, of: signature.signal) } ?? ""
                let text = Signal.name(signature.signal) + code + signature.addressWord
                if let index = names.firstIndex(where: { $0.text == text }) {
                    names[index].names.append(item.name)
                } else {
                    names.append((text, [item.name]))
                }
            }
        }
        return names.map { ($0.text, Phrase.enumeration($0.names)) }
    }
}

extension Specimen {
    fileprivate func dies(as crash: CrashSignature) -> Bool { signatures.contains { $0.agrees(with: crash) } }
}

extension Signature {
    /// ":0", ":0x20", or nothing where it has no one address.
    fileprivate var addressWord: String {
        guard case .exactly(let value) = address else { return "" }
        return value == 0 ? ":0" : ":" + hexadecimal(value)
    }
}
