/// A piece of prose. A string literal is a paragraph.
///
/// Text may hold `` `literal` `` words, in backquotes: bold in a man page, plain in help text.
package enum Block: Sendable, ExpressibleByStringInterpolation {
    case paragraph(String)
    case definitions([Definition])
    /// Lines shown as they are.
    case example(String)
    /// Each row has as many cells as `headings`.
    case table(headings: [String], rows: [[String]])

    package init(stringLiteral text: String) { self = .paragraph(text) }
}

/// A term, and what it means. A term is shown as it is, literally.
package struct Definition: Sendable {
    package let term: String
    package let help: String

    package init(_ term: String, _ help: String) {
        self.term = term
        self.help = help
    }
}
