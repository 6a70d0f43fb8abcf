/// Whether io_uring can be used by this process, here and now, and if not, who refuses it.
package struct Verdict: Sendable, Equatable {
    /// A plain ring of 8 entries was set up and a NOP completed with 0; nil where that could not be learnt.
    package var usable: Bool?
    /// All that was found, what the answers show first, then what stands behind it, then what refuses a part only.
    package var causes: [FoundCause]
    /// The answers and files that led to `usable`, each a sentence without a full stop.
    package var evidence: [String]

    package init(usable: Bool?, causes: [FoundCause] = [], evidence: [String]) {
        self.usable = usable
        self.causes = causes
        self.evidence = evidence
    }

    /// The first cause that refuses io_uring; nil unless it is unusable.
    package var refusal: FoundCause? { usable == false ? causes.first { $0.standing == .refuses } : nil }
    package var cause: Cause? { refusal?.cause }
    package var confidence: Confidence? { refusal?.confidence }
    /// What an operator can change, in words and commands.
    package var remedy: String? { refusal?.remedy }
}

/// Something that stands between a process and io_uring, and how that is known.
package struct FoundCause: Sendable, Equatable {
    package var cause: Cause
    package var confidence: Confidence
    package var standing: Standing
    /// Which call, or what of io_uring, in words that follow "refuses".
    package var refuses: String
    /// Each a sentence without a full stop.
    package var evidence: [String]
    /// What an operator can change, in words and commands; nil where there is nothing to advise.
    package var remedy: String?
    /// Whose work it looks like, such as a container engine's default profile, in words that follow "looks like".
    package var resemblance: String?

    package init(
        _ cause: Cause, _ confidence: Confidence, _ standing: Standing = .refuses, refuses: String, evidence: [String],
        remedy: String? = nil, resemblance: String? = nil
    ) {
        self.cause = cause
        self.confidence = confidence
        self.standing = standing
        self.refuses = refuses
        self.evidence = evidence
        self.remedy = remedy
        self.resemblance = resemblance
    }
}

/// What stands between a process and io_uring.
package enum Cause: String, Sendable, CaseIterable {
    case seccomp, sysctl, lsm, kernel, memlock, descriptors, memory, emulation, restriction, unknown
    /// No further process or thread can be made: no child that asks, no SQPOLL thread, no worker.
    case processes
    /// Plain rings can be made, or could be, but not with some setup flag.
    case flags
}

/// Where a cause stands on the way to io_uring.
package enum Standing: String, Sendable, CaseIterable {
    /// The answers show it.
    case refuses
    /// It would refuse next: another cause hides it, or the next step meets it.
    case behind
    /// It refuses something, not all: large rings, SQPOLL, register.
    case partly
}

package enum Confidence: String, Sendable, CaseIterable {
    /// Nothing else explains the answers.
    case certain
    /// Something else could, but rarely does.
    case likely
    /// One explanation among others.
    case possible
}
