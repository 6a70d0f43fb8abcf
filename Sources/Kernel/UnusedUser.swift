import Glibc

/// A user number under which nobody runs: what the kernel counts by user, it counts for whoever takes it on alone.
package enum UnusedUser {
    /// Above the numbers that systemd gives to containers, below those it keeps for foreign systems
    /// (systemd's "Users, Groups, UIDs and GIDs"), and above those that SSSD gives to accounts of Active Directory
    /// unless told otherwise (ldap_idmap_range_max is 2,000,200,000): nobody is given one of these unasked.
    package static let range: ClosedRange<UInt32> = 0x7800_0000...0x7ffd_ffff

    /// More processes than that are not looked at: two processes of this program that meet there are improbable.
    private static let processLimit = 16_384

    /// A number of `range` that no process has; without /proc, one that no process is likely to have.
    package static func pick() -> UInt32 {
        let taken = inUse()
        while true {
            // Another process of this program may pick at the same moment.
            let candidate = UInt32.random(in: range)
            if !taken.contains(candidate) { return candidate }
        }
    }

    private static func inUse() -> Set<UInt32> {
        let processes = (try? Directory.numbers(in: "/proc", limit: processLimit))?.numbers ?? []
        var taken: Set<UInt32> = []
        for process in processes {
            guard let status = try? TextFile.read("/proc/\(process)/status", limitBytes: 4096) else { continue }
            let uids = KeyedLines(status, separator: ":")["Uid"] ?? ""
            taken.formUnion(uids.split(whereSeparator: \.isWhitespace).compactMap { UInt32($0) })
        }
        return taken.filter(range.contains)
    }
}
