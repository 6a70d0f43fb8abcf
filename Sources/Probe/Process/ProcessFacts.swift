package import Kernel

/// What /proc says of another process, or of one of its threads: numbers, and no name of anything. nil is "could not be
/// read", for a reason that `unread` has.
package struct ProcessFacts: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case ordinary
        case kernelThread = "kernel_thread"
        /// Ended, and not reaped.
        case zombie
    }

    /// Why nothing is known of it.
    package enum Absence: Sendable {
        case noProcFileSystem
        case noSuchProcess
        /// It ended while it was looked at.
        case vanished
        /// /proc does not show the processes of others (its option hidepid).
        case hidden
        case unreadable(CallFailure)
    }

    /// What could not be read.
    package struct Unread: Sendable {
        package var what: String
        package var failure: CallFailure
    }

    /// A descriptor of a ring.
    package struct Ring: Sendable, Equatable {
        package var descriptor: Int32
        /// Before 5.16 all rings, and what else is anonymous, have the same.
        package var inode: UInt64
        /// Empty where it could not be read.
        package var information: RingInformation
        /// Whether all that the kernel says was read.
        package var isWhole: Bool
    }

    package struct Namespace: Sendable, Equatable {
        /// As in /proc/N/ns.
        package var name: String
        /// Whether it is this process's too.
        package var isOurs: Bool?
    }

    package let pid: Int32
    package var absence: Absence?
    package var kind = Kind.ordinary
    /// The process that it is a thread of; the number of a process is that of its first thread.
    package var group: Int32?
    package var threads: Int?

    package var uid: UInt32?
    package var effectiveUid: UInt32?
    package var gid: UInt32?
    package var effectiveGid: UInt32?
    package var capabilities: [String]?
    package var seccomp = Environment.Seccomp()
    package var isTraced: Bool?
    package var lockedMemoryLimit: Limit?
    package var descriptorLimit: Limit?
    package var processLimit: Limit?
    package var addressSpaceLimit: Limit?
    package var namespaces: [Namespace] = []
    package var userMap: ProcessFile.UserMap?

    package var rings: [Ring]?
    /// Whether every descriptor was looked at.
    package var isEveryDescriptorSeen = true
    /// The inode that rings share with all that is anonymous; nil where each has its own.
    package var sharedInode: UInt64?
    package var mapped: MappedRings?
    /// Whether all of the memory's map was read.
    package var isEveryMappingSeen = true
    /// Threads that the kernel started for requests that would wait.
    package var workers: Int?
    /// Threads that the kernel started for IORING_SETUP_SQPOLL.
    package var submissionThreads: Int?
    package var unread: [Unread] = []

    package init(pid: Int32) { self.pid = pid }
}

extension ProcessFacts {
    /// Rings with descriptors: those that have several count once, where they can be told apart.
    package var ringCount: Int {
        let rings = rings ?? []
        let inodes = Set(rings.map(\.inode))
        return sharedInode != nil || inodes.isEmpty ? rings.count : inodes.count
    }

    /// Rings that are mapped, and have no descriptor: it was closed once registered, or belongs to another process.
    package var mappedWithoutDescriptor: Int? {
        guard let rings else { return nil }
        return mapped?.withoutDescriptor(rings.map(\.inode), sharedInode: sharedInode)
    }

    /// Whether it uses io_uring; nil where that could not be learnt.
    package var usesIoUring: Bool? {
        if absence != nil { return nil }
        if kind != .ordinary { return false }
        if ringCount + (mappedWithoutDescriptor ?? 0) + (workers ?? 0) + (submissionThreads ?? 0) > 0 { return true }
        guard rings != nil, mapped != nil, isEveryDescriptorSeen, isEveryMappingSeen else { return nil }
        return false
    }
}
