/// A piece of prose. A string literal is a paragraph.
///
/// Text may hold `` `literal` `` words, and `{NAME}` in capitals for what stands for something else: bold and italic
/// in a man page, without marks in help text.
package enum Block: Sendable, ExpressibleByStringInterpolation {
    case paragraph(String)
    case definitions([Definition])
    /// Lines shown as they are.
    case example(String)
    /// Each row has as many cells as `headings`; at least two.
    case table(headings: [String], rows: [[String]])

    package init(stringLiteral text: String) { self = .paragraph(text) }
}

/// A term, what it means, and terms of its own below.
package struct Definition: Sendable {
    /// Literal as a whole when it has no marks.
    package let term: String
    package let help: String
    package let items: [Definition]

    package init(_ term: String, _ help: String, items: [Definition] = []) {
        self.term = term
        self.help = help
        self.items = items
    }
}
