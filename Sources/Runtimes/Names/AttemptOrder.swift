/// In which order the addresses of a name are tried, and how far apart: "Happy Eyeballs" (RFC 8305).
package enum AttemptOrder {
    /// The Connection Attempt Delay that RFC 8305, section 8, recommends.
    package static let delayNanoseconds: Int64 = 250_000_000

    /// RFC 8305, section 4: the families take turns, beginning with that of the first address; within a family the
    /// order stays, and so does that of what is left when the others have run out. What is there twice is tried once.
    package static func interleaved(_ addresses: [SocketAddress]) -> [SocketAddress] {
        var seen: Set<SocketAddress> = []
        var families: [Int32] = []
        var queues: [Int32: [SocketAddress]] = [:]
        for address in addresses where seen.insert(address).inserted {
            if queues[address.family] == nil { families.append(address.family) }
            queues[address.family, default: []].append(address)
        }
        let longest = queues.values.map(\.count).max() ?? 0
        return (0..<longest).flatMap { place in
            families.compactMap { family in
                queues[family].flatMap { place < $0.count ? $0[place] : nil }
            }
        }
    }
}
