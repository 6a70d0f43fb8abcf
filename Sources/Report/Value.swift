/// A value in a report: what JSON can say, with keys in the order they were given.
package indirect enum Value: Sendable, Equatable {
    /// Not known. A reason for it, where there is one, stands in a value beside it.
    case null
    case boolean(Bool)
    case integer(Int64)
    case text(String)
    case list([Value])
    case object([Member])
    /// A value with what a person reads in its place: "1,234" for 1234.
    case worded(Value, String)

    package struct Member: Sendable, Equatable {
        package let key: String
        package let value: Value

        package init(_ key: String, _ value: Value) {
            self.key = key
            self.value = value
        }
    }

    package init(_ boolean: Bool?) { self = boolean.map(Value.boolean) ?? .null }
    package init(_ text: String?) { self = text.map(Value.text) ?? .null }
    package init<Number: BinaryInteger>(_ number: Number?) { self = number.map { .integer(Int64($0)) } ?? .null }
    package init(_ texts: [String]) { self = .list(texts.map(Value.text)) }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral text: String) { self = .text(text) }
    package init(integerLiteral number: Int64) { self = .integer(number) }
    package init(booleanLiteral boolean: Bool) { self = .boolean(boolean) }
    package init(nilLiteral: ()) { self = .null }
    package init(dictionaryLiteral members: (String, Value)...) { self = .object(members.map { Member($0, $1) }) }
}

extension Value {
    /// The member of an object under `key`.
    package subscript(_ key: String) -> Value? {
        switch self {
        case .object(let members): members.first { $0.key == key }?.value
        case .worded(let value, _): value[key]
        default: nil
        }
    }

    /// As a person reads it: words for yes, no and unknown, lists with commas.
    package var words: String {
        switch self {
        case .null: "unknown"
        case .boolean(let boolean): boolean ? "yes" : "no"
        case .integer(let number): String(number)
        case .text(let text): text
        case .list(let values): values.isEmpty ? "none" : values.map(\.words).joined(separator: ", ")
        case .worded(_, let words): words
        case .object(let members): members.map { "\($0.key) \($0.value.words)" }.joined(separator: ", ")
        }
    }
}
