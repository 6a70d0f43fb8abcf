import Children
package import Kernel

/// Everything that a verdict is made from: what the kernel answered, and what surrounds it.
package struct Facts: Sendable, Equatable {
    package var transcript: Transcript
    /// Why asking ended before it was done, or nil.
    package var interruption: String?
    /// The child was answered and this process is not: something answers this process in the kernel's place.
    package var isAnsweredByAnother = false
    /// As whom it was asked, and behind what.
    package var situation = Situation()
    package var environment: Environment

    package init(transcript: Transcript, interruption: String? = nil, environment: Environment) {
        self.transcript = transcript
        self.interruption = interruption
        self.environment = environment
    }
}

extension Facts {
    /// The hidden command under which this program asks, in a child, because asking may kill.
    package static let childCommand = "ask-the-kernel"

    /// All that asking may take.
    private static let limitNanoseconds: Int64 = 4_000_000_000
    /// More than any question takes, patience with memory included.
    private static let silenceLimitMilliseconds: Int32 = 1800
    /// One for each question over which a child may die, of which there are few: the three calls, and some flag.
    private static let attempts = 8

    /// - Parameters:
    ///   - program: a path that executes this program.
    ///   - stop: once it is requested, asking ends; what was not learnt is missing.
    package static func gather(program: String? = Program.path, unless stop: StopRequest? = nil) -> Facts {
        var facts = Facts(transcript: Transcript(), environment: .gather())
        let deadline = Clock.nanoseconds + limitNanoseconds
        var fatal: [Question] = []
        for _ in 0..<attempts {
            var transcript = Transcript()
            let outcome: Outcome
            do throws(CallFailure) {
                outcome = try Child.start([childCommand] + fatal.map(\.text), program: program).run(
                    within: Child.Bounds(
                        deadlineNanoseconds: deadline, silenceLimitMilliseconds: silenceLimitMilliseconds,
                        outputLimitBytes: 1 << 20),
                    unless: stop
                ) { transcript.read($0) }
            } catch {
                facts.interruption = "no child process could be made to ask the kernel: \(error)"
                facts.askHere(after: error)
                return facts
            }
            for question in fatal { if let answer = facts.transcript[question] { transcript.record(question, answer) } }
            let asked = transcript.inFlight
            if let asked { transcript.record(asked, .fatal(outcome)) }
            facts.transcript = transcript
            if outcome == .exited(status: 0) && asked == nil {
                facts.heedOwnAnswers()
                return facts
            }
            if outcome == .interrupted {
                facts.interruption = "the process that asked \(outcome.description)"
                return facts
            }
            if case .leftBehind = outcome {
                facts.interruption = "the process that asked \(outcome.description)"
                return facts
            }
            guard let asked, !fatal.contains(asked), Clock.nanoseconds < deadline else {
                facts.interruption = "the process that asked \(outcome.description)"
                return facts
            }
            fatal.append(asked)
        }
        facts.interruption = "\(attempts) processes that asked died over it"
        return facts
    }

    /// Drops what the child learnt where this process is refused and the child was not: an emulator of this process
    /// (qemu-user) may execute a child natively. Asks nothing where something killed the child.
    ///
    /// - Parameter only: the one refusal that counts, where the child is somebody else, whom less may refuse; nil: any.
    mutating func heedOwnAnswers(only: Errno? = nil) {
        let isDeadly = transcript.answers.values.contains { if case .fatal = $0 { true } else { false } }
        guard !isDeadly, transcript[.setupWithoutParameters]?.errno == .badAddress else { return }
        let own = Interview.answersWithoutRing()
        guard let refusal = own[.setupWithoutParameters]?.errno, refusal != .badAddress, refusal == only ?? refusal
        else { return }
        transcript = own
        transcript.record(.ring(entries: 8), .errno(refusal))
        isAnsweredByAnother = true
        interruption = "the process that asked was answered by another kernel than this one, which an emulator does"
    }
}
