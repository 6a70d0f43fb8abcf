/// What a ring had to do, and what got in its way. Nothing overflows unseen.
package struct EventedCounters: Sendable, Equatable {
    /// An opcode has 8 bits.
    static let opcodeCount = 256

    /// Operations performed, by opcode.
    package internal(set) var operations: [UInt64] = []

    /// How often the submission queue was full, and was handed over before its time.
    package var fullSubmissionQueues: UInt64 = 0

    /// How often the completion queue was found to have overflowed: the kernel kept the rest back, and gave it once there
    /// was room (IORING_FEAT_NODROP, Linux 5.5).
    package var completionOverflows: UInt64 = 0

    /// How often the kernel would take no more until completions were taken off (EBUSY), or had no memory (EAGAIN).
    package var refusedSubmissions: UInt64 = 0

    /// Completions that are lost for good, as the kernel counts them: never, where it has NODROP and memory.
    package internal(set) var lostCompletions: UInt64 = 0

    /// How other threads woke it.
    package var wakes = WakeCounts()
}
