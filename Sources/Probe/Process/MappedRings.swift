/// Rings whose queues a process has mapped, from /proc/N/maps.
package struct MappedRings: Sendable, Equatable {
    /// Each mapped array of submission entries, of which a ring has one, by its inode.
    package private(set) var inodes: [UInt64] = []

    package init() {}

    /// - Parameter text: of /proc/N/maps.
    package init(_ text: String) {
        for line in Array(text.utf8).split(separator: UInt8(ascii: "\n")) { read(line) }
    }

    private static let name = Array("anon_inode:[io_uring]".utf8)
    /// IORING_OFF_SQES.
    private static let submissionEntriesOffset: UInt64 = 0x1000_0000

    /// Takes in one line, without its end.
    package mutating func read(_ line: ArraySlice<UInt8>) {
        guard line.suffix(Self.name.count) == Self.name[...] else { return }
        // Address, rights, offset, device, inode, name.
        let fields = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 5)
        guard fields.count == 6, let offset = UInt64(fields[2], radix: 16), offset == Self.submissionEntriesOffset,
            let inode = UInt64(fields[4]), fields[5].drop(while: { $0 == " " }).utf8.elementsEqual(Self.name)
        else { return }
        inodes.append(inode)
    }

    /// How many of them are behind none of the `rings` that have descriptors.
    ///
    /// - Parameter sharedInode: the inode of whatever is anonymous, where rings have none of their own: then it is
    ///   known only of a process without any descriptor of a ring.
    package func withoutDescriptor(_ rings: [UInt64], sharedInode: UInt64?) -> Int? {
        if let sharedInode, inodes.contains(sharedInode) { return rings.isEmpty ? inodes.count : nil }
        return Set(inodes).subtracting(rings).count
    }
}
