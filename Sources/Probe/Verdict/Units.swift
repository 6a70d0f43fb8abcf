package enum Units {
    /// "8 MiB" for 8,388,608; bytes that are no whole KiB stay bytes.
    package static func bytes(_ count: UInt64) -> String {
        for (unit, size) in [("GiB", UInt64(1) << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        where count >= size && count % size == 0 {
            return "\(count / size) \(unit)"
        }
        return "\(count) bytes"
    }
}
