/// How a body ended, as the child says it on the one line that counts.
enum Statement: Sendable, Equatable {
    /// What should hold does.
    case ok(String)
    case found(Finding)
    case failed(BodyFailure)

    /// What else runs in the child writes other lines: facts on the way, the crash record, and whatever the runtime has
    /// to say.
    static let linePrefix = "result "
    static let notePrefix = "note "

    var line: String {
        Self.linePrefix + word + " "
            + String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\n" ? " " : $0 }))
    }

    init?(line: some StringProtocol) {
        guard line.hasPrefix(Self.linePrefix) else { return nil }
        let words = line.dropFirst(Self.linePrefix.count).split(separator: " ", maxSplits: 1)
        guard let word = words.first else { return nil }
        let text = words.count > 1 ? String(words[1]) : ""
        switch word {
        case "ok": self = .ok(text)
        case "wrong": self = .found(.wrong(text))
        case "refused": self = .found(.refused(text))
        case "unharmed": self = .found(.unharmed(text))
        case "failed": self = .failed(.failed(text))
        case "unknown": self = .failed(.prevented(text))
        default: return nil
        }
    }

    init(_ body: () throws(BodyFailure) -> Statement) {
        do throws(BodyFailure) { self = try body() } catch { self = .failed(error) }
    }

    private var word: String {
        switch self {
        case .ok: "ok"
        case .found(.wrong): "wrong"
        case .found(.refused): "refused"
        case .found(.unharmed): "unharmed"
        case .failed(.failed): "failed"
        case .failed(.prevented): "unknown"
        }
    }

    var text: String {
        switch self {
        case .ok(let text), .found(.wrong(let text)), .found(.refused(let text)), .found(.unharmed(let text)),
            .failed(.failed(let text)), .failed(.prevented(let text)):
            text
        }
    }
}
