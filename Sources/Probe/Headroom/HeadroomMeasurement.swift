import CKernel
import Glibc
import Kernel
import Ring

/// The child's side of `Headroom.measure`: makes rings until no more can be made, and gives them back.
///
/// What rings are charged (RLIMIT_MEMLOCK) is counted by user, and comes back late after they are closed, measured up
/// to 1.2 s on 6.18: an ENOMEM is tried again for a while, unless no smaller ring fitted.
package struct HeadroomMeasurement {
    private let output: Int32
    /// When this process stops measuring by itself, on the monotonic clock: before its parent stops it.
    private let deadlineNanoseconds = Clock.nanoseconds + 3_300_000_000
    /// How long no further ring may fit until an ENOMEM is believed: at first long, because what this user closed
    /// before is not known, then as seen.
    private var quietNanoseconds: Int64 = 600_000_000
    private var linger: Headroom.Linger?

    /// How long it is waited for that all which was charged comes back.
    private static let lingerLimitNanoseconds: Int64 = 1_500_000_000
    /// One of 8 entries.
    private static let smallestRingBytes = Judge.ringSizes[0].bytes
    private static let pauseNanoseconds = 2_000_000

    /// Measures, and writes what was learnt to `output`, line by line.
    ///
    /// - Parameter identity: uid, gid, supplementary groups; empty for this process's own, or, where that is root, for
    ///   a user that nobody is.
    package static func conduct(output: Int32, as identity: [UInt32], dropsCapabilities: Bool) {
        let parent = getppid()
        leave_no_core()
        var measurement = HeadroomMeasurement(output: output)
        do throws(CallFailure) {
            try measurement.takeOn(identity, dropsCapabilities: dropsCapabilities)
            // The parent may be killed at any moment; then the rings have to go back. The kernel forgets this when an
            // identity changes.
            _ = set_parent_death_signal(SIGKILL)
            // It may have been before.
            guard getppid() == parent else { return }
            try measurement.measure()
            measurement.tell(Headroom.endLine)
        } catch {
            measurement.tell(Headroom.line(failure: error))
        }
    }

    private init(output: Int32) { self.output = output }

    private func takeOn(_ identity: [UInt32], dropsCapabilities: Bool) throws(CallFailure) {
        if identity.count >= 2 {
            try become(Account(uid: identity[0], gid: identity[1], groups: Array(identity[2...])))
            if dropsCapabilities { try Capabilities.dropAll() }
            tell(Headroom.line(uid: identity[0], isUnused: false))
            return
        }
        if dropsCapabilities { try Capabilities.dropAll() }
        let held = try Capabilities.effective()
        // A user namespace seldom has such a number, and root would have lost its groups over trying.
        if geteuid() == 0, Environment.isInUserNamespace() != true, held.contains("cap_setuid"), held.contains("cap_setgid") {
            let unused = UnusedUser.pick()
            do throws(CallFailure) {
                try become(Account(uid: unused, gid: unused, groups: []))
                // They are gone with root's number, unless whoever started this process wanted them kept.
                try Capabilities.dropAll()
                tell(Headroom.line(uid: unused, isUnused: true))
                return
            } catch {
                // A user namespace has few numbers: then it is measured for its root.
                guard error.errno.isAbsenceOfUser, geteuid() == 0 else { throw error }
            }
        }
        tell(Headroom.line(uid: geteuid(), isUnused: false))
    }

    private func become(_ account: Account) throws(CallFailure) {
        do throws(Account.Refusal) { try account.takeOn() } catch {
            switch error {
            case .call(let failure): throw failure
            case .unverified: throw CallFailure("setresuid", "\(account.uid), without effect", .permissionDenied)
            }
        }
    }

    private mutating func measure() throws(CallFailure) {
        var isHopeless = false
        var hasMadeRings = false
        for (entries, bound) in Headroom.sizes {
            let count = count(entries, upTo: bound, isPatient: !isHopeless)
            tell(Headroom.line(count))
            hasMadeRings = hasMadeRings || count.count > 0
            // Where none of them fits, no larger one does.
            isHopeless = isHopeless || count.count == 0
        }
        if let linger { tell(Headroom.line(linger)) }
        if let largest = largest(isPatient: !isHopeless) { tell(Headroom.line(largest)) }
        // Last, because it gives up what exempts from the charge.
        if try Capabilities.effective().contains("cap_ipc_lock") { try Capabilities.dropAll() }
        let limit = try Limit.current(.lockedMemory).soft
        try Limit.lower(.lockedMemory, to: 0)
        switch HeldRing.make(8) {
        case .success: tell(Headroom.line(chargesLockedMemory: false))
        // Where no ring fitted before, it may be for another want of memory than that of a limit this small.
        case .failure(.outOfMemory) where hasMadeRings || limit.map { $0 < Self.smallestRingBytes } ?? false:
            tell(Headroom.line(chargesLockedMemory: true))
        case .failure: break
        }
    }

    // MARK: Steps

    private mutating func count(_ entries: UInt32, upTo bound: Int, isPatient: Bool) -> Headroom.Count {
        var rings: [HeldRing] = []
        let failure = fill(&rings, entries, upTo: bound, quietNanoseconds: isPatient ? quietNanoseconds : 0)
        let count = rings.count
        rings = []
        guard let failure, !(failure == .outOfMemory && linger?.hasEnded == false) else {
            return Headroom.Count(entries: entries, count: count, end: .bound)
        }
        if failure == .outOfMemory, count > 0, linger == nil { awaitReturn(of: count, entries) }
        return Headroom.Count(entries: entries, count: count, end: .errno(failure))
    }

    /// Waits until as many rings fit as were just closed.
    private mutating func awaitReturn(of count: Int, _ entries: UInt32) {
        let begin = Clock.nanoseconds
        var rings: [HeldRing] = []
        let limit = min(Self.lingerLimitNanoseconds, deadlineNanoseconds - begin)
        while rings.count < count, Clock.nanoseconds - begin < limit {
            if fill(&rings, entries, upTo: count, quietNanoseconds: 0) != nil { pause() }
        }
        let nanoseconds = Clock.nanoseconds - begin
        linger = Headroom.Linger(milliseconds: Int(nanoseconds / 1_000_000), hasEnded: rings.count == count)
        quietNanoseconds = max(300_000_000, min(2 * nanoseconds, 1_000_000_000))
    }

    /// nil where that was not learnt: time was up, or what is still charged makes it look smaller.
    private func largest(isPatient: Bool) -> Headroom.Largest? {
        let isChargeBack = linger?.hasEnded != false
        var entries: UInt32 = 32_768
        while true {
            switch HeldRing.make(entries) {
            case .success: break
            case .failure(let errno) where entries == 1: return isChargeBack ? Headroom.Largest.none(errno) : nil
            case .failure:
                entries /= 2
                continue
            }
            break
        }
        // What the counts were charged may still be out.
        let end = min(Clock.nanoseconds + (isPatient ? quietNanoseconds : 0), deadlineNanoseconds)
        while entries < 32_768, Clock.nanoseconds < end {
            switch HeldRing.make(entries * 2) {
            case .success: entries *= 2
            case .failure(.outOfMemory): pause()
            case .failure: return .entries(entries)
            }
        }
        let isKnown = entries == 32_768 || isChargeBack && Clock.nanoseconds < deadlineNanoseconds
        return isKnown ? .entries(entries) : nil
    }

    /// Makes rings until there are `bound`: nil, or what the last one answered; nil too where time is up.
    ///
    /// - Parameter quietNanoseconds: how long an ENOMEM is tried again.
    private func fill(
        _ rings: inout [HeldRing], _ entries: UInt32, upTo bound: Int, quietNanoseconds: Int64
    ) -> Errno? {
        var lastSuccess = Clock.nanoseconds
        while rings.count < bound, Clock.nanoseconds < deadlineNanoseconds {
            switch HeldRing.make(entries) {
            case .success(let ring):
                rings.append(ring)
                lastSuccess = Clock.nanoseconds
            case .failure(.outOfMemory) where Clock.nanoseconds - lastSuccess < quietNanoseconds: pause()
            case .failure(let errno): return errno
            }
        }
        return nil
    }

    private func pause() {
        var time = timespec(tv_sec: 0, tv_nsec: Self.pauseNanoseconds)
        nanosleep(&time, nil)
    }

    /// Hands the parent a line. Ends this process where nobody reads it.
    private func tell(_ line: String) {
        do throws(CallFailure) { try OutputFile.write(line + "\n", to: output, named: "pipe") } catch {
            exit(EXIT_FAILURE)
        }
    }
}

/// A ring in a list, which takes no value that cannot be copied.
private final class HeldRing {
    private let ring: Ring

    private init(_ ring: consuming Ring) { self.ring = ring }

    static func make(_ entries: UInt32) -> Result<HeldRing, Errno> {
        do throws(CallFailure) { return .success(HeldRing(try Ring(entries: entries))) } catch {
            return .failure(error.errno)
        }
    }
}

extension Errno {
    /// A number that the user namespace does not map; or groups may not be set there.
    fileprivate var isAbsenceOfUser: Bool { self == .invalidArgument || self == .permissionDenied }
}
