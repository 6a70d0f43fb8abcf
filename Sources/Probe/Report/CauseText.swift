import Report

extension FoundCause {
    /// The object of the report's `verdict.causes`.
    var value: Value {
        [
            "cause": .text(cause.rawValue), "confidence": .text(confidence.rawValue),
            "standing": .text(standing.rawValue), "refuses": .text(refuses), "evidence": Value(evidence),
            "looks_like": Value(resemblance), "remedy": Value(remedy),
        ]
    }

    /// What the summary calls its line.
    var label: String {
        switch standing {
        case .refuses: "or else"
        case .behind: "behind it"
        case .partly: "but"
        }
    }

    /// "the limit of locked memory would refuse any ring: limit of locked memory: 0 bytes; no CAP_IPC_LOCK".
    ///
    /// - Parameter told: evidence that stands before.
    func sentence(without told: [String]) -> String {
        let verb =
            switch (standing, confidence) {
            case (.partly, .certain), (.refuses, .certain): "refuses"
            case (.partly, _), (.refuses, _): "may be what refuses"
            case (.behind, .possible): "may refuse"
            case (.behind, _): "would refuse"
            }
        let evidence = evidence.filter { !told.contains($0) }
        return "\(cause.subject) \(verb) \(refuses)" + (evidence.isEmpty ? "" : ": ")
            + evidence.joined(separator: "; ")
    }
}

extension Cause {
    /// In words that begin a sentence.
    var subject: String {
        switch self {
        case .seccomp: "a seccomp filter"
        case .sysctl: "kernel.io_uring_disabled"
        case .lsm: "a security module"
        case .kernel: "the kernel"
        case .memlock: "the limit of locked memory"
        case .descriptors: "the limit of descriptors"
        case .memory: "a lack of memory"
        case .emulation: "something in the kernel's place"
        case .restriction: "a restriction of this task"
        case .unknown: "something unknown"
        case .processes: "a limit of processes"
        case .flags: "the kernel"
        }
    }
}
