import Testing

@testable import Arguments

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("fromat", ["format", "form"], ["format"]),
        ("jsn", ["text", "json"], ["json"]),
        ("JSON", ["text", "json"], ["json"]),
        ("acept", ["ACCEPT", "BIND", "ACCEPT_DIRECT"], ["ACCEPT"]),
        ("re", ["require", "replay", "quiet"], ["require", "replay"]),
        ("r", ["require"], []),
        ("ab", ["ac"], []),
        ("zebra", ["text", "json"], []),
        ("", ["a", ""], []),
        ("cat", ["bat", "hat", "rat", "mat", "cow"], ["bat", "hat", "rat"]),
        ("operatoins", ["operations"], ["operations"]),
    ])
    func nearest(_ word: String, _ names: [String], _ near: [String]) {
        #expect(Suggestion.nearest(to: word, among: names) == near)
    }

    @Test(arguments: [
        ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("ca", "abc", 3),
        ("kitten", "sitting", 3), ("a", "b", 1),
    ])
    func editDistance(_ from: String, _ to: String, _ distance: Int) {
        #expect(Suggestion.editDistance(Array(from.utf8), Array(to.utf8)) == distance)
        #expect(Suggestion.editDistance(Array(to.utf8), Array(from.utf8)) == distance)
    }

    @Test func longWordsCostNothing() {
        let long = String(repeating: "a", count: 1_000_000)
        #expect(Suggestion.nearest(to: long, among: [long]) == [])
        #expect(Suggestion.nearest(to: "aaaa", among: [long]) == [])
    }
}
