import Glibc
import Support

/// Limits of a process and its user.
extension Situation {
    static func limits(_ stage: Stage) throws -> [Situation] {
        let isCharged = try LockedMemory.isCharged()
        let memlock = { @Sendable (who: Who, cause: Truth.Cause) in who != .root && isCharged ? cause : nil }
        return [
            Situation("locked memory: 0", inside: prlimit("memlock=0:0"), fixture: "memlock-0") { who in
                memlock(who, .init("memlock", "likely")).map { .refused($0) } ?? .works
            },
            // Two pages for the smallest ring, seven for one of 256 entries.
            Situation("locked memory: 16 KiB", inside: prlimit("memlock=16384:16384"), fixture: "memlock-16K") { who in
                // Of root's locked memory, others' rings take their part.
                memlock(who, .init("memlock", "likely", "partly")).map { .works(but: $0) } ?? .works
            }.with { $0.identities = [.root, .ordinary] },
            // Three streams, and no descriptor for a ring. Who has none cannot start a process to give up rights in.
            Situation(
                "descriptors: 3", inside: prlimit("nofile=3:3"), fixture: "descriptors-3",
                .refused(.init("descriptors", "certain"))
            ).with { $0.identities = [.root, .ordinary] },
            // One for a ring, none for a pipe to a child. Not recorded: what gathers for that holds one more itself.
            Situation(
                "descriptors: 4", inside: prlimit("nofile=4:4"),
                .works(but: .init("descriptors", "likely", "partly"))
            ).with { $0.identities = [.root, .ordinary] },
            Situation("descriptors: 32", inside: prlimit("nofile=32:32"), .works),
            // The kernel never counts uid 0, whatever rights it has.
            Situation("processes: 1", inside: prlimit("nproc=1:1"), fixture: "processes-1") { who in
                who == .ordinary ? .works(but: .init("processes", "likely", "partly")) : .works
            },
            Situation("address space: 128 MiB", inside: prlimit("as=134217728:134217728"), .works),
        ]
    }

    static func prlimit(_ limit: String) -> [String] { ["prlimit", "--\(limit)"] }

    /// Two causes, one before the other: the first hides the second, which is announced.
    static func stacked(_ stage: Stage) throws -> [Situation] {
        let isCharged = try LockedMemory.isCharged()
        let all = "io_uring_setup,io_uring_enter,io_uring_register"
        let limited = ["EPERM", "ENOSYS"].map { action in
            Situation(
                "filter: \(action) to all, locked memory: 0",
                inside: prlimit("memlock=0:0") + stage.refuse(action, all),
                fixture: "filter-\(action)-all-memlock-0"
            ) { who in
                let filter = Truth.Cause("seccomp", action == "EPERM" ? "certain" : "likely")
                let isBehind = who != .root && isCharged
                return isBehind ? .refused(filter, .init("memlock", "possible", "behind")) : .refused(filter)
            }
        }
        return limited + [
            // Within the limit no shared library could be loaded: the filter comes first.
            Situation(
                "filter: EPERM to io_uring_setup, descriptors: 6",
                inside: stage.refuse("EPERM", "io_uring_setup") + ["/usr/bin/env"] + prlimit("nofile=6:6"),
                fixture: "filter-EPERM-setup-descriptors-6",
                .refused(.init("seccomp", "certain"), .init("descriptors", "possible", "behind"))
            ).with { $0.identities = [.root, .ordinary] },
            // No child can be made that asks, and a filter might kill whoever asks.
            Situation(
                "filter: EPERM to io_uring_setup, descriptors: 3",
                inside: stage.refuse("EPERM", "io_uring_setup") + ["/usr/bin/env"] + prlimit("nofile=3:3"),
                fixture: "filter-EPERM-setup-descriptors-3",
                .notKnown(but: .init("descriptors", "certain", "partly"), .init("seccomp", "possible", "behind"))
            ).with { $0.identities = [.root, .ordinary] },
            // A kernel asks for CAP_IPC_LOCK outside of any user namespace, and its root has none there.
            Situation(
                "user namespace, locked memory: 0", inside: prlimit("memlock=0:0") + userNamespace,
                fixture: "user-namespace-memlock-0", isCharged ? .refused(.init("memlock", "likely")) : .works),
        ]
    }
}

/// What this kernel does with the limit of locked memory, as a small program over liburing sees it.
enum LockedMemory {
    private static let answer = Result { try ask() }

    /// Whether rings are charged to it, which kernels do up to 5.11 and again from 6.14 on for a while.
    static func isCharged() throws -> Bool { try answer.get() }

    private static func ask() throws -> Bool {
        let finished = try Obstacle.limited(
            uid: 62999, ["--memlock=0:0"], program: Obstacle.rings.get(), ["count", "8", "1"])
        switch finished.output {
        case "0 \(ENOMEM)\n": return true
        case "1 0\n": return false
        default: throw Missing("a ring without locked memory: \(finished)")
        }
    }
}
