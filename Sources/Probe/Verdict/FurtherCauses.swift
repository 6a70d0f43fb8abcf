import Catalog
import Kernel

/// What stands behind the cause that refuses, and what refuses a part only.
extension Judge {
    /// What the facts say would refuse next. Nothing stands behind a kernel that is not there, nor behind a gate that
    /// is open.
    func hidden(behind refusals: [FoundCause]) -> [FoundCause] {
        guard let first = refusals.first, first.cause != .kernel, first.cause != .emulation,
            transcript[.ring(entries: 8)]?.value == nil, !isPastGates
        else { return [] }
        // A filter is asked first, then the setting, then the modules.
        let filter = maySetupBeFiltered && first.cause != .seccomp ? possibleFilter : nil
        let isConfined = environment.isConfined == true && environment.isSELinuxEnforcing != false
        let modules = environment.securityModules.map(Evidence.mediating) ?? []
        let module: FoundCause? =
            isConfined && !modules.isEmpty
            ? FoundCause(
                .lsm, .possible, .behind, refuses: "io_uring_setup or a ring's file",
                evidence: ["a security module confines this process"] + Evidence.ofModules(environment),
                remedy: Remedy.ofSecurityModule(environment)) : nil
        let descriptors: FoundCause? = environment.descriptorLimit?.soft.flatMap { limit in
            limit >= 8
                ? nil
                : FoundCause(
                    .descriptors, .possible, .behind, refuses: "a ring's descriptor",
                    evidence: ["limit of descriptors: \(limit)"],
                    remedy: Remedy.ofDescriptorLimit(environment))
        }
        let restriction: FoundCause? = isTaskRestricted ? restriction(.behind, []) : nil
        return [filter, setting(.behind), module, hiddenMemoryLimit, descriptors, restriction].compactMap(\.self)
    }

    /// What refuses a part only, while rings can be made, or while that is not known.
    var partial: [FoundCause] {
        let isUsable = transcript[.noOperation] == .value(0)
        let restricted: FoundCause? =
            isUsable && (isTaskRestricted || isRegisterReached && transcript[.probe]?.errno == .accessDenied)
            ? restriction(.partly, []) : nil
        return [filterOfRegister, restricted].compactMap(\.self) + largerRings
            + [processes, shortagesOfChild, untriedFilter].compactMap(\.self) + flags
    }

    /// A filter is there, and no child could be made to learn what it does.
    private var untriedFilter: FoundCause? {
        guard isFiltered, transcript[.child] != nil, transcript[.setupWithoutParameters] == nil else { return nil }
        return possibleFilter
    }

    /// What is known of a filter of which nothing is known.
    private var possibleFilter: FoundCause {
        FoundCause(
            .seccomp, .possible, .behind, refuses: "io_uring_setup", evidence: Evidence.ofSeccomp(facts),
            remedy: Remedy.allowing(["io_uring_setup"], environment, errno: nil))
    }

    // MARK: Restrictions

    /// The kernel says that restrictions or BPF filters stand for this task.
    private var isTaskRestricted: Bool {
        isRegisterReached && transcript[.taskRestriction]?.errno == .permissionDenied
    }

    /// Restrictions and BPF filters of the task (7.0+), which hold for every ring of it and of its children.
    func restriction(_ standing: Standing, _ evidence: [String]) -> FoundCause {
        var evidence = evidence
        if isTaskRestricted {
            evidence += Evidence.of(Question.taskRestriction.text, transcript[.taskRestriction])
                .map { "\($0): this task has restrictions already" }
        }
        if transcript[.probe]?.errno == .accessDenied {
            evidence += Evidence.of(Question.probe.text, transcript[.probe])
        }
        let refused = refusedOperations
        if !refused.isEmpty {
            evidence.append(
                "\(Errno.accessDenied.shortDescription) to \(refused.prefix(4).joined(separator: ", "))"
                    + (refused.count > 4 ? " and \(refused.count - 4) more" : ""))
        }
        let what = standing == .refuses ? "operations" : "some operations"
        return FoundCause(
            .restriction, isTaskRestricted && standing != .behind ? .certain : .likely, standing, refuses: what,
            evidence: evidence,
            remedy: "a restriction or BPF filter of the task that started this one (7.0 and later); it cannot be "
                + "undone from here: change what started this process, such as a service manager or a container "
                + "runtime")
    }

    /// The operations whose flags were asked about, and that answer EACCES.
    private var refusedOperations: [String] {
        let rows = Catalog.operationFlags.filter { row in
            row.operations.count == 1 && transcript[.operationFlag(row.identifier)]?.errno == .accessDenied
        }
        return Set(rows.flatMap(\.operations)).sorted()
    }

    // MARK: Setup flags

    /// Setup flags that the kernel knows and refuses to this process.
    private var flags: [FoundCause] {
        guard transcript[.ring(entries: 8)]?.value != nil else { return [] }
        let prefix = Question.setupFlag("").text
        let refused = transcript.answers.filter { $0.key.text.hasPrefix(prefix) && $0.value.errno?.isRefusal == true }
            .map { (name: String($0.key.text.dropFirst(prefix.count)), answer: $0.value) }.sorted { $0.name < $1.name }
        guard !refused.isEmpty else { return [] }
        let isModule = refused.contains { $0.answer.errno == .accessDenied }
        let thread = refused.contains { $0.name == "SQPOLL" || $0.name == "SQ_AFF" }
        return [
            FoundCause(
                .flags, .certain, .partly, refuses: "rings with \(Phrases.list(refused.map(\.name)))",
                evidence: refused.flatMap { Evidence.of("a ring with \($0.name)", $0.answer) }
                    + (isModule ? Evidence.ofModules(environment) : []),
                remedy: isModule
                    ? Remedy.ofSecurityModule(environment)
                    : thread
                        ? "CAP_SYS_ADMIN up to 5.10, CAP_SYS_NICE up to 5.12, nothing later: "
                            + "AmbientCapabilities=CAP_SYS_NICE in the unit, or docker run --cap-add SYS_NICE"
                        : "rings without the flag")
        ]
    }
}
