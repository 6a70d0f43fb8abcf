/// An option of a command. `Result` is what reading it gives, chosen by the form of the declaration:
///
///     Option(long: "quiet", short: "q", help: "…")                          // Bool, a switch
///     Option(long: "output", value: .file(), help: "…")                     // String?
///     Option(long: "count", value: .integer("COUNT", in: 1...9), default: 1, help: "…")  // Int
///     Option(long: "define", values: .string("NAME"), help: "…")            // [String], may be repeated
///
/// Declare it once as a constant, name it in its command's table, read it with `parsed[option]`.
package struct Option<Result: Sendable>: Sendable, AnyOption {
    package let declaration: OptionDeclaration
    /// From all values given, in order.
    let read: @Sendable ([any Sendable]) -> Result

    /// An option that takes a value: nil when not given.
    package init<Value>(
        long: String, short: Character? = nil, value: ValueKind<Value>, help: String, isHidden: Bool = false
    ) where Result == Value? {
        declaration = OptionDeclaration(long, short, value, repeats: false, help, isHidden)
        read = { $0.last as? Value }
    }

    /// An option that takes a value: `default` when not given, which help text shows.
    package init(
        long: String, short: Character? = nil, value: ValueKind<Result>, default: Result, help: String,
        isHidden: Bool = false
    ) {
        var declaration = OptionDeclaration(long, short, value, repeats: false, help, isHidden)
        declaration.defaultText = value.render(`default`)
        self.declaration = declaration
        read = { $0.last as? Result ?? `default` }
    }

    /// An option that takes a value and may be repeated: all values, in order.
    package init<Value>(
        long: String, short: Character? = nil, values: ValueKind<Value>, help: String, isHidden: Bool = false
    ) where Result == [Value] {
        declaration = OptionDeclaration(long, short, values, repeats: true, help, isHidden)
        read = { $0.compactMap { $0 as? Value } }
    }
}

extension Option where Result == Bool {
    /// A switch: true when given.
    package init(long: String, short: Character? = nil, help: String, isHidden: Bool = false) {
        declaration = OptionDeclaration(
            long: long, short: short, value: nil, parse: nil, repeats: false, help: help, isHidden: isHidden)
        read = { !$0.isEmpty }
    }
}

/// An option of any type, as a command's table lists it.
package protocol AnyOption: Sendable {
    var declaration: OptionDeclaration { get }
}

/// An option without its type: what parser, help text, man pages and completions need of it.
package struct OptionDeclaration: Sendable {
    /// Without dashes.
    package let long: String
    package let short: Character?
    /// nil for a switch.
    package let value: ValueShape?
    let parse: (@Sendable (String) throws(ValueProblem) -> any Sendable)?
    package let repeats: Bool
    package let help: String
    package let isHidden: Bool
    package var defaultText: String?

    init(
        long: String, short: Character?, value: ValueShape?,
        parse: (@Sendable (String) throws(ValueProblem) -> any Sendable)?, repeats: Bool, help: String, isHidden: Bool
    ) {
        self.long = long
        self.short = short
        self.value = value
        self.parse = parse
        self.repeats = repeats
        self.help = help
        self.isHidden = isHidden
    }

    init<Value>(
        _ long: String, _ short: Character?, _ kind: ValueKind<Value>, repeats: Bool, _ help: String, _ isHidden: Bool
    ) {
        let parse = kind.parse
        self.init(
            long: long, short: short, value: kind.shape,
            parse: { (text) throws(ValueProblem) in try parse(text) }, repeats: repeats, help: help,
            isHidden: isHidden)
    }

    /// `--format`.
    package var longSpelling: String { "--\(long)" }

    /// `-f`.
    package var shortSpelling: String? { short.map { "-\($0)" } }

    /// `-f` and `--format`, as far as there are.
    package var spellings: [String] { [shortSpelling, longSpelling].compactMap(\.self) }
}

/// The options of every command; the parser answers them itself.
enum BuiltIn {
    static let help = Option(long: "help", short: "h", help: "print this help and exit")
    static let version = Option(long: "version", short: "V", help: "print the version and exit")
    static let options = [help.declaration, version.declaration]
}
