import Catalog
import Glibc
import Kernel

extension Verdict {
    /// From facts alone: the same facts give the same verdict, on any machine and in any year.
    ///
    /// The order of attribution: a killed child is a filter; setup, enter and register that share an errno are a filter
    /// or a kernel without io_uring; setup alone, before it reads its arguments, is the sysctl, a security module, or a
    /// filter of setup alone; after that it is a limit, a resource or a flag.
    package static func judge(_ facts: Facts) -> Verdict {
        let judge = Judge(facts: facts)
        let outcome = judge.outcome
        var causes = outcome.refusals
        for cause in judge.hidden(behind: outcome.refusals) + judge.partial where !causes.contains(where: {
            $0.cause == cause.cause && $0.standing != .partly
        }) {
            causes.append(cause)
        }
        return Verdict(
            usable: outcome.usable, causes: causes, evidence: outcome.refusals.first?.evidence ?? outcome.evidence)
    }
}

/// The facts, and what of them more than one cause is judged by.
struct Judge {
    let facts: Facts

    struct Outcome {
        var usable: Bool?
        /// What refuses io_uring, the likeliest first; not empty where it is unusable.
        var refusals: [FoundCause] = []
        /// Where nothing refuses.
        var evidence: [String] = []
    }

    var environment: Environment { facts.environment }
    var transcript: Transcript { facts.transcript }
    var isFiltered: Bool { facts.seccompMode == 2 }

    /// EBADF is io_uring_enter's own word for a descriptor that is none.
    var isEnterReached: Bool { transcript[.enterWithoutRing]?.errno == .badDescriptor }
    var isRegisterReached: Bool {
        transcript[.registerWithoutRing]?.errno.map(Errno.ofReachedRegister.contains) ?? false
    }

    /// io_uring_setup got as far as reading its arguments: no filter, setting or security module refuses the call.
    var isPastGates: Bool { transcript[.setupWithoutParameters]?.errno == .badAddress }

    /// A filter is there, and whether it is who refuses io_uring_setup could not be told.
    var maySetupBeFiltered: Bool { isFiltered && facts.isSetupFiltered == nil }

    /// `uring_allowed`, which security modules have from 6.15 on, as far as a release can tell.
    private var isSecurityHookThere: Bool { environment.release.map { $0 >= Release(major: 6, minor: 15) } ?? true }

    var outcome: Outcome {
        switch transcript[.ring(entries: 8)] {
        case .value?: return ofNoOperation
        case .errno(let errno)?: return Outcome(usable: false, refusals: refusals(errno))
        case .fatal(.signalled(SIGSYS))?: return Outcome(usable: false, refusals: [killing])
        case let answer?: return Outcome(usable: nil, evidence: ["io_uring_setup(8): \(answer)"])
        case nil:
            if let filter = filterOfEnter([]) { return Outcome(usable: false, refusals: [filter]) }
            return Outcome(usable: nil, evidence: [facts.interruption ?? "the kernel was not asked"])
        }
    }

    /// A ring could be set up: what matters now is what it does.
    private var ofNoOperation: Outcome {
        let answer = transcript[.noOperation]
        let setUp = ["a ring of 8 entries was set up"]
        if answer != .value(0), let filter = filterOfEnter(setUp) { return Outcome(usable: false, refusals: [filter]) }
        func unknown(_ words: String) -> Outcome {
            Outcome(
                usable: false,
                refusals: [FoundCause(.unknown, .possible, refuses: "operations", evidence: setUp + ["a NOP\(words)"])])
        }
        switch answer {
        case .value(0)?:
            return Outcome(
                usable: true, evidence: setUp + ["a NOP completed with 0"] + Evidence.ofRegisterRefused(facts))
        case .errno(.accessDenied)?:
            return Outcome(usable: false, refusals: [restriction(.refuses, setUp + Evidence.of("a NOP", answer))])
        case .errno(.timerExpired)?:
            // It did not fail, and a machine that stands still does not complete it either.
            return Outcome(usable: nil, evidence: setUp + ["a NOP was not complete within 1 s"])
        case .fatal(.signalled(SIGSYS))?: return Outcome(usable: false, refusals: [killing])
        case .none(let reason)?: return unknown(": \(reason)")
        case .fatal(let end)?: return Outcome(usable: nil, evidence: setUp + ["a NOP: the process \(end.description)"])
        case let answer?: return unknown(" \(answer)")
        case nil: return Outcome(usable: nil, evidence: setUp + ["no NOP was tried"])
        }
    }

    /// Setting up a ring failed: by whom.
    private func refusals(_ errno: Errno) -> [FoundCause] {
        var evidence = ["io_uring_setup answers \(errno)"]
        // Where nobody was asked without parameters, some errors still are of the kernel's resources only.
        let isOfResources = transcript[.setupWithoutParameters] == nil && Errno.ofResources.contains(errno)
        if facts.isSetupFiltered != true && (isPastGates || isOfResources) { return shortages(errno, evidence) }
        evidence += Evidence.of("io_uring_enter(-1)", transcript[.enterWithoutRing])
        evidence += Evidence.of("io_uring_register(-1)", transcript[.registerWithoutRing])
        if facts.isSetupFiltered == true { return [filter(.certain, evidence, errno: errno)] }
        return isEnterReached ? refusalsOfSetupAlone(errno, evidence) : refusalsOfAllCalls(errno, evidence)
    }

    /// Setup is refused, and enter is too: a filter, or nobody there to answer.
    private func refusalsOfAllCalls(_ errno: Errno, _ evidence: [String]) -> [FoundCause] {
        if errno == .notImplemented { return refusalsOfMissingCalls(evidence) }
        if maySetupBeFiltered { return [filter(.certain, evidence, errno: errno)] }
        if let emulation = emulation(evidence) { return [emulation] }
        return [
            FoundCause(
                .unknown, .possible, refuses: Phrases.list(refusedCalls),
                evidence: evidence + Evidence.ofSeccomp(facts))
        ]
    }

    /// Setup is refused before it reads its arguments, enter is not refused.
    private func refusalsOfSetupAlone(_ errno: Errno, _ evidence: [String]) -> [FoundCause] {
        switch errno {
        case .permissionDenied: return refusalsOfPermission(evidence)
        case .accessDenied: return refusalsOfAccess(evidence)
        default:
            if let emulation = emulation(evidence) { return [emulation] }
            // The kernel was reached, and neither the setting nor a module of its own answers so.
            if maySetupBeFiltered { return [filter(.likely, evidence, errno: errno)] }
            return [
                FoundCause(
                    .unknown, .possible, refuses: "io_uring_setup", evidence: evidence + Evidence.ofSeccomp(facts))
            ]
        }
    }

    private func refusalsOfPermission(_ evidence: [String]) -> [FoundCause] {
        if let setting = setting(.refuses, evidence) { return [setting] }
        let settings = evidence + Evidence.ofSettings(environment)
        // Such modules can answer EPERM from 6.15 on, with a hook before the arguments.
        let modules = (environment.securityModules ?? []).filter(["bpf", "smack"].contains)
        if maySetupBeFiltered {
            // Containers seldom show which modules there are.
            let canModule = environment.securityModules == nil ? isSecurityHookThere : !modules.isEmpty
            let isSure = environment.disabledSetting == 0 && !canModule
            return [filter(isSure ? .certain : .likely, settings, errno: .permissionDenied)]
        }
        if let emulation = emulation(settings) { return [emulation] }
        // No filter, and a setting that lets this process pass: nobody else is asked before the arguments are.
        if facts.isSetupFiltered == false && environment.disabledSetting != nil && isSecurityHookThere && !modules.isEmpty {
            return [securityModule(.likely, settings)]
        }
        return [
            FoundCause(
                .unknown, .possible, refuses: "io_uring_setup",
                evidence: settings + Evidence.ofSeccomp(facts) + Evidence.ofModules(environment),
                remedy: environment.disabledSetting == nil
                    ? "look at /proc/sys/kernel/io_uring_disabled, which cannot be read here"
                    : modules.isEmpty
                        ? nil : "look for a security module that answers so: bpftool prog list | grep lsm")
        ]
    }

    private func refusalsOfAccess(_ evidence: [String]) -> [FoundCause] {
        let module = securityModule(maySetupBeFiltered ? .possible : .likely, evidence)
        let canModule = environment.securityModules.map { !Evidence.mediating($0).isEmpty } ?? true
        guard maySetupBeFiltered else {
            if environment.isConfined == true { return [module] }
            // Where no module confines this process, a tracer or another kernel is likelier.
            if let emulation = emulation(evidence) { return [emulation, securityModule(.possible, evidence)] }
            if canModule { return [module] }
            return [
                FoundCause(
                    .unknown, .possible, refuses: "io_uring_setup",
                    evidence: evidence + Evidence.ofSeccomp(facts) + Evidence.ofModules(environment))
            ]
        }
        // The setting is looked at before any module: where it refuses, a module was not asked. Nor was one that is not
        // there, or whose hook is not: 6.15 has it first.
        if setting(.behind) != nil || !isSecurityHookThere || !canModule {
            return [filter(.likely, evidence + Evidence.ofModules(environment), errno: .accessDenied)]
        }
        // Where no module gives this process a label, or a label that confines nothing, few are left that could refuse.
        let isLabelled = environment.seccomp.mode == nil || environment.isConfined == true
        if isLabelled { return [module, filter(.possible, evidence, errno: .accessDenied)] }
        // A program of the bpf module needs none.
        let isProgrammable = environment.securityModules?.contains("bpf") == true
        return [filter(isProgrammable ? .possible : .likely, evidence, errno: .accessDenied), module]
    }
}

extension Environment {
    /// CAP_IPC_LOCK that counts: the kernel asks for it outside of any user namespace.
    var mayLockMemory: Bool { isInUserNamespace != true && capabilities?.contains("cap_ipc_lock") == true }

    /// Whether the kernel below has io_uring, whoever answers: its configuration, or a setting that comes with it.
    var hasIoUring: Bool? { disabledSetting != nil ? true : buildOption.isSet }
}

extension Facts {
    /// /proc's word, or else the kernel's answer to the child that asked.
    var seccompMode: Int? { environment.seccomp.mode ?? transcript[.seccompMode]?.value.map { Int($0) } }

    /// Whether a filter is who refuses io_uring_setup; nil where that cannot be told: it was not asked, the refusal is
    /// what a call that is let through answers too, or a tracer may have had a say.
    var isSetupFiltered: Bool? {
        guard let mode = seccompMode else { return nil }
        guard mode == 2 else { return false }
        guard environment.isTraced == false, let answer = transcript[.setupUnderTrace(entries: 8)]?.errno,
            let refusal = transcript[.setup(entries: 8)]?.errno, refusal != .notImplemented
        else { return nil }
        return answer == refusal ? true : answer == .notImplemented ? false : nil
    }
}

extension Errno {
    /// What io_uring_setup answers for want of something only.
    static let ofResources: [Errno] = [.outOfMemory, .tooManyFiles, .tooManyFilesInSystem]
}
