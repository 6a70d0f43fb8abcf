import Glibc

/// Small files of /proc, /sys and /etc, read whole within a bound.
package enum TextFile {
    /// More than any file this program asks for holds, bar a hostile one.
    package static let sizeLimitBytes = 1 << 20

    /// What `path` holds, at most `limitBytes` of it; bytes that are no UTF-8 become U+FFFD.
    ///
    /// Never waits on a FIFO or a device that stands where a file was expected: it is opened O_NONBLOCK.
    package static func read(_ path: String, limitBytes: Int = sizeLimitBytes) throws(CallFailure) -> String {
        let file = try Descriptor.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
        var content: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: min(limitBytes, 16_384))
        while content.count < limitBytes {
            let wanted = min(piece.count, limitBytes - content.count)
            let count = try checked("read", path) { Glibc.read(file.number, &piece, wanted) }
            if count == 0 { break }
            content += piece[..<count]
        }
        return String(decoding: content, as: UTF8.self)
    }

    /// Hands each line of `path` to `line`, without its end, until `limitBytes` are read: for files of any size.
    ///
    /// - Returns: whether that was all of the file; of a line that was cut off nothing is handed over.
    package static func readLines(
        _ path: String, limitBytes: Int, line: (ArraySlice<UInt8>) -> Void
    ) throws(CallFailure) -> Bool {
        let file = try Descriptor.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
        let newline = UInt8(ascii: "\n")
        var piece = [UInt8](repeating: 0, count: 65_536)
        var pending: [UInt8] = []
        var received = 0
        while received < limitBytes {
            let count = try checked("read", path) { Glibc.read(file.number, &piece, piece.count) }
            if count == 0 {
                if !pending.isEmpty { line(pending[...]) }
                return true
            }
            received += count
            var rest = piece[..<count]
            while let end = rest.firstIndex(of: newline) {
                if pending.isEmpty {
                    line(rest[..<end])
                } else {
                    pending += rest[..<end]
                    line(pending[...])
                    pending.removeAll(keepingCapacity: true)
                }
                rest = rest[(end + 1)...]
            }
            pending += rest
        }
        return false
    }

    /// As `read`, without the white space around; nil where the file cannot be read.
    package static func value(_ path: String) -> String? {
        guard let text = try? read(path) else { return nil }
        return trimmed(Substring(text))
    }

    /// The integer that the file holds.
    package static func integer(_ path: String) -> Int64? { value(path).flatMap { Int64($0) } }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}

/// `text` without white space at its ends.
package func trimmed(_ text: Substring) -> String {
    var text = text
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
}

/// Files of lines such as `Seccomp:	2` or `ID=debian`.
package struct KeyedLines: Sendable {
    private let values: [String: String]

    package init(_ text: String, separator: Character) {
        var values: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let split = line.firstIndex(of: separator), line.first != "#" else { continue }
            values[trimmed(line[..<split])] = trimmed(line[line.index(after: split)...])
        }
        self.values = values
    }

    package subscript(_ key: String) -> String? { values[key] }
}
