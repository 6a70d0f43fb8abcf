import CKernel
import Glibc

/// /etc/passwd and /etc/group, by the C library; no other source of names is asked.
enum AccountFiles {
    typealias User = (name: String?, uid: UInt32, gid: UInt32)

    /// Once, before the first look-up: 0, or the negated errno.
    private static let pinning = pin_account_lookups()
    /// What an entry may take: a group's members are among it.
    private static let sizeLimitBytes = 1 << 20
    /// NGROUPS_MAX, and the user's own group.
    private static let groupLimit: Int32 = 65_537

    /// getpwnam_r(3); nil where there is no such user.
    static func user(named name: String) throws(CallFailure) -> User? {
        try entry(passwd(), "getpwnam_r", name) { getpwnam_r(name, $0, $1, $2, $3) } reading: { user($0) }
    }

    /// getpwuid_r(3); nil where there is no such user.
    static func user(numbered uid: UInt32) throws(CallFailure) -> User? {
        try entry(passwd(), "getpwuid_r", "\(uid)") { getpwuid_r(uid, $0, $1, $2, $3) } reading: { user($0) }
    }

    /// getgrnam_r(3): the number, or nil where there is no such group.
    static func group(named name: String) throws(CallFailure) -> UInt32? {
        try entry(Glibc.group(), "getgrnam_r", name) { getgrnam_r(name, $0, $1, $2, $3) } reading: { $0.gr_gid }
    }

    /// getgrouplist(3): the groups that have the user `name` among their members, and `gid`.
    static func groups(of name: String, with gid: UInt32) throws(CallFailure) -> [UInt32] {
        try pin()
        var count: Int32 = 64
        while true {
            var groups = [gid_t](repeating: 0, count: Int(count))
            let capacity = count
            if getgrouplist(name, gid, &groups, &count) >= 0 { return Array(groups[..<Int(count)]) }
            // Without memory it fails too, and wants no more than there was.
            guard count > capacity, count <= groupLimit else { throw CallFailure("getgrouplist", name, .outOfMemory) }
        }
    }

    private static func user(_ entry: passwd) -> User {
        (name: entry.pw_name.map { String(cString: $0) }, uid: entry.pw_uid, gid: entry.pw_gid)
    }

    private static func pin() throws(CallFailure) {
        if pinning < 0 { throw CallFailure("__nss_configure_lookup", "files", Errno(-pinning)) }
    }

    private typealias Search<Entry> = (
        UnsafeMutablePointer<Entry>, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<UnsafeMutablePointer<Entry>?>
    ) -> Int32

    /// - Parameter reading: makes what is wanted of the entry, whose texts lie in a buffer that is gone afterwards.
    private static func entry<Entry, Result>(
        _ empty: Entry, _ call: String, _ argument: String, _ search: Search<Entry>, reading: (Entry) -> Result
    ) throws(CallFailure) -> Result? {
        try pin()
        var size = 4096
        while true {
            var entry = empty
            var found: UnsafeMutablePointer<Entry>?
            // What the entry points at is read while the buffer is there.
            let (number, result) = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { buffer in
                guard let texts = buffer.baseAddress else { return (ENOMEM, Result?.none) }
                let number = search(&entry, texts, size, &found)
                return (number, found == nil ? nil : reading(entry))
            }
            switch number {
            case 0: return result
            // There is no such file, as in a container that has no users.
            case ENOENT: return nil
            case ERANGE where size < sizeLimitBytes: size *= 2
            case EINTR: continue
            default: throw CallFailure(call, argument, Errno(number))
            }
        }
    }
}
