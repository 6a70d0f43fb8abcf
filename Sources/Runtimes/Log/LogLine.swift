import Report

/// What becomes of a text that is logged: one line of at most 4096 bytes, its end among them.
enum LogLine {
    /// PIPE_BUF: what write(2) puts into a pipe in one piece, whoever else writes to it, and in one go or not at all where the
    /// pipe does not block (pipe(7)).
    static let limitBytes = 4096

    /// For what says how much was cut off.
    private static let markBytes = 40

    /// `text` and a line feed, with what could break the line or drive a terminal replaced as `Printable` does it; what is
    /// too long is cut, and says so.
    static func bytes(of text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { plain($0) } ?? escaped(text)
    }

    /// nil where something has to be replaced or cut.
    private static func plain(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard text.count < limitBytes, text.allSatisfy({ (0x20...0x7e).contains($0) }) else { return nil }
        return Array(unsafeUninitializedCapacity: text.count + 1) { line, count in
            line.initializeElement(at: line.initialize(fromContentsOf: text), to: lineFeed)
            count = text.count + 1
        }
    }

    private static func escaped(_ text: String) -> [UInt8] {
        var line: [UInt8] = []
        /// How many bytes of the text are in the line, and where both are cut if they have to be.
        var textBytes = 0
        var cut = (text: 0, line: 0)
        for scalar in text.unicodeScalars {
            let piece = Printable.line(String(scalar)).utf8
            guard line.count + piece.count < limitBytes else {
                line.removeSubrange(cut.line...)
                return line + " … (\(text.utf8.count - cut.text) bytes more)\n".utf8
            }
            line += piece
            textBytes += UTF8.width(scalar)
            if line.count <= limitBytes - markBytes { cut = (textBytes, line.count) }
        }
        line.append(lineFeed)
        return line
    }

    private static let lineFeed = UInt8(ascii: "\n")
}
