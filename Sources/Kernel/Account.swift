/// A user and groups to the kernel, by numbers alone: what a process can take on.
package struct Account: Sendable, Equatable {
    package let uid: UInt32
    package let gid: UInt32
    /// The supplementary groups, of which `gid` may be one.
    package let groups: [UInt32]

    package init(uid: UInt32, gid: UInt32, groups: [UInt32]) {
        self.uid = uid
        self.gid = gid
        self.groups = groups
    }
}
