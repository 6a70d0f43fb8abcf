import Testing

@testable import Arguments

@Suite struct PhraseTests {
    @Test func joinsWords() {
        #expect(Phrase.alternatives([]) == "")
        #expect(Phrase.alternatives(["a"]) == "a")
        #expect(Phrase.alternatives(["a", "b"]) == "a or b")
        #expect(Phrase.enumeration(["a", "b", "c"]) == "a, b and c")
    }

    @Test(arguments: [
        ("plain ü 漢", "plain ü 漢"), ("a\u{7}b", "a\\u{7}b"), ("\r\n\t", "\\r\\n\\t"), ("\u{9B}31m", "\\u{9b}31m"),
        ("\u{FEFF}", "\\u{feff}"), ("\\n", "\\\\n"), ("\u{2028}", "\\u{2028}"), ("\u{E0001}", "\\u{e0001}"),
    ])
    func quotesWhatATerminalWouldObey(_ text: String, _ shown: String) {
        #expect(Phrase.quoted(text) == shown)
    }

    @Test func everyScalarIsShownSafely() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let unsafe: Set<Unicode.GeneralCategory> = [
                .control, .format, .lineSeparator, .paragraphSeparator, .privateUse,
            ]
            guard unsafe.contains(scalar.properties.generalCategory) else { continue }
            let shown = Phrase.quoted(String(scalar))
            // The format marks of Arabic, hieroglyphs, shorthand and music only join signs of their own.
            if shown == String(scalar) { #expect((0x600...0x1D17A).contains(value), "U+\(String(value, radix: 16))") }
        }
    }
}
