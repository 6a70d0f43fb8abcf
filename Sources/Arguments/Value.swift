/// What the value of an option or operand may be: how it is read, shown, and completed by a shell.
package struct ValueKind<Value: Sendable>: Sendable {
    let shape: ValueShape
    /// Reads the value as typed; throws what is wrong with it.
    let parse: @Sendable (String) throws(ValueProblem) -> Value
    /// The value as one would type it; help text shows defaults this way.
    let render: @Sendable (Value) -> String

    /// A kind of one's own.
    ///
    /// - Parameters:
    ///   - name: in capitals, as help text shows it, such as `TOKEN`.
    ///   - parse: reads the value; throws `.other` with what is wrong, in words that follow `--option: `.
    ///   - render: turns a value back into what one would type.
    package init(
        _ name: String, completion: Completion = .nothing,
        parse: @escaping @Sendable (String) throws(ValueProblem) -> Value,
        render: @escaping @Sendable (Value) -> String
    ) {
        self.init(shape: ValueShape(name: name, completion: completion), parse: parse, render: render)
    }

    init(
        shape: ValueShape,
        parse: @escaping @Sendable (String) throws(ValueProblem) -> Value,
        render: @escaping @Sendable (Value) -> String
    ) {
        self.shape = shape
        self.parse = parse
        self.render = render
    }

    /// The same kind, which also takes a word that begins as a negative number does.
    package var allowingNegative: ValueKind {
        var shape = shape
        shape.allowsNegative = true
        return ValueKind(shape: shape, parse: parse, render: render)
    }

    /// The same kind, which also takes the empty value of `--option=` or `--option ''`.
    package var allowingEmpty: ValueKind {
        var shape = shape
        shape.allowsEmpty = true
        return ValueKind(shape: shape, parse: parse, render: render)
    }
}

/// What a shell offers for a value.
package enum Completion: Sendable {
    case nothing
    case file
    case directory
    /// A program for the first word, files for the words after it.
    case program
    /// One of these words. Made only when a completion script is written.
    case word(@Sendable () -> [Word])
    /// Some of these words with commas between.
    case list(@Sendable () -> [Word])
}

/// A word a shell may offer, and what it means.
package struct Word: Sendable, Equatable {
    package let text: String
    /// One line; may be empty.
    package let help: String

    package init(_ text: String, help: String = "") {
        self.text = text
        self.help = help
    }
}

/// One of the words that a value may be, what it stands for, and what it means in one line.
package struct Choice<Value: Sendable>: Sendable {
    let word: Word
    let value: Value

    package init(_ text: String, _ value: Value, help: String = "") {
        word = Word(text, help: help)
        self.value = value
    }
}

/// A value kind without its type: what help text, man pages, completions and errors need of it.
package struct ValueShape: Sendable {
    /// In capitals: `FILE`, `COUNT`.
    package let name: String
    package var completion: Completion
    /// The only words allowed; empty when the value is not chosen from a fixed set.
    package var choices: [Word] = []
    /// Limits, or the form, in words: `1 to 4096`.
    package var limits: String?
    var allowsEmpty = false
    /// Whether `-1` as a word of its own may be the value, or the operand.
    var allowsNegative = false

    /// What to write, for an error about a missing value.
    var expectation: String {
        if !choices.isEmpty, choices.count <= 8 { return Phrase.alternatives(choices.map(\.text)) }
        guard let limits else { return name }
        return "\(name), \(limits)"
    }
}

/// What is wrong with a value.
package enum ValueProblem: Error, Equatable, Sendable {
    case empty
    /// An item of a comma-separated list is empty.
    case emptyItem
    /// `kind` is what it should be one of, such as `format`; `near` holds similar words, `choices` all of them.
    case unknownChoice(String, kind: String, near: [String], choices: [String])
    case notInteger(String)
    case notDuration(String)
    case outOfBounds(String, limits: String)
    /// In words that follow `--option: `.
    case other(String)

    /// In words that follow `--option: `.
    package var message: String {
        switch self {
        case .empty: "empty value"
        case .emptyItem: "empty item in the list"
        case .unknownChoice(let word, let kind, let near, let choices):
            "no such \(kind) '\(Phrase.quoted(word))'"
                + (near.isEmpty
                    ? choices.count <= 16 ? "; there is \(Phrase.enumeration(choices))" : ""
                    : "; did you mean \(Phrase.alternatives(near))?")
        case .notInteger(let text): "'\(Phrase.quoted(text))' is not a whole number"
        case .notDuration(let text): "'\(Phrase.quoted(text))' is not a time with a unit, such as 250ms, 10s or 2m"
        case .outOfBounds(let text, let limits): "\(Phrase.quoted(text)) is out of bounds; give \(limits)"
        case .other(let words): words
        }
    }
}
