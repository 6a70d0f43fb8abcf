import Glibc

/// A user number under which nobody runs: what the kernel counts by user, it counts for whoever takes it on alone.
package enum UnusedUser {
    /// Above the numbers that systemd gives to containers, below those it keeps for foreign systems
    /// (systemd's "Users, Groups, UIDs and GIDs"), and above those that SSSD gives to accounts of Active Directory
    /// unless told otherwise (ldap_idmap_range_max is 2,000,200,000): nobody is given one of these unasked.
    package static let range: ClosedRange<UInt32> = 0x7800_0000...0x7ffd_ffff

    /// A number of `range` under which no process runs and nothing is counted, as far as this process's PID namespace
    /// shows; where the kernel does not say, one that improbably is taken.
    package static func pick() -> UInt32 {
        for _ in 0..<attempts {
            let candidate = UInt32.random(in: range)
            errno = 0
            // getpriority(2): ESRCH where no process has that user. A priority of −1 is told from a failure by errno.
            if getpriority(__priority_which_t(PRIO_USER.rawValue), candidate) == -1, errno == ESRCH { return candidate }
        }
        return UInt32.random(in: range)
    }

    private static let attempts = 8
}
