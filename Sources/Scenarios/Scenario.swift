/// What `uringctl repro NAME` runs: cases that should hold, and specimens that are wrong on purpose and show what that
/// looks like. One table: running, listing, explaining, help, man pages and completions read it.
package struct Scenario: Sendable {
    /// As a command line names it.
    package let name: String
    /// What it is about, in the plural: the report ends in `fibers: ok`.
    package let subject: String
    package let cases: [Case]
    package let specimens: [Specimen]
    /// What a case runs in a child of its own, to see how that ends: neither listed nor run for itself.
    let helpers: [Specimen]

    init(name: String, subject: String, cases: [Case], specimens: [Specimen], helpers: [Specimen] = []) {
        self.name = name
        self.subject = subject
        self.cases = cases
        self.specimens = specimens
        self.helpers = helpers
    }

    /// Every scenario there is.
    package static let all = [Scenario.fiber, .network, .dns, .log, .event, .mutex]

    /// What a child can be told to run: all, and what other commands than `repro` run.
    package static let runnable = all + [mutexMisuse]
}

/// Something that should hold, and a workout that shows whether it does.
package struct Case: Sendable {
    package let name: String
    /// What is worked out, in one line without a full stop.
    package let purpose: String
    package let needsRing: Bool
    /// Runs in a child of its own. Says in words what held.
    let body: @Sendable (Effort) throws(BodyFailure) -> String

    init(
        _ name: String, _ purpose: String, needsRing: Bool = false,
        _ body: @escaping @Sendable (Effort) throws(BodyFailure) -> String
    ) {
        self.name = name
        self.purpose = purpose
        self.needsRing = needsRing
        self.body = body
    }
}

/// Something that is wrong in one known way, to be recognised where it happens in earnest.
package struct Specimen: Sendable {
    package let name: String
    /// What is wrong about it, in one line without a full stop.
    package let broken: String
    /// What it is expected to show, in words.
    package let expected: String
    /// How to recognise it in a program of one's own, in words that follow "your crash looks like this if".
    package let likeness: String
    /// The signals it can die of.
    package let signatures: [Signature]
    /// The signals that its wrong values can come to in earnest, where a specimen stops to look at them.
    package let consequences: [Signature]
    package let needsRing: Bool
    /// The only architecture it is written for, as uname(2) names it; nil for any.
    package let machine: String?
    /// Less time than others get, for one that is expected to hang.
    package let patienceNanoseconds: Int64?
    /// Runs in a child of its own. Says what was seen, if it gets to that.
    let body: @Sendable (Effort) throws(BodyFailure) -> Finding

    init(
        _ name: String, broken: String, expected: String, likeness: String, signatures: [Signature] = [],
        consequences: [Signature] = [], needsRing: Bool = false, machine: String? = nil,
        patienceNanoseconds: Int64? = nil,
        _ body: @escaping @Sendable (Effort) throws(BodyFailure) -> Finding
    ) {
        self.name = name
        self.broken = broken
        self.expected = expected
        self.likeness = likeness
        self.signatures = signatures
        self.consequences = consequences
        self.needsRing = needsRing
        self.machine = machine
        self.patienceNanoseconds = patienceNanoseconds
        self.body = body
    }
}

/// What a specimen that did not die has seen, in one line.
enum Finding: Sendable, Equatable {
    /// It ran on with wrong values.
    case wrong(String)
    /// The kernel or the runtime said no.
    case refused(String)
    /// Nothing wrong was seen.
    case unharmed(String)
}
