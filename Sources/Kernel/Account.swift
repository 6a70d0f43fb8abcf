import CKernel
import Glibc

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

extension Account {
    package enum Refusal: Error, Sendable {
        /// EPERM without CAP_SETUID and CAP_SETGID; EINVAL where the user namespace has no such number.
        case call(CallFailure)
        /// Every call succeeded, and this process is somebody else, or could go back.
        case unverified
    }

    /// Makes this process one of this account, for good: setgroups(2), setresgid(2), setresuid(2). A user other than
    /// root keeps no capability. Nothing is asked of the kernel that changes nothing, so that everybody may take on
    /// what he is.
    ///
    /// The kernel then takes this process for one that may hold secrets (PR_SET_DUMPABLE) until it executes a program:
    /// its own /proc/self stays readable to it, others' way into it is closed. What set_parent_death_signal asked for
    /// is forgotten.
    package func takeOn() throws(Refusal) {
        let (uidsBefore, gidsBefore) = (numbers(user_numbers), numbers(group_numbers))
        let (uids, gids) = ([uid, uid, uid], [gid, gid, gid])
        do throws(CallFailure) {
            // The user last: without root's rights the groups could not be changed any more.
            if Set(Identity.current().groups) != Set(groups) {
                do throws(CallFailure) {
                    _ = try checked("setgroups", "\(groups.count) groups") { setgroups(groups.count, groups) }
                } catch {
                    guard hasGroups else { throw error }
                }
            }
            if gidsBefore != gids { _ = try checked("setresgid", "\(gid)") { take_on_group(gid) } }
            if uidsBefore != uids { _ = try checked("setresuid", "\(uid)") { take_on_user(uid) } }
            // The kernel takes them from who ceases to be root, not from others, nor where securebits say otherwise.
            if uid != 0 { try Capabilities.clear() }
        } catch {
            throw .call(error)
        }
        guard numbers(user_numbers) == uids, numbers(group_numbers) == gids, hasGroups else { throw .unverified }
        for old in Set(uidsBefore) where uid != 0 && old != uid {
            guard seteuid(old) != 0 else { throw .unverified }
        }
    }

    /// Whether this process is in these groups and in no other, be it by its own group or by a supplementary one.
    private var hasGroups: Bool { Set(Identity.current().groups).union([gid]) == Set(groups).union([gid]) }

    /// The real, the effective and the saved one.
    private func numbers(_ read: (UnsafeMutablePointer<UInt32>) -> Void) -> [UInt32] {
        var numbers: [UInt32] = [0, 0, 0]
        read(&numbers)
        return numbers
    }
}
