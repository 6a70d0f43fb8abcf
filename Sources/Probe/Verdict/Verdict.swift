/// Whether io_uring can be used by this process, here and now, and if not, who refuses it.
package struct Verdict: Sendable, Equatable {
    /// A plain ring of 8 entries was set up and a NOP completed with 0; nil where that could not be learnt.
    package var usable: Bool?
    package var cause: Cause?
    package var confidence: Confidence?
    /// The answers and files that led here, each a sentence without a full stop.
    package var evidence: [String]
    /// What an operator can change, in words and commands.
    package var remedy: String?

    package init(
        usable: Bool?, cause: Cause? = nil, confidence: Confidence? = nil, evidence: [String], remedy: String? = nil
    ) {
        self.usable = usable
        self.cause = cause
        self.confidence = confidence
        self.evidence = evidence
        self.remedy = remedy
    }
}

/// What stands between a process and io_uring.
package enum Cause: String, Sendable, CaseIterable {
    case seccomp, sysctl, lsm, kernel, memlock, descriptors, memory, emulation, restriction, unknown
}

package enum Confidence: String, Sendable, CaseIterable {
    /// Nothing else explains the answers.
    case certain
    /// Something else could, but rarely does.
    case likely
    /// One explanation among others.
    case possible
}
