import Glibc
import Kernel

extension Verdict {
    init(
        usable: Bool?, cause: Cause, confidence: Confidence, evidence: [String], remedy: String? = nil
    ) {
        let found = FoundCause(cause, confidence, refuses: "io_uring", evidence: evidence, remedy: remedy)
        self.init(usable: usable, causes: [found], evidence: evidence)
    }

    /// From facts alone: the same facts give the same verdict, on any machine and in any year.
    ///
    /// The order of attribution: a killed child is a filter; setup, enter and register that share an errno are a filter
    /// or a kernel without io_uring; setup alone is the sysctl, a security module, a filter of setup alone, or a limit.
    package static func judge(_ facts: Facts) -> Verdict {
        let transcript = facts.transcript
        switch transcript[.ring(entries: 8)] {
        case .value?:
            return ofNoOperation(facts)
        case .errno(let errno)?:
            return ofRefusal(errno, facts)
        case .fatal(.signalled(SIGSYS))?:
            return killed(over: "io_uring_setup", facts)
        case let answer?:
            return Verdict(usable: nil, evidence: ["io_uring_setup(8): \(answer)"])
        case nil:
            if let refusal = ofEnterAlone(facts, []) { return refusal }
            return Verdict(usable: nil, evidence: [facts.interruption ?? "the kernel was not asked"])
        }
    }

    /// A ring could be set up: what matters now is what it does.
    private static func ofNoOperation(_ facts: Facts) -> Verdict {
        let answer = facts.transcript[.noOperation]
        let setUp = ["a ring of 8 entries was set up"]
        if answer != .value(0), let refusal = ofEnterAlone(facts, setUp) { return refusal }
        func unusable(_ cause: Cause, _ confidence: Confidence, _ words: String, remedy: String? = nil) -> Verdict {
            Verdict(usable: false, cause: cause, confidence: confidence, evidence: setUp + [words], remedy: remedy)
        }
        switch answer {
        case .value(0)?:
            return Verdict(
                usable: true, evidence: setUp + ["a NOP completed with 0"] + Evidence.ofRegisterRefused(facts))
        case .errno(.accessDenied)?:
            return unusable(
                .restriction, .likely, "a NOP answers \(Errno.accessDenied)",
                remedy: "a restriction or BPF filter of the task that started this one refuses operations (7.0 and "
                    + "later); it cannot be undone from here: ask who started this process")
        case .fatal(.signalled(SIGSYS))?: return killed(over: "io_uring_enter", facts)
        case .none(let reason)?: return unusable(.unknown, .possible, "a NOP: \(reason)")
        case .fatal(let end)?: return Verdict(usable: nil, evidence: setUp + ["a NOP: the process \(end.description)"])
        case let answer?: return unusable(.unknown, .possible, "a NOP \(answer)")
        case nil: return Verdict(usable: nil, evidence: setUp + ["no NOP was tried"])
        }
    }

    /// io_uring_enter, which a kernel that was reached answers with EBADF, is filtered, whatever setup answers.
    private static func ofEnterAlone(_ facts: Facts, _ evidence: [String]) -> Verdict? {
        switch facts.transcript[.enterWithoutRing] {
        case .fatal(.signalled(SIGSYS))?:
            return killed(over: "io_uring_enter", facts)
        case .errno(let errno)? where errno != .badDescriptor && facts.seccompMode == 2:
            return Verdict(
                usable: false, cause: .seccomp, confidence: .certain,
                evidence: evidence + ["io_uring_enter(-1) answers \(errno)"] + Evidence.ofSeccomp(facts),
                remedy: "a seccomp profile that also allows io_uring_enter")
        default: return nil
        }
    }

    private static func killed(over call: String, _ facts: Facts) -> Verdict {
        Verdict(
            usable: false, cause: .seccomp, confidence: .certain,
            evidence: ["a process that called \(call) was killed by SIGSYS"] + Evidence.ofSeccomp(facts),
            remedy: "a filter whose action is to kill: allow io_uring_setup, io_uring_enter and io_uring_register in "
                + "it (for a systemd unit: SystemCallFilter=@aio)")
    }

    private static func ofRefusal(_ errno: Errno, _ facts: Facts) -> Verdict {
        let enter = facts.transcript[.enterWithoutRing]
        var evidence = ["io_uring_setup answers \(errno)"]
        if let enter { evidence.append("io_uring_enter(-1) \(enter)") }
        if let register = facts.transcript[.registerWithoutRing] {
            evidence.append("io_uring_register(-1) \(register)")
        }
        // EBADF is the kernel's own word for a descriptor that is none: it was reached.
        return enter?.errno == .badDescriptor
            ? ofSetupAlone(errno, facts, evidence) : ofAllCalls(errno, facts, evidence)
    }
}
