package enum Units {
    /// "8 MiB" for 8,388,608; bytes that are no whole KiB stay bytes.
    package static func bytes(_ count: UInt64) -> String {
        for (unit, size) in [("GiB", UInt64(1) << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        where count >= size && count % size == 0 {
            return "\(count / size) \(unit)"
        }
        return "\(count) bytes"
    }

    /// The same for a number that need not be exact: "123 MiB", rounded down.
    package static func rounded(_ count: UInt64) -> String {
        for shift in [30, 20, 10] as [UInt64] where count >= 10 << shift { return bytes((count >> shift) << shift) }
        return bytes(count)
    }
}
