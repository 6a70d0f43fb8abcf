/// Times as one types them: a whole number and a unit, `250ms`.
///
/// Units: `ns`, `us`, `ms`, `s`, `m` (minutes), `h`. `0` alone needs no unit; no other bare number is a time, since
/// programs differ in what it would mean.
package enum DurationText {
    package enum Reading: Equatable, Sendable {
        case nanoseconds(Int64)
        /// More nanoseconds than an Int64 holds (292 years).
        case tooLong
        case malformed
    }

    private static let units: [(suffix: String, nanoseconds: Int64)] = [
        ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000),
        ("ns", 1),
    ]

    package static func parse(_ text: String) -> Reading {
        let digits = text.utf8.prefix(while: isDigit)
        guard !digits.isEmpty else { return .malformed }
        let suffix = text[digits.endIndex...]
        if suffix.isEmpty { return digits.allSatisfy { $0 == UInt8(ascii: "0") } ? .nanoseconds(0) : .malformed }
        guard let unit = units.first(where: { $0.suffix == suffix }) else { return .malformed }
        guard let count = Int64(Substring(digits)) else { return .tooLong }
        let (nanoseconds, overflow) = count.multipliedReportingOverflow(by: unit.nanoseconds)
        return overflow ? .tooLong : .nanoseconds(nanoseconds)
    }

    /// `nanoseconds`, which is not negative, in the largest unit that shows it exactly.
    package static func render(_ nanoseconds: Int64) -> String {
        guard nanoseconds != 0 else { return "0" }
        let unit = units.first { nanoseconds % $0.nanoseconds == 0 } ?? ("ns", 1)
        return "\(nanoseconds / unit.nanoseconds)\(unit.suffix)"
    }
}
