/// A bug of io_uring that bites who uses it, and the releases that have it.
///
/// The releases are mainline's and its stable branches'. Whoever takes in fixes under an unchanged number, as most
/// distributions do, has fewer bugs than its number says, and now and then others.
package struct KnownBug: Sendable, Equatable {
    /// A CVE number, or a name of ours.
    package let id: String
    package let harm: Harm
    /// What happens, and to whom, in words of who uses io_uring.
    package let symptom: String
    /// The releases that brought it: mainline's, and those of stable branches that took it in, in order.
    package let introduced: [StableRelease]
    /// The releases that took it away, one for each branch, in order; empty where none is known.
    package let fixed: [StableRelease]
    /// Where the releases come from.
    package let source: String
    package let confidence: Confidence

    /// What it does at worst; the worst first.
    package enum Harm: String, CaseIterable, Sendable {
        /// A local program can gain rights.
        case escalation
        /// The kernel writes or reads memory that is no longer its own: it may crash, or be attacked.
        case corruption
        /// A program sees what it must not, or does what a filter forbids.
        case exposure
        /// The kernel stops or complains.
        case crash
        /// Something waits for ever, or far too long.
        case hang
        /// Data or results are wrong.
        case results
        /// Memory, locked memory or processor time is used up, or counted wrongly.
        case resources
    }

    /// How far the releases can be relied upon.
    package enum Confidence: String, CaseIterable, Sendable { case high, medium, low }
}

extension KnownBug {
    /// Whether `release`, as mainline or its stable branch published it, has the bug, as far as the row knows.
    package func mayApply(to release: StableRelease) -> Bool {
        func isReached(_ other: StableRelease) -> Bool {
            other.isMainline ? other.branch <= release.branch : other.branch == release.branch && other <= release
        }
        // A fix is in mainline before it is in any branch: what came after the newest branch with a fix has it.
        let isNewer = fixed.last.map { $0.branch < release.branch } ?? false
        return introduced.contains(where: isReached) && !isNewer && !fixed.contains(where: isReached)
    }

    /// The release of the same branch that took the bug away; nil where none is known.
    package func fix(inBranchOf release: StableRelease) -> StableRelease? {
        fixed.first { $0.branch == release.branch && !$0.isMainline }
    }
}

extension KnownBug.Harm {
    fileprivate var text: StaticString {
        switch self {
        case .escalation: Catalog.escalationBugs
        case .corruption: Catalog.corruptionBugs
        case .exposure: Catalog.exposureBugs
        case .crash: Catalog.crashBugs
        case .hang: Catalog.hangBugs
        case .results: Catalog.resultBugs
        case .resources: Catalog.resourceBugs
        }
    }
}

extension Catalog {
    /// The bugs that an operator, or the author of a runtime, would want to know of; the worst harm first, then in the
    /// order of the releases that brought them.
    ///
    /// The tables are text, a block for each bug: a line `ID CONFIDENCE INTRODUCED FIXED SOURCE`, whose releases have
    /// commas between and may be `-` for none, and one that says what happens.
    package static let knownBugs = KnownBug.Harm.allCases.flatMap { harm in
        // By bytes: characters take several times as long to find.
        let lines = harm.text.description.utf8.split(separator: UInt8(ascii: "\n"))
        return stride(from: 0, to: lines.count, by: 2).map { KnownBug(head: lines[$0], symptom: lines[$0 + 1], harm) }
    }
}

extension KnownBug {
    fileprivate init(head: Substring.UTF8View, symptom: Substring.UTF8View, _ harm: Harm) {
        let words = head.split(separator: UInt8(ascii: " "), maxSplits: 4)
        func text(_ bytes: Substring.UTF8View) -> String { String(Substring(bytes)) }
        guard words.count == 5, let confidence = Confidence(rawValue: text(words[1])) else {
            preconditionFailure("no id, confidence, releases and source: \(text(head))")
        }
        self.init(
            id: text(words[0]), harm: harm, symptom: text(symptom), introduced: Self.releases(words[2]),
            fixed: Self.releases(words[3]), source: text(words[4]), confidence: confidence)
    }

    private static func releases(_ text: Substring.UTF8View) -> [StableRelease] {
        if text.elementsEqual("-".utf8) { return [] }
        return text.split(separator: UInt8(ascii: ",")).map { word in
            guard let release = StableRelease(word) else { preconditionFailure("no release: \(Substring(word))") }
            return release
        }
    }
}
