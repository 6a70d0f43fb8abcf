import enum Arguments.DurationText
package import Children
import Glibc
import Kernel

/// How a case or a specimen came out.
package enum TrialOutcome: String, Sendable, CaseIterable {
    /// A case held.
    case ok
    /// A case did not hold.
    case failed
    /// The process died of what it did.
    case crashed
    /// It came to no end, and did nothing any more.
    case hung
    /// A specimen ran on with wrong values.
    case wrong
    /// The kernel or the runtime said no to a specimen.
    case refused
    /// Nothing wrong was seen of a specimen in this build.
    case unharmed
    /// It was not run, for a reason that is known beforehand.
    case skipped
    /// It was run, or should have been, and nothing was learnt.
    case unknown
}

/// What came of one case or specimen.
package struct Trial: Sendable, Equatable {
    package var outcome: TrialOutcome
    /// In one line.
    package var detail: String
    /// Facts that it wrote down on the way.
    package var notes: [String] = []
    package var crash: CrashRecord?
    /// What the runtime said before the process died.
    package var message: String?

    init(_ outcome: TrialOutcome, _ detail: String) {
        self.outcome = outcome
        self.detail = detail
    }
}

extension Trial {
    /// What a child said, and how it ended.
    ///
    /// - Parameters:
    ///   - isSpecimen: whether dying is what may be expected of it.
    ///   - timeoutNanoseconds: the time that it was given.
    ///   - tightLimits: each excuses what it can be the cause of.
    init(
        _ testimony: Testimony, _ end: Outcome, isSpecimen: Bool, timeoutNanoseconds: Int64, tightLimits: [TightLimit]
    ) {
        let crash = testimony.crash
        self.init(.unknown, "")
        func hint(_ resources: [Limit.Resource]) -> String {
            tightLimits.filter { resources.contains($0.resource) }.map { "; " + $0.words }.joined()
        }
        let ended = "the process \(end.description)"
        switch end {
        case .exited(status: 0):
            if let statement = testimony.statement {
                (outcome, detail) = (TrialOutcome(statement), statement.text)
            } else {
                (outcome, detail) = (.failed, "the process ended without a word about what it saw")
            }
        case .exited(status: 127) where testimony.statement == nil:
            detail = "the process could not be started" + hint([.stack, .addressSpace, .data, .descriptors])
        case .exited:
            (outcome, detail) = (isSpecimen ? .crashed : .failed, ended)
        case .signalled(SIGALRM) where !isSpecimen && crash?.isIdle != true:
            detail = "its time (\(DurationText.render(timeoutNanoseconds))) was up while it was working: "
                + "give --timeout or fewer --iterations"
        case .hung where !isSpecimen:
            detail = "its time (\(DurationText.render(timeoutNanoseconds))) was up, and it did not say where it was: "
                + "it was stopped, or found no processor that was free"
        case .leftBehind:
            detail = ended
        case .signalled(SIGALRM), .hung:
            (outcome, detail) = (.hung, "came to no end")
        case .signalled(SIGKILL):
            detail = ended + ", which a lack of memory does, or somebody"
        case .signalled:
            if crash?.cause == .threadStackOverflow, !hint([.stack]).isEmpty {
                detail = ended + " on the stack of its thread" + hint([.stack])
            } else if testimony.tellsOfFailedAllocation, !hint([.addressSpace, .data]).isEmpty {
                detail = ended + " for want of memory" + hint([.addressSpace, .data])
            } else if let crash {
                (outcome, detail) = (.crashed, crash.summary)
            } else {
                detail = ended + (testimony.isEmpty ? " before its first word" : " without a record of it")
                    + hint([.stack, .addressSpace, .data])
            }
        case .interrupted, .lost:
            detail = ended
        }
        if testimony.statement != nil, end != .exited(status: 0) {
            detail = "said \"\(testimony.statement?.text ?? "")\", then: \(detail)"
        }
        notes = testimony.notes
        self.crash = crash
        let isGood = outcome != .crashed && outcome != .failed && outcome != .hung && outcome != .unknown
        message = isGood || testimony.message.isEmpty ? nil : testimony.message.joined(separator: " ")
    }
}

extension CrashRecord {
    /// Whether it used no processor time once its time was up, but for the look at that: time alone is up for a process
    /// too that was stopped, or has much to do.
    var isIdle: Bool { usedNanoseconds.map { $0 < 500_000 } ?? false }
}

extension TrialOutcome {
    fileprivate init(_ statement: Statement) {
        self =
            switch statement {
            case .ok: .ok
            case .found(.wrong): .wrong
            case .found(.refused): .refused
            case .found(.unharmed): .unharmed
            case .failed(.failed): .failed
            case .failed(.prevented): .unknown
            }
    }
}
