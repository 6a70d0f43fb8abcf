/// A mainline kernel release, such as 6.11: what a row of the Catalog says it first appeared in.
///
/// Context for a reader, never a verdict: distributions carry newer io_uring code under older release numbers.
package struct Release: Sendable, Hashable {
    package let major: UInt8
    package let minor: UInt8

    package init(major: UInt8, minor: UInt8) {
        self.major = major
        self.minor = minor
    }
}

extension Release: Comparable {
    package static func < (left: Release, right: Release) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}

extension Release: CustomStringConvertible {
    package var description: String { "\(major).\(minor)" }
}

extension Release: ExpressibleByStringLiteral {
    /// A text and not a number, because 6.1 and 6.10 are two releases.
    package init(stringLiteral text: StaticString) {
        var numbers: (UInt8, UInt8) = (0, 0)
        for byte in UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount) {
            if byte == UInt8(ascii: ".") {
                numbers = (numbers.1, 0)
            } else {
                precondition(UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte, "not a kernel release: \(text)")
                numbers.1 = numbers.1 * 10 + (byte - UInt8(ascii: "0"))
            }
        }
        self.init(major: numbers.0, minor: numbers.1)
    }
}
