/// The two marks that text in a table may hold: `` `literal` `` for what is typed or read as it is, and `{NAME}`, in
/// capitals, for what stands for something else. A man page shows them bold and italic, help text without the marks.
enum Markup {
    enum Run: Equatable {
        case plain(String)
        case literal(String)
        case placeholder(String)
    }

    static func runs(of text: String) -> [Run] {
        var runs: [Run] = []
        var plain = ""
        var rest = text[...]
        func close() {
            if !plain.isEmpty { runs.append(.plain(plain)) }
            plain = ""
        }
        while let character = rest.popFirst() {
            if character == "`", let end = rest.firstIndex(of: "`") {
                close()
                runs.append(.literal(String(rest[..<end])))
                rest = rest[rest.index(after: end)...]
            } else if character == "{", let end = rest.firstIndex(of: "}"), isName(rest[..<end]) {
                close()
                runs.append(.placeholder(String(rest[..<end])))
                rest = rest[rest.index(after: end)...]
            } else {
                plain.append(character)
            }
        }
        close()
        return runs
    }

    /// The runs of a definition's term, which is literal as a whole when it has no marks.
    static func runs(ofTerm term: String) -> [Run] {
        let runs = runs(of: term)
        return runs.contains { if case .plain = $0 { false } else { true } } ? runs : [.literal(term)]
    }

    /// `text` without its marks.
    static func plain(_ text: String) -> String {
        runs(of: text).map { run in
            switch run {
            case .plain(let text), .literal(let text), .placeholder(let text): text
            }
        }.joined()
    }

    /// Whether a literal is opened and not closed.
    static func isUnbalanced(_ text: String) -> Bool { text.count { $0 == "`" } % 2 == 1 }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }
}
