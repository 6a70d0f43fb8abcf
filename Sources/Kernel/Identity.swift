import Glibc

/// Who this process is to the kernel: numbers only.
package struct Identity: Sendable, Equatable {
    package let uid: UInt32
    package let effectiveUid: UInt32
    package let gid: UInt32
    package let effectiveGid: UInt32
    package let groups: [UInt32]

    package init(uid: UInt32, effectiveUid: UInt32, gid: UInt32, effectiveGid: UInt32, groups: [UInt32]) {
        self.uid = uid
        self.effectiveUid = effectiveUid
        self.gid = gid
        self.effectiveGid = effectiveGid
        self.groups = groups
    }

    package static func current() -> Identity {
        // NGROUPS_MAX is 65,536; the count may change between the two calls, then the list stays empty.
        let count = getgroups(0, nil)
        var groups = [gid_t](repeating: 0, count: max(0, Int(count)))
        let filled = groups.isEmpty ? 0 : getgroups(count, &groups)
        return Identity(
            uid: getuid(), effectiveUid: geteuid(), gid: getgid(), effectiveGid: getegid(),
            groups: filled < 0 ? [] : Array(groups[..<Int(filled)]))
    }
}
