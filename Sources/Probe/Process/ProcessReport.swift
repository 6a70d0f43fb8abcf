package import Kernel
package import Report

/// The answer to "does this process use io_uring?", as a report.
package struct ProcessResult: Sendable {
    package let facts: ProcessFacts
    /// Who asked: it decides what can be read.
    package let asker: Identity

    package init(_ facts: ProcessFacts, asker: Identity = .current()) {
        self.facts = facts
        self.asker = asker
    }

    /// 0 it uses io_uring, 1 it does not, 2 not learnt.
    package var exitStatus: Int32 { facts.usesIoUring.map { $0 ? 0 : 1 } ?? 2 }

    package func report(tool: ToolVersion) -> Report {
        let answer = Value(facts.usesIoUring).words
        return Report(
            schema: "uringctl.process/1",
            headline: headline,
            summary: summary,
            sections: [
                tool.section(time: Clock.date), kernelSection, processSection, useSection, limitSection,
                securitySection, namespaceSection, ringSection, unreadSection,
            ],
            conclusion: "uses io_uring: \(answer)",
            tone: facts.usesIoUring == nil ? .unsure : .good)
    }

    // MARK: The answer

    package var headline: String {
        let subject = "process \(facts.pid)"
        let unknown = "whether \(subject) uses io_uring could not be learnt"
        if let absence = facts.absence { return words(for: absence) }
        switch facts.kind {
        case .kernelThread: return "\(subject) is a kernel thread: it has no descriptors of its own, and holds no ring"
        case .zombie: return "\(subject) has ended and waits to be reaped: it holds no ring"
        case .ordinary: break
        }
        switch facts.usesIoUring {
        case true?: return "\(subject) uses io_uring: \(useWords)"
        case false?: return "\(subject) holds no ring"
        case nil:
            guard let refusal = facts.unread.first(where: { ["descriptors", "memory"].contains($0.what) }) else {
                return "\(unknown): it has more descriptors or memory than is looked at"
            }
            return facts.rings == nil
                ? "\(subject) cannot be looked at: \(refusal.failure)" : "\(unknown): \(refusal.failure)"
        }
    }

    private func words(for absence: ProcessFacts.Absence) -> String {
        switch absence {
        case .noProcFileSystem: "no process can be looked at: /proc is not mounted here"
        case .noSuchProcess: "there is no process \(facts.pid)"
        case .vanished: "process \(facts.pid) ended while it was looked at"
        case .hidden: "process \(facts.pid) is there, and /proc hides it (its option hidepid); \(advice)"
        case .unreadable(let failure): "process \(facts.pid) cannot be looked at: \(failure)"
        }
    }

    /// "2 rings, 1 ring mapped without a descriptor".
    private var useWords: String {
        let count = facts.ringCount
        let (mapped, workers, threads) = (
            facts.mappedWithoutDescriptor ?? 0, facts.workers ?? 0, facts.submissionThreads ?? 0
        )
        let working = "\(counted(workers, "thread")) that \(workers == 1 ? "works" : "work") for a ring"
        let polling = "\(counted(threads, "thread")) that \(threads == 1 ? "polls" : "poll") a ring"
        return [
            // Several descriptors may be of one ring, which only an inode of its own tells.
            count == 0 ? nil
                : count > 1 && facts.sharedInode != nil ? "rings behind \(count) descriptors" : counted(count, "ring"),
            mapped > 0 ? "\(counted(mapped, "ring")) mapped without a descriptor" : nil,
            // Workers stay for a while after their ring is gone; they matter where there is nothing else.
            count + mapped == 0 && workers > 0 ? working : nil,
            count + mapped == 0 && threads > 0 ? polling : nil,
        ].compactMap(\.self).joined(separator: ", ")
    }

    private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    private var advice: String {
        asker.effectiveUid == 0
            ? "it takes CAP_SYS_PTRACE in the user namespace of the process, which this root does not have"
            : "ask as root, or as the user of the process"
    }

    private var summary: [SummaryLine] {
        guard facts.absence == nil else { return [] }
        var lines: [SummaryLine] = []
        // Nothing of the kernel's own asks for rings, and what has ended asks no more.
        if facts.kind == .ordinary, let seccomp = filterWords { lines.append(SummaryLine("filters", seccomp)) }
        if facts.kind == .ordinary, let limit = facts.lockedMemoryLimit {
            let isExempt = facts.capabilities?.contains("cap_ipc_lock") == true && facts.userMap == .all
            let memory = limit.soft.map(Units.bytes) ?? "unlimited"
            lines.append(SummaryLine("memlock", isExempt ? "\(memory), which CAP_IPC_LOCK exempts it from" : memory))
        }
        let refusals = facts.unread.filter(\.failure.errno.isRefusal)
        if !refusals.isEmpty {
            let names = refusals.map(\.what).joined(separator: ", ")
            lines.append(SummaryLine("not read", "\(names); \(advice)", isEssential: true))
        }
        return lines
    }

    private var filterWords: String? {
        switch facts.seccomp.mode {
        case 0?: "none of seccomp"
        case 1?: "seccomp's strict mode, which refuses io_uring"
        case 2?:
            "seccomp\(facts.seccomp.filters.map { ", \(counted($0, "filter"))" } ?? ""), "
                + "which may refuse io_uring; what is refused cannot be read"
        default: nil
        }
    }

    // MARK: Sections

    private var kernelSection: Section {
        let kernel = try? KernelName.current()
        return Section("kernel", title: "kernel", isBrief: facts.absence == nil, fields: [
            Field("release", Value(kernel?.release)), Field("machine", Value(kernel?.machine)),
        ])
    }

    private var processSection: Section {
        let isThread = facts.group.map { $0 != facts.pid } ?? false
        let isThere = facts.absence == nil
        func ifDifferent(_ value: UInt32?, _ real: UInt32?) -> String? { value == real ? "" : nil }
        return Section("process", title: "process", isBrief: isThere, fields: [
            Field("pid", Value(facts.pid)),
            Field("thread_of", "thread of", isThread ? Value(facts.group) : .null, text: isThread ? nil : ""),
            Field("kind", isThere ? .text(facts.kind.rawValue) : .null, text: facts.kind == .ordinary ? "" : nil),
            Field("threads", Value(facts.threads)),
            Field("uid", Value(facts.uid)),
            Field(
                "effective_uid", "effective uid", Value(facts.effectiveUid),
                text: ifDifferent(facts.effectiveUid, facts.uid)),
            Field("gid", Value(facts.gid)),
            Field(
                "effective_gid", "effective gid", Value(facts.effectiveGid),
                text: ifDifferent(facts.effectiveGid, facts.gid)),
            Field("capabilities", facts.capabilities.map { Value($0) } ?? .null, text: capabilityText),
        ])
    }

    private var capabilityText: String? {
        guard let names = facts.capabilities, names.count > 8 else { return nil }
        return names.count == Capabilities.known ? "all \(names.count)" : "\(names.count) of \(Capabilities.known)"
    }

    private var useSection: Section {
        let isSeen = facts.kind != .ordinary || facts.rings != nil && facts.isEveryDescriptorSeen
        // None among those that were seen says nothing of the others.
        let count = facts.rings != nil && (isSeen || facts.ringCount > 0) ? facts.ringCount : nil
        return Section("use", title: "io_uring", isBrief: facts.absence == nil && facts.kind == .ordinary, fields: [
            Field("uses_io_uring", "uses it", Value(facts.usesIoUring)),
            Field("rings", "rings", Value(count), text: isSeen ? nil : count.map { "at least \($0)" }),
            Field("every_descriptor_seen", Value(facts.absence == nil ? isSeen : false), text: ""),
            Field("mapped", "mapped", Value(facts.mapped?.inodes.count)),
            Field("mapped_without_descriptor", "without descriptor", Value(facts.mappedWithoutDescriptor)),
            Field("workers", "worker threads", Value(facts.workers)),
            Field("sq_threads", "polling threads", Value(facts.submissionThreads)),
        ])
    }

    private var limitSection: Section {
        Section("limits", title: "limits", isBrief: facts.lockedMemoryLimit != nil, fields: [
            .limit("memlock", "locked memory", facts.lockedMemoryLimit, unit: Units.bytes),
            .limit("nofile", "descriptors", facts.descriptorLimit) { String($0) },
            .limit("nproc", "processes", facts.processLimit) { String($0) },
            .limit("address_space", "address space", facts.addressSpaceLimit, unit: Units.bytes),
        ])
    }

    private var securitySection: Section {
        Section("security", title: "security", isBrief: facts.seccomp.mode != nil, fields: [
            Field("seccomp", Value(facts.seccomp.mode)),
            Field("seccomp_filters", "seccomp filters", Value(facts.seccomp.filters)),
            Field("no_new_privs", "no_new_privs", Value(facts.seccomp.hasNoNewPrivileges)),
            Field("traced", "traced", Value(facts.isTraced)),
        ])
    }

    private var namespaceSection: Section {
        let names = ["user", "pid", "net", "mnt"]
        let maps = facts.userMap.map { map in
            switch map {
            case .all: "all users"
            case .some: "some users"
            case .none: "no users"
            }
        }
        let fields = names.map { name in
            let isOurs = facts.namespaces.first { $0.name == name }?.isOurs ?? nil
            return Field(name, Value(isOurs.map { $0 ? "same" : "other" }))
        }
        return Section(
            "namespaces", title: "namespaces", isBrief: !facts.namespaces.isEmpty,
            fields: fields + [Field("user_maps", "user maps", Value(facts.userMap?.rawValue), text: maps)])
    }

    private var ringSection: Section {
        typealias Column = (column: Table.Column, value: (ProcessFacts.Ring) -> Value)
        func headed(_ key: String, _ heading: String, _ value: @escaping (RingInformation) -> Value) -> Column {
            (.init(key, .headed(heading, null: "-")), { value($0.information) })
        }
        let columns: [Column] = [
            (.init("fd", .headed("fd")), { Value($0.descriptor) }),
            headed("sq_entries", "sq") { Value($0.submissionEntries) },
            headed("sq_pending", "pending") { Value($0.pendingSubmissions) },
            headed("cq_entries", "cq") { Value($0.completionEntries) },
            headed("cq_unread", "unread") { Value($0.unreadCompletions) },
            headed("cq_overflow", "overflow") { Value($0.overflownCompletions) },
            headed("files", "files") { Value($0.registeredFiles) },
            headed("buffers", "buffers") { Value($0.registeredBuffers) },
            headed("polls", "polls") { Value($0.polls) },
            headed("sqpoll", "sqpoll") { Value($0.submissionThread.map { $0 > 0 }) },
            (.init("sq_thread", .hidden), { Value($0.information.submissionThread.flatMap { $0 > 0 ? $0 : nil }) }),
            (
                .init("sq_thread_cpu", .hidden),
                { Value($0.information.submissionProcessor.flatMap { $0 >= 0 ? $0 : nil }) }
            ),
            (.init("personalities", .hidden), { Value($0.information.personalities) }),
            (.init("complete", .hidden), { Value($0.isWhole) }),
        ]
        return Section(
            "rings", title: "rings", isBrief: true,
            table: Table(
                columns: columns.map(\.column),
                rows: (facts.rings ?? []).map { ring in columns.map { $0.value(ring) } }))
    }

    private var unreadSection: Section {
        Section(
            "unread", title: "not read", isBrief: true,
            table: Table(
                columns: [
                    .init("what", .headed("what")), .init("call", .headed("call")), .init("errno", .hidden),
                    .init("answer", .headed("answer")), .init("remedy", .hidden),
                ],
                rows: facts.unread.map { unread in
                    let (failure, errno) = (unread.failure, unread.failure.errno)
                    return [
                        .text(unread.what), .text("\(failure.call)(\(failure.arguments))"),
                        ["number": Value(errno.number), "name": Value(errno.name)], .text("\(errno)"),
                        Value(errno.isRefusal ? advice : nil),
                    ]
                }))
    }
}
