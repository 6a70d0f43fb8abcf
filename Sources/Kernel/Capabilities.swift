import CKernel
import CLibcap
import Glibc

/// What capabilities(7) this process holds, by libcap.
package enum Capabilities {
    /// The names of the effective set, such as "cap_sys_admin", in the kernel's order.
    package static func effective() throws(CallFailure) -> [String] {
        guard let state = cap_get_proc() else { throw CallFailure("cap_get_proc", "", Errno(errno)) }
        defer { cap_free(UnsafeMutableRawPointer(state)) }
        var names: [String] = []
        // cap_max_bits is what the running kernel knows, which may be more than this libcap has names for.
        for number in 0..<cap_value_t(cap_max_bits()) {
            var value = CAP_CLEAR
            guard cap_get_flag(state, number, CAP_EFFECTIVE, &value) == 0 else { break }
            if value == CAP_SET { names.append(name(of: number)) }
        }
        return names
    }

    /// The names of a set that /proc shows as a word of bits, in the kernel's order.
    package static func names(ofBits bits: UInt64) -> [String] {
        (0..<cap_value_t(64)).filter { bits >> UInt64($0) & 1 == 1 }.map(name)
    }

    /// "cap_sys_admin"; the number where this libcap has no name for it.
    private static func name(of number: cap_value_t) -> String {
        guard let name = cap_to_name(number) else { return String(number) }
        defer { cap_free(name) }
        return String(cString: name)
    }

    /// How many capabilities the kernel and libcap both know.
    package static var known: Int { Int(cap_max_bits()) }

    /// Gives up every capability of this process and of all it will execute, for good; root becomes a user like others,
    /// whose number is 0.
    package static func dropAll() throws(CallFailure) {
        let held = try effective()
        if held.contains("cap_setpcap") {
            guard cap_set_mode(CAP_MODE_NOPRIV) == 0 else { throw CallFailure("cap_set_mode", "NOPRIV", Errno(errno)) }
        } else if !held.isEmpty || getuid() == 0 || geteuid() == 0 {
            // execve(2) would give root what the bounding set has left, and others what the file's capabilities grant.
            let result = set_no_new_privileges()
            if result < 0 { throw CallFailure("prctl", "PR_SET_NO_NEW_PRIVS", Errno(-result)) }
        }
        try clear()
    }

    /// Gives up every capability of this process; where root executes a program, the kernel gives it all of them.
    static func clear() throws(CallFailure) {
        guard let none = cap_init() else { throw CallFailure("cap_init", "", Errno(errno)) }
        defer { cap_free(UnsafeMutableRawPointer(none)) }
        guard cap_set_proc(none) == 0 else { throw CallFailure("cap_set_proc", "none", Errno(errno)) }
    }
}
