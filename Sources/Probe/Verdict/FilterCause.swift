import Glibc
import Kernel

/// seccomp(2): it comes before everything else, and is the only one that refuses io_uring_enter and io_uring_register.
extension Judge {
    /// The calls that are answered before io_uring sees them, as far as is known.
    var refusedCalls: [String] {
        func isRefused(_ question: Question, isReached: Bool) -> Bool {
            switch transcript[question] {
            case .errno?, .value?: !isReached
            case .fatal(.signalled(SIGSYS))?: true
            case .fatal?, .none?, nil: false
            }
        }
        let isRingMade = transcript[.ring(entries: 8)]?.value != nil
        let setup = isRefused(.setupWithoutParameters, isReached: isPastGates)
            || isRefused(.ring(entries: 8), isReached: isRingMade || isPastGates)
        return [
            setup ? "io_uring_setup" : nil,
            isRefused(.enterWithoutRing, isReached: isEnterReached) || isRefused(.noOperation, isReached: true)
                ? "io_uring_enter" : nil,
            isRefused(.registerWithoutRing, isReached: isRegisterReached) ? "io_uring_register" : nil,
        ].compactMap(\.self)
    }

    func filter(_ confidence: Confidence, _ evidence: [String], errno: Errno?) -> FoundCause {
        let calls = refusedCalls.isEmpty ? ["io_uring_setup"] : refusedCalls
        return FoundCause(
            .seccomp, confidence, refuses: Phrases.list(calls),
            evidence: evidence + Evidence.ofSeccomp(facts), remedy: Remedy.allowing(calls, environment, errno: errno),
            resemblance: calls.count == 3 ? resemblance(errno) : nil)
    }

    /// A child died of SIGSYS: KILL_PROCESS, KILL_THREAD, or TRAP, for which it had no handler.
    var killing: FoundCause {
        let calls = [
            ("io_uring_setup", [Question.ring(entries: 8), .setupWithoutParameters]),
            ("io_uring_enter", [.enterWithoutRing, .noOperation]), ("io_uring_register", [.registerWithoutRing]),
        ].filter { $0.1.contains { transcript[$0] == .fatal(.signalled(SIGSYS)) } }.map(\.0)
        let evidence = calls.count == 1
            ? "a process that called \(calls[0]) was killed by SIGSYS"
            : "processes that called \(Phrases.list(calls)) were killed by SIGSYS"
        return filter(.certain, [evidence], errno: nil)
    }

    /// io_uring_enter, which a kernel that was reached answers with EBADF, is filtered, whatever setup answers.
    func filterOfEnter(_ evidence: [String]) -> FoundCause? {
        switch transcript[.enterWithoutRing] {
        case .fatal(.signalled(SIGSYS))?: return killing
        case .errno(let errno)? where errno != .badDescriptor && isFiltered:
            return filter(.certain, evidence + ["io_uring_enter(-1) answers \(errno)"], errno: errno)
        default: return nil
        }
    }

    /// Rings can be made and do something, but io_uring_register is refused.
    var filterOfRegister: FoundCause? {
        guard transcript[.noOperation] == .value(0), refusedCalls == ["io_uring_register"] else { return nil }
        let evidence = Evidence.ofRegisterRefused(facts)
        switch transcript[.registerWithoutRing] {
        case .fatal?: return partialFilter(evidence, .certain, errno: nil)
        case let answer? where isFiltered: return partialFilter(evidence, .certain, errno: answer.errno)
        default:
            if var emulation = emulation(evidence) {
                emulation.standing = .partly
                emulation.refuses = "io_uring_register"
                return emulation
            }
            return FoundCause(.unknown, .possible, .partly, refuses: "io_uring_register", evidence: evidence)
        }
    }

    private func partialFilter(_ evidence: [String], _ confidence: Confidence, errno: Errno?) -> FoundCause {
        FoundCause(
            .seccomp, confidence, .partly, refuses: "io_uring_register", evidence: evidence,
            remedy: Remedy.allowing(["io_uring_register"], environment, errno: errno))
    }

    /// Whose default it is to refuse all three calls so.
    private func resemblance(_ errno: Errno?) -> String? {
        let engine = ContainerEngine(environment)
        return switch (errno, engine) {
        case (nil, _): "a systemd unit whose SystemCallFilter= leaves @aio out, or an application's own sandbox"
        case (.permissionDenied?, .docker?): "Docker 25 or later with its default profile"
        case (.permissionDenied?, .kubernetes?): "containerd 2 or later with its default profile (RuntimeDefault)"
        case (.permissionDenied?, _): "the default profile of Docker 25 or later, or of containerd 2 or later"
        case (.notImplemented?, .podman?): "Podman with its default profile"
        case (.notImplemented?, .kubernetes?): "CRI-O with its default profile (RuntimeDefault)"
        case (.notImplemented?, _): "the default profile of Podman, Buildah and CRI-O"
        default: "an application's own sandbox: no container engine's default answers so"
        }
    }
}
