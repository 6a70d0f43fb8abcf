import Catalog
import Kernel

/// io_uring_setup read its arguments, and failed: limits, resources, flags, or what stands between a ring and its
/// mapping.
extension Judge {
    func shortages(_ errno: Errno, _ evidence: [String]) -> [FoundCause] {
        if transcript[.setup(entries: 8)]?.value != nil { return refusalsOfMapping(errno) }
        let gates =
            isPastGates ? ["io_uring_setup(8, NULL) answers \(Errno.badAddress): the call itself is let through"] : []
        switch errno {
        case .outOfMemory: return ofMemory(.refuses, refuses: "rings", evidence)
        case .tooManyFiles, .tooManyFilesInSystem: return [descriptors(errno, evidence)]
        case .accessDenied:
            return [
                securityModule(
                    environment.isSELinuxEnforcing == true ? .certain : .likely,
                    refuses: "the making of a ring's file (SELinux: class anon_inode)", evidence + gates)
            ]
        case .invalidArgument:
            return [
                FoundCause(
                    .flags, .likely, refuses: "rings without any flag", evidence: evidence + gates,
                    remedy: "this kernel wants a flag or a parameter that a plain ring lacks: uringctl probe --only "
                        + "setup_flags lists what it takes")
            ]
        default:
            if let emulation = emulation(evidence + gates) { return [emulation] }
            // A filter can look at arguments too, and refuse those of a real ring only.
            if maySetupBeFiltered { return [filter(.possible, evidence + gates, errno: errno)] }
            return [
                FoundCause(
                    .unknown, .possible, refuses: "io_uring_setup",
                    evidence: evidence + gates + Evidence.ofSeccomp(facts))
            ]
        }
    }

    /// The ring was made, and could not be mapped.
    private func refusalsOfMapping(_ errno: Errno) -> [FoundCause] {
        let evidence = ["io_uring_setup(8) made a ring", "mapping it answers \(errno)"]
        let what = "the mapping of a ring"
        switch errno {
        case .accessDenied:
            return [
                securityModule(
                    .likely, refuses: "the mapping of a ring (SELinux: class anon_inode, permission map)", evidence)
            ]
        case .outOfMemory:
            let limit = environment.addressSpaceLimit?.soft
            return [
                FoundCause(
                    .memory, .likely, refuses: what,
                    evidence: evidence + (limit.map { ["limit of address space: \(Units.bytes($0))"] } ?? []),
                    remedy: limit == nil
                        ? "the address space is used up, or has too many mappings: sysctl vm.max_map_count=NUMBER"
                        : "a higher limit of address space: ulimit -v unlimited, or LimitAS=infinity in the unit")
            ]
        default:
            return [
                isFiltered
                    ? FoundCause(
                        .seccomp, .possible, refuses: what, evidence: evidence + Evidence.ofSeccomp(facts),
                        remedy: "a seccomp profile that also allows mmap with MAP_SHARED and MAP_POPULATE")
                    : FoundCause(.unknown, .possible, refuses: what, evidence: evidence + Evidence.ofSeccomp(facts))
            ]
        }
    }

    private func descriptors(_ errno: Errno, _ evidence: [String]) -> FoundCause {
        let limit = environment.descriptorLimit?.soft.map { ["limit of descriptors: \($0)"] } ?? []
        return FoundCause(
            .descriptors, .certain, refuses: "a ring's descriptor", evidence: evidence + limit,
            remedy: errno == .tooManyFiles
                ? Remedy.ofDescriptorLimit(environment)
                : "the whole system has no descriptor left; on the host: sysctl fs.file-max=NUMBER, and cat "
                    + "/proc/sys/fs/file-nr says how many are in use")
    }

    // MARK: Memory

    /// What rings of these sizes take, as measured on 6.18: both queues, in whole pages of 4 KiB.
    static let ringSizes: [(entries: UInt32, bytes: UInt64)] = [(8, 2 * 4096), (256, 7 * 4096), (4096, 100 * 4096)]

    /// The limit of locked memory, where it holds for this process.
    var memoryLimit: UInt64? { environment.mayLockMemory ? nil : environment.lockedMemoryLimit?.soft }

    /// Rings are charged to RLIMIT_MEMLOCK up to 5.11 and again from 6.14 to 7.2.10, as far as a release can tell:
    /// 5.10.162 and later have the io_uring of 5.15, and not every distribution's release says so.
    private var mayChargeRings: Bool {
        guard let release = environment.release else { return true }
        switch release.major {
        case ...4: return false
        case 5: return release.minor < 12 && release.minor != 10
        case 6: return release.minor >= 14
        case 7: return release.minor <= 2
        default: return false
        }
    }

    /// ENOMEM: the limit of locked memory, or memory itself, the likelier first.
    func ofMemory(_ standing: Standing, refuses: String, _ evidence: [String]) -> [FoundCause] {
        let group = environment.controlGroup.memory
        // What files left in memory counts as used, and gives way: where the limit has no room anyway, it is the limit.
        let hasNoRoom = mayChargeRings && memoryLimit.map { $0 < Self.ringSizes[0].bytes } ?? false
        let isGroupFull = !hasNoRoom && group.map { $0.limit != nil && $0.left < 1 << 20 } ?? false
        let groupEvidence = group.flatMap { usage in
            usage.limit.map { ["control group: \(usage.used) of \($0) bytes of memory used"] }
        } ?? []
        let memory = FoundCause(
            .memory, isGroupFull ? .likely : memoryLimit == nil ? .likely : .possible, standing, refuses: refuses,
            evidence: evidence + groupEvidence, remedy: Remedy.ofMemory(environment))
        guard let limit = memoryLimit else { return [memory] }
        let memlock = FoundCause(
            .memlock, !isGroupFull && (limit <= Self.smallLimitBytes || mayChargeRings) ? .likely : .possible, standing,
            refuses: refuses, evidence: evidence + Evidence.ofMemoryLimit(limit, environment),
            remedy: Remedy.ofMemoryLimit(environment))
        return isGroupFull ? [memory, memlock] : memlock.confidence == .likely ? [memlock] : [memlock, memory]
    }

    /// What a few rings use up: the limit that older container engines and distributions set.
    private static let smallLimitBytes: UInt64 = 64 << 10

    /// What the limit of locked memory leaves no room for, where no ring could be tried.
    var hiddenMemoryLimit: FoundCause? {
        guard let limit = memoryLimit, let size = Self.ringSizes.first(where: { limit < $0.bytes }) else { return nil }
        let what = size.entries == 8 ? "any ring" : "rings of \(size.entries) entries"
        return FoundCause(
            .memlock, mayChargeRings ? .likely : .possible, .behind, refuses: what,
            evidence: Evidence.ofMemoryLimit(limit, environment), remedy: Remedy.ofMemoryLimit(environment))
    }

    /// Rings of 8 entries can be made, larger ones cannot.
    var largerRings: [FoundCause] {
        guard transcript[.ring(entries: 8)]?.value != nil,
            let entries = [UInt32(256), 4096].first(where: { transcript[.ring(entries: $0)]?.errno == .outOfMemory })
        else { return [] }
        let evidence = Evidence.of("a ring of \(entries) entries", transcript[.ring(entries: entries)])
        return Array(ofMemory(.partly, refuses: "rings of \(entries) entries", evidence).prefix(1))
    }

    // MARK: Processes

    /// No child could be made that asks, or no thread for SQPOLL.
    var processes: FoundCause? {
        var evidence: [String] = []
        if transcript[.child]?.errno == .tryAgain, case .none(let failure)? = transcript[.failedCall(of: .child)] {
            evidence.append(failure)
        }
        if transcript[.setupFlag("SQPOLL")]?.errno == .tryAgain {
            evidence += Evidence.of("a ring with SQPOLL", transcript[.setupFlag("SQPOLL")])
        }
        guard !evidence.isEmpty else { return nil }
        let group = environment.controlGroup.processes
        let isGroupFull = group?.left == 0
        if let limit = environment.processLimit?.soft { evidence.append("limit of the user's processes: \(limit)") }
        if let group, let limit = group.limit { evidence.append("control group: \(group.used) of \(limit) processes") }
        return FoundCause(
            .processes, isGroupFull ? .certain : .likely, .partly,
            refuses: "further processes and threads, which SQPOLL and blocking operations need", evidence: evidence,
            remedy: Remedy.ofProcesses(environment, isGroupFull: isGroupFull))
    }

    /// No child could be made for want of something else.
    var shortagesOfChild: FoundCause? {
        guard let errno = transcript[.child]?.errno,
            case .none(let failure)? = transcript[.failedCall(of: .child)]
        else { return nil }
        switch errno {
        case .tooManyFiles, .tooManyFilesInSystem:
            var cause = descriptors(errno, [failure])
            (cause.standing, cause.refuses) = (.partly, "the descriptors that asking in a child needs")
            return cause
        case .outOfMemory:
            return FoundCause(
                .memory, .likely, .partly, refuses: "a further process", evidence: [failure],
                remedy: Remedy.ofMemory(environment))
        default: return nil
        }
    }
}
