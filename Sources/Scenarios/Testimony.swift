import Children
import Kernel

/// All that a child said before its end.
struct Testimony: Sendable, Equatable {
    /// What it said of itself, if it came to that.
    var statement: Statement?
    /// Facts on the way.
    var notes: [String] = []
    /// What the runtime wrote before the process died.
    var message: [String] = []
    private var crashLines: [String] = []

    /// More than any of this says when it is in order; enough of what a runtime says first.
    private static let notesLimit = 16
    private static let messageLinesLimit = 3
    private static let lineLimit = 200
    private static let crashLinesLimit = 256

    init() {}

    init(lines: [String]) { for line in lines { read(Substring(line)) } }

    mutating func read(_ line: Substring) {
        if line.hasPrefix(CrashRecord.linePrefix) {
            if crashLines.count < Self.crashLinesLimit { crashLines.append(String(line)) }
        } else if let said = Statement(line: line) {
            // The first counts: what comes later was not written by the body.
            if statement == nil { statement = said }
        } else if line.hasPrefix(Statement.notePrefix) {
            if notes.count < Self.notesLimit { notes.append(String(line.dropFirst(Statement.notePrefix.count))) }
        } else if line.contains(where: { $0.isLetter }), message.count < Self.messageLinesLimit {
            message.append(String(line.prefix(Self.lineLimit)))
        }
    }

    /// Whether it said nothing at all.
    var isEmpty: Bool { self == Testimony() }

    /// Whether a runtime said that it got no memory: that of Swift, or of C++, gives up then.
    var tellsOfFailedAllocation: Bool {
        message.contains { line in
            let words = line.lowercased()
            return ["failed to allocate", "not allocate memory", "out of memory", "bad_alloc"]
                .contains { words.holds($0) }
        }
    }

    var crash: CrashRecord? { CrashRecord(lines: crashLines) }
}
