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
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        // UInt8("+6") is a number too.
        guard (2...3).contains(parts.count), parts.allSatisfy({ $0.allSatisfy(\.isNumber) }),
            let major = UInt8(parts[0]), let minor = UInt8(parts[1]),
            let patch = UInt16(parts.count == 3 ? parts[2] : "0")
        else { return nil }
        self.init(Release(major: major, minor: minor), patch: patch)
    }
}
