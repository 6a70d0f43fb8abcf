/// A release of mainline or of one of its stable branches, such as 6.1 or 6.1.76.
package struct StableRelease: Sendable, Hashable {
    package let branch: Release
    /// 0 is mainline's own release.
    package let patch: UInt16

    package init(_ branch: Release, patch: UInt16 = 0) {
        self.branch = branch
        self.patch = patch
    }

    /// Whether this is mainline's own release, which all later branches come from.
    package var isMainline: Bool { patch == 0 }
}

extension StableRelease: Comparable {
    package static func < (left: StableRelease, right: StableRelease) -> Bool {
        (left.branch, left.patch) < (right.branch, right.patch)
    }
}

extension StableRelease: CustomStringConvertible {
    package var description: String { isMainline ? "\(branch)" : "\(branch).\(patch)" }
}

extension StableRelease: LosslessStringConvertible {
    /// "6.1" or "6.1.76", and nothing behind it.
    package init?(_ text: String) { self.init(text.utf8) }

    package init?(_ text: some Collection<UInt8>) {
        var numbers: [UInt16] = []
        for part in text.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false) {
            var number: UInt16? = part.isEmpty ? nil : 0
            for byte in part {
                guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte, let tenths = number, tenths <= 6552 else { return nil }
                number = tenths * 10 + UInt16(byte - UInt8(ascii: "0"))
            }
            guard let number else { return nil }
            numbers.append(number)
        }
        guard (2...3).contains(numbers.count), let major = UInt8(exactly: numbers[0]),
            let minor = UInt8(exactly: numbers[1])
        else { return nil }
        self.init(Release(major: major, minor: minor), patch: numbers.count == 3 ? numbers[2] : 0)
    }
}
