/// Numbers in words.
enum Words {
    /// "1 case", "10 cases".
    static func count(_ number: Int, _ noun: String) -> String { "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")" }

    /// "1.4 ms": three digits or fewer, and one more for what is below ten.
    static func time(_ nanoseconds: Int64) -> String {
        let units: [(Int64, String)] = [(1_000_000_000, "s"), (1_000_000, "ms"), (1000, "us")]
        guard let (unit, name) = units.first(where: { nanoseconds >= $0.0 }) else { return "\(nanoseconds) ns" }
        let tenths = nanoseconds / (unit / 10)
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10) \(name)" : "\(tenths / 10) \(name)"
    }

    /// "12,345".
    static func grouped(_ number: some BinaryInteger) -> String {
        var groups: [Substring] = []
        var digits = Substring(String(number.magnitude))
        while digits.count > 3 {
            groups.append(digits.suffix(3))
            digits = digits.dropLast(3)
        }
        groups.append(digits)
        return (number < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
    }
}
