import Support

/// Something that stands in the way of io_uring, or nothing, and what is true in it. The truth is written from what is
/// put up, never from what the program says.
struct Situation: Sendable {
    let name: String
    /// Words before the program that are run as the identity.
    var inside: [String] = []
    /// What the program is called where it runs; nil for the stage's own copy.
    var program: String?
    var identities: [Who] = Who.allCases
    /// Takes the place of setpriv(1), where what is outside takes on the identity itself.
    var takesOn: (@Sendable (Who) -> [String])?
    /// What must stay while programs run in it.
    var group: ControlGroup?
    /// Called `host-FIXTURE.txt` where its facts are recorded; nil where another situation's say the same.
    var fixture: String?
    let truth: @Sendable (Who) -> Truth

    /// The same truth for all identities.
    init(_ name: String, inside: [String] = [], fixture: String? = nil, _ truth: Truth) {
        self.init(name, inside: inside, fixture: fixture) { _ in truth }
    }

    init(_ name: String, inside: [String] = [], fixture: String? = nil, truth: @escaping @Sendable (Who) -> Truth) {
        (self.name, self.inside, self.fixture, self.truth) = (name, inside, fixture, truth)
    }

    /// With `change` made to it.
    func with(_ change: (inout Situation) -> Void) -> Situation {
        var changed = self
        change(&changed)
        return changed
    }
}

/// As whom the program asks.
enum Who: String, CaseIterable, Sendable {
    case root = "root"
    /// A uid of its own, so that what the kernel counts by user is counted for this cell alone.
    case ordinary = "a uid"
    case withoutRights = "root --unprivileged"
}

/// What is true for one identity in a situation.
struct Truth: Sendable, Equatable {
    /// A cause that must be named.
    struct Cause: Sendable, Equatable {
        let name: String
        /// The least confidence that is honest.
        let confidence: String
        let standing: String

        init(_ name: String, _ confidence: String, _ standing: String = "refuses") {
            (self.name, self.confidence, self.standing) = (name, confidence, standing)
        }
    }

    /// nil where not to know is the honest answer.
    var usable: Bool?
    /// The first that refuses is the verdict's own.
    var causes: [Cause]

    static let works = Truth(usable: true, causes: [])
    static func works(but causes: Cause...) -> Truth { Truth(usable: true, causes: causes) }
    static func notKnown(but causes: Cause...) -> Truth { Truth(usable: nil, causes: causes) }
    static func refused(_ causes: Cause...) -> Truth { Truth(usable: false, causes: causes) }

    static let confidences = ["possible", "likely", "certain"]

    /// What is wrong about `verdict`; nil where it is the truth.
    ///
    /// What is not in the truth may be named as possible, as an alternative; anything surer is wrong.
    func fault(in verdict: ProbeReport.Verdict) -> String? {
        func rank(_ confidence: String?) -> Int { Self.confidences.firstIndex { $0 == confidence } ?? -1 }
        guard verdict.usable == usable else { return "usable" }
        let refusal = usable != false ? nil : causes.first { $0.standing == "refuses" }
        guard verdict.cause == refusal?.name else { return "cause" }
        if let refusal, rank(verdict.confidence) < rank(refusal.confidence) { return "confidence" }
        for cause in causes
        where !verdict.causes.contains(where: {
            $0.cause == cause.name && $0.standing == cause.standing && rank($0.confidence) >= rank(cause.confidence)
        }) {
            return "\(cause.name) \(cause.standing) is missing"
        }
        for found in verdict.causes where found.confidence != "possible" {
            if !causes.contains(where: { $0.name == found.cause && $0.standing == found.standing }) {
                return "\(found.cause) \(found.standing) is not there"
            }
        }
        return nil
    }
}

extension Truth: CustomStringConvertible {
    var description: String {
        let words = causes.map { "\($0.name) \($0.confidence)+ \($0.standing)" }.joined(separator: ", ")
        return (usable.map { $0 ? "usable" : "unusable" } ?? "not known") + (words.isEmpty ? "" : ": " + words)
    }
}

extension ProbeReport.Verdict {
    var words: String {
        let words = causes.map { "\($0.cause) \($0.confidence) \($0.standing)" }.joined(separator: ", ")
        return (usable.map { $0 ? "usable" : "unusable" } ?? "not known") + (words.isEmpty ? "" : ": " + words)
    }
}
