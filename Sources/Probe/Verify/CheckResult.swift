import Report

/// What is checked: a row of the Catalog, or a behaviour that no row stands for.
package struct CheckSubject: Hashable, Sendable {
    enum Kind: String { case operation = "op", register = "reg", flag, behaviour }

    let kind: Kind
    /// The identifier of the row.
    let name: String

    static func operation(_ name: String) -> CheckSubject { CheckSubject(kind: .operation, name: name) }
    static func register(_ name: String) -> CheckSubject { CheckSubject(kind: .register, name: name) }
    static func flag(_ identifier: String) -> CheckSubject { CheckSubject(kind: .flag, name: identifier) }
    static func behaviour(_ name: String) -> CheckSubject { CheckSubject(kind: .behaviour, name: name) }

    private init(kind: Kind, name: String) {
        self.kind = kind
        self.name = name
    }

    /// As a user names it, and as the kinds of `Requirement` do: "op:READ", "reg:REGISTER_FILES", "flag:MSG_DATA".
    package var text: String { "\(kind.rawValue):\(name)" }

    init?(text: Substring) {
        guard let colon = text.firstIndex(of: ":"), let kind = Kind(rawValue: String(text[..<colon])) else { return nil }
        self.init(kind: kind, name: String(text[text.index(after: colon)...]))
    }
}

/// What came of a check.
package struct CheckResult: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// It did what it is for.
        case ok
        /// It did something else.
        case failed
        /// It was not tried, or what it needs is not here.
        case skipped
        /// Something else was in the way.
        case unknown
    }

    package let kind: Kind
    /// What was expected and what came, or why it was not tried; nil where there is nothing to say.
    package let detail: String?
    /// What it usually means that it fails so although the kernel has it.
    let usualMeaning: String?

    package init(_ kind: Kind, _ detail: String? = nil, usually meaning: String? = nil) {
        self.kind = kind
        self.detail = detail
        usualMeaning = meaning
    }

    /// The same for what depends on the file system.
    func on(_ fileSystem: String?) -> CheckResult {
        guard let fileSystem, kind != .unknown else { return self }
        let detail = [detail, "on \(fileSystem)"].compactMap(\.self).joined(separator: "; ")
        return CheckResult(kind, detail, usually: usualMeaning)
    }

    /// All that there is to say about it; nil where that is nothing.
    var words: String? {
        let words = [detail, usualMeaning.map { "usually \($0)" }].compactMap(\.self)
        return words.isEmpty ? nil : words.joined(separator: "; ")
    }

    var value: Value { ["result": .text(kind.rawValue), "detail": Value(words)] }
}
