extension StringProtocol {
    /// Whether `text` stands somewhere in it, byte for byte.
    ///
    /// As `contains` does, which comes with the library of regular expressions: 1 MB of a static file.
    package func holds(_ text: some StringProtocol) -> Bool {
        let (bytes, wanted) = (Array(utf8), Array(text.utf8))
        guard wanted.count <= bytes.count else { return false }
        return (0...bytes.count - wanted.count).contains { bytes[$0...].starts(with: wanted) }
    }
}
