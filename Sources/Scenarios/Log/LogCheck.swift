/// Looks at the lines of several writers: each whole, in order, and none twice or left out but those that were dropped.
final class LogCheck: @unchecked Sendable {
    // Unchecked: one thread reads, and is joined before others look.
    private(set) var lines = 0
    /// How many lines were said to be dropped.
    private(set) var dropped = 0
    private var next: [Int]
    private var fault: String?

    init(writers: Int) { next = Array(repeating: 0, count: writers) }

    /// What a writer logs.
    static func text(_ writer: Int, _ number: Int) -> String {
        // Primes, so that lengths differ among writers and from line to line.
        "writer \(writer) line \(number) "
            + String(repeating: Character(Unicode.Scalar(UInt8(97 + number % 26))), count: (number * 37 + writer * 11) % 251)
    }

    func look(_ line: String) {
        if line.hasPrefix("("), let number = Int(line.dropFirst().prefix { $0 != " " }), line.hasSuffix(" dropped)") {
            dropped += number
            return
        }
        lines += 1
        let words = line.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
        guard words.count == 5, let writer = Int(words[1]), next.indices.contains(writer), let number = Int(words[3]),
            line == Self.text(writer, number)
        else {
            if fault == nil { fault = "a line is torn: \"\(line.prefix(60))\"" }
            return
        }
        let isInOrder = number >= next[writer] && (dropped > 0 || number == next[writer])
        if !isInOrder, fault == nil {
            fault = "writer \(writer): line \(number) came where line \(next[writer]) should"
        }
        next[writer] = number + 1
    }

    /// - Throws: `.failed` with what was wrong, if anything was.
    func expectSound() throws(BodyFailure) {
        if let fault { throw .failed(fault) }
    }
}
