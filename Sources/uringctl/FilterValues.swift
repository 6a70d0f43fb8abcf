import Arguments
import Kernel

extension ValueKind where Value == SystemCallFilter.Action {
    /// What a filtered call comes to: `errno=NAME`, `errno=NUMBER`, `kill` or `trap`.
    static var filterAction: ValueKind {
        ValueKind(
            "ACTION", completion: .word { offered },
            parse: { (text) throws(ValueProblem) in
                switch text {
                case "kill": return .killProcess
                case "trap": return .trap
                default: return .errno(try errno(in: text))
                }
            },
            render: { action in
                switch action {
                case .errno(let errno): word(for: errno)
                case .killProcess: "kill"
                case .trap: "trap"
                }
            })
    }

    private static var prefix: String { "errno=" }

    private static func word(for errno: Errno) -> String { prefix + (errno.name ?? "\(errno.number)") }

    private static var offered: [Word] {
        [Word("kill", help: "the process dies of SIGSYS"), Word("trap", help: "the thread gets SIGSYS")]
            + likely.map { Word(prefix + $0.shortDescription, help: $0.text) }
    }

    /// What refuses io_uring in the field.
    private static var likely: [Errno] {
        [.permissionDenied, .notImplemented, .accessDenied, .notSupported, .outOfMemory, .invalidArgument]
    }

    private static func errno(in text: String) throws(ValueProblem) -> Errno {
        guard text.hasPrefix(prefix) else {
            // The word alone is what most people will try.
            let near = (try? Errno(word: text)).map { [word(for: $0)] }
                ?? Suggestion.nearest(to: text, among: ["kill", "trap"])
            let hint =
                near.isEmpty
                ? "there is errno=NAME, errno=NUMBER, kill and trap" : "did you mean \(Phrase.alternatives(near))?"
            throw .other("no such action '\(Phrase.quoted(text))'; \(hint)")
        }
        let errno = try Errno(word: String(text.dropFirst(prefix.count)))
        let bounds = SystemCallFilter.errnoBounds
        guard bounds.contains(errno.number) else {
            throw .outOfBounds("\(errno.number)", limits: "\(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return errno
    }
}

extension Errno {
    /// By its name in any case, or by its number.
    init(word: String) throws(ValueProblem) {
        if let number = Int32(word) {
            self.init(number)
        } else if let named = Errno(named: word) {
            self = named
        } else {
            let near = Suggestion.nearest(to: word, among: Errno.named.compactMap(\.name))
            throw .unknownChoice(word, kind: "errno", near: near, choices: Errno.named.compactMap(\.name))
        }
    }
}
