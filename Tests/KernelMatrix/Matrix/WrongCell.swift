/// Something that a kernel of the matrix should have answered otherwise.
struct WrongCell: CustomStringConvertible {
    /// What was run, as whom.
    var command: String
    var row: String
    var expected: String
    var seen: String

    var description: String { "\(command): \(row): expected \(expected), seen \(seen)" }
}
