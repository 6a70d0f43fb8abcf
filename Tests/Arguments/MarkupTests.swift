import Testing

@testable import Arguments

@Suite struct MarkupTests {
    @Test(arguments: [
        ("a `b c` d", [Markup.Run.plain("a "), .literal("b c"), .plain(" d")]),
        ("{FILE}…", [.placeholder("FILE"), .plain("…")]),
        ("{\"a\": 1}", [.plain("{\"a\": 1}")]),
        ("`{A}`", [.literal("{A}")]),
        ("a ` b", [.plain("a ` b")]),
        ("{A", [.plain("{A")]),
        ("", []),
    ])
    func findsRuns(_ text: String, _ runs: [Markup.Run]) {
        #expect(Markup.runs(of: text) == runs)
    }

    @Test func termsAreLiteralUnlessMarked() {
        #expect(Markup.runs(ofTerm: "NO_COLOR") == [.literal("NO_COLOR")])
        #expect(Markup.runs(ofTerm: "`-o` {FILE}") == [.literal("-o"), .plain(" "), .placeholder("FILE")])
    }

    @Test func plainTextHasNoMarks() {
        #expect(Markup.plain("give `--output` {FILE}") == "give --output FILE")
    }
}
