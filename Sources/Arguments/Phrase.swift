/// Small pieces of English and safe quotation, for messages and help.
package enum Phrase {
    /// `a, b or c`.
    package static func alternatives(_ words: [String]) -> String { joined(words, "or") }

    /// `a, b and c`.
    package static func enumeration(_ words: [String]) -> String { joined(words, "and") }

    private static func joined(_ words: [String], _ conjunction: String) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
    }

    /// `text` safe to print on one line of a terminal: control, invisible and direction-changing characters are
    /// escaped, and so is the mark that Swift puts for bytes that were not UTF-8. Over 60 characters it is cut.
    package static func quoted(_ text: String) -> String {
        let limit = 60
        var shown = ""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else { return shown + "…" }
            let piece = isSafe(scalar) ? String(scalar) : escaped(scalar)
            shown += piece
            count += piece.unicodeScalars.count
        }
        return shown
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\t": "\\t"
        case "\r": "\\r"
        case "\\": "\\\\"
        default: "\\u{\(String(scalar.value, radix: 16))}"
        }
    }

    /// Ranges instead of Unicode's properties, whose tables would weigh on the binary.
    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x5C: false
        case ..<0x20, 0x7F...0x9F: false
        case 0xAD, 0x61C, 0x180E, 0xFEFF: false
        case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F: false
        case 0xE000...0xF8FF, 0xFFF0...0xFFFF, 0xE0000...: false
        default: true
        }
    }
}
