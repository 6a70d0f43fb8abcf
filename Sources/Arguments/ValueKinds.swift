extension ValueKind where Value == String {
    /// Any text.
    package static func string(_ name: String) -> ValueKind { text(name, .nothing) }

    /// The name of a file; whether it exists is not the parser's business.
    package static func file(_ name: String = "FILE") -> ValueKind { text(name, .file) }

    /// The name of a directory; whether it exists is not the parser's business.
    package static func directory(_ name: String = "DIRECTORY") -> ValueKind { text(name, .directory) }

    /// A program, or one of its arguments.
    package static func program(_ name: String = "PROGRAM") -> ValueKind { text(name, .program) }

    /// Any text; a shell offers `candidates`, the parser does not check it against them.
    package static func word(_ name: String, from candidates: @escaping @Sendable () -> [Word]) -> ValueKind {
        text(name, .word(candidates))
    }

    private static func text(_ name: String, _ completion: Completion) -> ValueKind {
        ValueKind(shape: ValueShape(name: name, completion: completion), parse: { $0 }, render: { $0 })
    }
}

extension ValueKind where Value == [String] {
    /// Words with commas between; a shell offers `candidates`, the parser does not check against them.
    /// Empty words are refused.
    package static func words(_ name: String, from candidates: @escaping @Sendable () -> [Word]) -> ValueKind {
        words(name, from: candidates, read: { $0 }, render: { $0 })
    }
}

extension ValueKind {
    /// The same, each word read by `read` and shown by `render`.
    package static func words<Item>(
        _ name: String, from candidates: @escaping @Sendable () -> [Word],
        read: @escaping @Sendable (String) throws(ValueProblem) -> Item,
        render: @escaping @Sendable (Item) -> String
    ) -> ValueKind where Value == [Item] {
        ValueKind(
            shape: ValueShape(name: name, completion: .list(candidates)),
            parse: { (text) throws(ValueProblem) in
                var values: [Item] = []
                for item in try items(of: text) { values.append(try read(item)) }
                return values
            },
            render: { $0.map(render).joined(separator: ",") })
    }
}

extension ValueKind where Value: Equatable {
    /// One of `choices`.
    package static func choice(_ name: String, _ choices: [Choice<Value>]) -> ValueKind {
        let words = choices.map(\.word)
        return ValueKind(
            shape: ValueShape(name: name, completion: .word { words }, choices: words),
            parse: { (text) throws(ValueProblem) in try chosen(text, name.lowercased(), choices) },
            render: { value in choices.first { $0.value == value }?.word.text ?? "" })
    }
}

extension ValueKind where Value: Equatable & CaseIterable & RawRepresentable<String> {
    /// One of the cases of an enumeration, by its raw value.
    package static func choice(_ name: String, of type: Value.Type, help: (Value) -> String) -> ValueKind {
        choice(name, type.allCases.map { Choice($0.rawValue, $0, help: help($0)) })
    }
}

extension ValueKind {
    /// Some of `choices`, with commas between, in the order given.
    ///
    /// - Parameter other: reads words that are no choices: nil for those that it does not take either.
    package static func list<Item: Equatable & Sendable>(
        _ name: String, _ choices: [Choice<Item>],
        other: @escaping @Sendable (String) throws(ValueProblem) -> Item? = { _ in nil }
    ) -> ValueKind where Value == [Item] {
        let words = choices.map(\.word)
        return ValueKind(
            shape: ValueShape(name: name, completion: .list { words }, choices: words),
            parse: { (text) throws(ValueProblem) in
                var values: [Item] = []
                for item in try items(of: text) {
                    if let value = try other(item) {
                        values.append(value)
                    } else {
                        values.append(try chosen(item, "item", choices))
                    }
                }
                return values
            },
            render: { values in
                values.compactMap { value in choices.first { $0.value == value }?.word.text }.joined(separator: ",")
            })
    }
}

extension ValueKind where Value == Int {
    /// A whole number within `bounds`, in decimal digits.
    package static func integer(_ name: String, in bounds: ClosedRange<Int>) -> ValueKind {
        let limits = "\(bounds.lowerBound) to \(bounds.upperBound)"
        var shape = ValueShape(name: name, completion: .nothing, limits: limits)
        shape.allowsNegative = bounds.lowerBound < 0
        return ValueKind(
            shape: shape,
            parse: { (text) throws(ValueProblem) in
                let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
                guard !digits.isEmpty, digits.allSatisfy(isDigit) else { throw .notInteger(text) }
                guard let value = Int(text), bounds.contains(value) else {
                    throw .outOfBounds(text, limits: limits)
                }
                return value
            },
            render: { "\($0)" })
    }
}

extension ValueKind where Value == Int64 {
    /// A time with a unit, in nanoseconds: see `DurationText`.
    package static func duration(_ name: String = "TIME", nanoseconds bounds: ClosedRange<Int64>) -> ValueKind {
        let limits = "\(DurationText.render(bounds.lowerBound)) to \(DurationText.render(bounds.upperBound))"
        return ValueKind(
            shape: ValueShape(name: name, completion: .nothing, limits: limits),
            parse: { (text) throws(ValueProblem) in
                switch DurationText.parse(text) {
                case .nanoseconds(let value) where bounds.contains(value): return value
                case .nanoseconds, .tooLong: throw .outOfBounds(text, limits: limits)
                case .malformed: throw .notDuration(text)
                }
            },
            render: DurationText.render)
    }
}

private func items(of text: String) throws(ValueProblem) -> [String] {
    // By bytes: an accent behind a comma makes one character with it.
    let items = text.isEmpty ? [] : text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        .map { String(Substring($0)) }
    guard !items.contains(where: \.isEmpty) else { throw .emptyItem }
    return items
}

private func chosen<Value>(
    _ text: String, _ kind: String, _ choices: [Choice<Value>]
) throws(ValueProblem) -> Value {
    if let choice = choices.first(where: { $0.word.text == text }) { return choice.value }
    let words = choices.map(\.word.text)
    throw .unknownChoice(
        text, kind: kind, near: Suggestion.nearest(to: text, among: words), choices: words)
}

func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
