import Glibc
import Kernel

extension ProcessFacts {
    /// More than a process has by the usual limits; each is looked at.
    private static let descriptorLimit = 65_536
    /// Rings whose fdinfo is read.
    private static let ringLimit = 256
    private static let threadLimit = 16_384
    /// A ring's fdinfo lists the entries of its queues, which can be 100,000.
    private static let informationLimitBytes = 16 << 20
    private static let mapLimitBytes = 16 << 20
    /// After that no further descriptor is looked at.
    private static let timeLimitNanoseconds: Int64 = 3_000_000_000

    /// Reads what /proc says of process, or thread, `pid`.
    package static func read(_ pid: Int32) -> ProcessFacts {
        var facts = ProcessFacts(pid: pid)
        guard let before = facts.readStat() else { return facts }
        facts.kind = before.isKernelThread ? .kernelThread : before.isZombie ? .zombie : .ordinary
        let survivor = facts.kind == .zombie ? facts.livingThread() : nil
        if survivor != nil { facts.kind = .ordinary }
        facts.readStatus(of: survivor)
        facts.readLimits()
        facts.readNamespaces(of: survivor)
        if facts.kind == .ordinary {
            let deadline = Clock.nanoseconds + timeLimitNanoseconds
            facts.readDescriptors(of: survivor, until: deadline)
            facts.readMappings(of: survivor)
            facts.readSharedInode()
            facts.readThreads(until: deadline)
        }
        // A later process may have got the number.
        guard let after = facts.readStat(), after.startTime == before.startTime else {
            facts = ProcessFacts(pid: pid)
            facts.absence = .vanished
            return facts
        }
        return facts
    }

    /// The folder of the process, or of another thread of it.
    private func folder(_ thread: Int32? = nil) -> String { "/proc/\(pid)" + (thread.map { "/task/\($0)" } ?? "") }

    /// nil, and why, where nothing is to be learnt.
    private mutating func readStat() -> ProcessFile.Stat? {
        let path = folder() + "/stat"
        do throws(CallFailure) {
            if let stat = ProcessFile.Stat(try TextFile.read(path, limitBytes: 4096)) { return stat }
            absence = .unreadable(CallFailure("read", path, .invalidArgument))
        } catch {
            absence =
                switch error.errno {
                case .noSuchFile where !TextFile.exists("/proc/self/stat"): .noProcFileSystem
                // With signal 0, kill(2) only says whether it is there.
                case .noSuchFile where kill(pid, 0) == 0 || Errno(errno) == .permissionDenied: .hidden
                case .noSuchFile, .noSuchProcess: .noSuchProcess
                default: .unreadable(error)
                }
        }
        return nil
    }

    /// Where the first thread has ended before the others, these still hold all there is.
    private func livingThread() -> Int32? {
        let threads = (try? Directory.numbers(in: folder() + "/task", limit: Self.threadLimit))?.numbers ?? []
        return threads.first { thread in
            guard let text = try? TextFile.read(folder(thread) + "/stat", limitBytes: 4096) else { return false }
            return ProcessFile.Stat(text).map { !$0.isZombie } ?? false
        }
    }

    private mutating func readStatus(of thread: Int32?) {
        guard let text = read("identity", textOf: folder(thread) + "/status") else { return }
        let status = KeyedLines(text, separator: ":")
        func numbers(_ key: String) -> [UInt32] {
            status[key]?.split(whereSeparator: \.isWhitespace).compactMap { UInt32($0) } ?? []
        }
        (group, threads) = (status["Tgid"].flatMap { Int32($0) }, status["Threads"].flatMap { Int($0) })
        let (uids, gids) = (numbers("Uid"), numbers("Gid"))
        if uids.count == 4 { (uid, effectiveUid) = (uids[0], uids[1]) }
        if gids.count == 4 { (gid, effectiveGid) = (gids[0], gids[1]) }
        capabilities = status["CapEff"].flatMap { UInt64($0, radix: 16) }.map(Capabilities.names(ofBits:))
        seccomp = Environment.Seccomp(
            mode: status["Seccomp"].flatMap { Int($0) }, filters: status["Seccomp_filters"].flatMap { Int($0) },
            hasNoNewPrivileges: status["NoNewPrivs"].map { $0 == "1" })
        isTraced = status["TracerPid"].map { $0 != "0" }
    }

    private mutating func readLimits() {
        guard let text = read("limits", textOf: folder() + "/limits") else { return }
        lockedMemoryLimit = ProcessFile.limit("Max locked memory", in: text)
        descriptorLimit = ProcessFile.limit("Max open files", in: text)
        processLimit = ProcessFile.limit("Max processes", in: text)
        addressSpaceLimit = ProcessFile.limit("Max address space", in: text)
    }

    private mutating func readNamespaces(of thread: Int32?) {
        // What has ended has left its namespaces.
        for name in kind == .zombie ? [] : ["user", "pid", "net", "mnt"] {
            let link = folder(thread) + "/ns/\(name)"
            let theirs = read("\(name) namespace") { () throws(CallFailure) in try Directory.link(link) }
            let ours = try? Directory.link("/proc/self/ns/\(name)")
            let isOurs: Bool? = if let theirs, let ours { theirs == ours } else { nil }
            namespaces.append(Namespace(name: name, isOurs: isOurs))
        }
        userMap = (try? TextFile.read(folder() + "/uid_map")).map(ProcessFile.userMap)
    }

    private mutating func readDescriptors(of thread: Int32?, until deadlineNanoseconds: Int64) {
        let path = folder(thread) + "/fd"
        let listed = read("descriptors") { () throws(CallFailure) in
            try Directory.numbers(in: path, limit: Self.descriptorLimit)
        }
        guard let listed else { return }
        isEveryDescriptorSeen = listed.areAll
        var rings: [Ring] = []
        for descriptor in listed.numbers {
            guard Clock.nanoseconds < deadlineNanoseconds else {
                isEveryDescriptorSeen = false
                break
            }
            let inode: UInt64
            do throws(CallFailure) {
                guard try Directory.link("\(path)/\(descriptor)") == "anon_inode:[io_uring]" else { continue }
                inode = try Directory.inode("\(path)/\(descriptor)")
            } catch {
                // One that was closed meanwhile is none of them.
                if error.errno != .noSuchFile {
                    isEveryDescriptorSeen = false
                    note("descriptors", error)
                }
                continue
            }
            var ring = Ring(descriptor: descriptor, inode: inode, information: RingInformation(), isWhole: false)
            if rings.count < Self.ringLimit { readInformation(of: &ring, folder(thread)) }
            rings.append(ring)
        }
        self.rings = rings
    }

    /// Whether rings have the inode that an event has, which is that of all that is anonymous.
    private mutating func readSharedInode() {
        guard let event = try? Descriptor.event(), let inode = try? Directory.inode("/proc/self/fd/\(event.number)")
        else { return }
        let inodes = (rings ?? []).map(\.inode) + (mapped?.inodes ?? [])
        sharedInode = inodes.contains(inode) ? inode : nil
    }

    private mutating func readInformation(of ring: inout Ring, _ folder: String) {
        var parser = RingInformation.Parser()
        let path = folder + "/fdinfo/\(ring.descriptor)"
        let isWhole = read("rings") { () throws(CallFailure) in
            try TextFile.readLines(path, limitBytes: Self.informationLimitBytes) { parser.read($0) }
        }
        ring.information = parser.information
        ring.isWhole = isWhole ?? false
    }

    private mutating func readMappings(of thread: Int32?) {
        var mapped = MappedRings()
        let path = folder(thread) + "/maps"
        let isWhole = read("memory") { () throws(CallFailure) in
            try TextFile.readLines(path, limitBytes: Self.mapLimitBytes) { mapped.read($0) }
        }
        guard let isWhole else { return }
        (self.mapped, isEveryMappingSeen) = (mapped, isWhole)
    }

    /// The kernel names its threads after what they do and for whom: "iou-wrk-123", "iou-sqp-123"; but so may anybody.
    private mutating func readThreads(until deadlineNanoseconds: Int64) {
        let path = folder() + "/task"
        let listed = read("threads") { () throws(CallFailure) in
            try Directory.numbers(in: path, limit: Self.threadLimit)
        }
        guard let listed else { return }
        (workers, submissionThreads) = (0, 0)
        for thread in listed.numbers where Clock.nanoseconds < deadlineNanoseconds {
            guard let stat = ProcessFile.Stat((try? TextFile.read(folder(thread) + "/stat", limitBytes: 4096)) ?? ""),
                stat.isWorker, let name = TextFile.value(folder(thread) + "/comm")
            else { continue }
            if name.hasPrefix("iou-wrk-") { workers? += 1 }
            if name.hasPrefix("iou-sqp-") { submissionThreads? += 1 }
        }
    }

    // MARK: What cannot be read

    private mutating func read<Result>(_ what: String, _ body: () throws(CallFailure) -> Result) -> Result? {
        do throws(CallFailure) { return try body() } catch {
            note(what, error)
            return nil
        }
    }

    private mutating func read(_ what: String, textOf path: String) -> String? {
        read(what) { () throws(CallFailure) in try TextFile.read(path) }
    }

    /// Of each kind of thing the first failure is enough.
    private mutating func note(_ what: String, _ failure: CallFailure) {
        if !unread.contains(where: { $0.what == what }) { unread.append(Unread(what: what, failure: failure)) }
    }
}
