import Catalog
import Report

extension ProbeResult {
    /// An object for each bug that the kernel's release may have: advice, of which no verdict is made.
    var knownBugSection: Section {
        let reliability = upstream.map(\.reliability.rawValue)
        typealias Column = (column: Table.Column, value: (KnownBug) -> Value)
        let columns: [Column] = [
            (.init("id", .headed("bug")), { .text($0.id) }),
            (.init("harm", .headed("harm")), { .text($0.harm.rawValue) }),
            (.init("symptom", .headed("what happens")), { .text($0.symptom) }),
            (.init("introduced", .below("since", inOneLine: true)), { Value($0.introduced.map(\.description)) }),
            (.init("fixed_in", .below("fixed in", inOneLine: true)), { Value($0.fixed.map(\.description)) }),
            (.init("fix_in_branch", .hidden), { Value(fix(of: $0)?.description) }),
            (.init("source", .below("source")), { .text($0.source) }),
            (.init("confidence", .below("confidence")), { .text($0.confidence.rawValue) }),
            (.init("reliability", .hidden), { _ in Value(reliability) }),
        ]
        let rows = knownBugs.map { bug in columns.map { $0.value(bug) } }
        return Section(
            ProbeSection.knownBugs.rawValue, title: "known bugs", isBrief: false,
            table: Table(columns: columns.map(\.column), rows: rows))
    }

    /// The summary's line, unless it is nothing to who is refused all of io_uring.
    func knownBugSummary(isAskedFor: Bool) -> [SummaryLine] {
        verdict.usable == false && !isAskedFor ? [] : [SummaryLine("known bugs", knownBugText, isEssential: isAskedFor)]
    }

    /// "3 may apply to 6.1.112, at worst CVE-2024-56709 (crash), fixed in 6.1.122; --only known_bugs lists them".
    private var knownBugText: String {
        guard let upstream else { return "unknown: the kernel does not name an upstream release" }
        let release = upstream.release
        let keeper = upstream.reliability == .unreliable ? upstream.vendor : nil
        guard let worst = knownBugs.first(where: { $0.confidence != .low }) ?? knownBugs.first else {
            return "none on record applies to \(release)"
                + (keeper.map { ", but \($0) puts other releases' code under that number: ask there" } ?? "")
        }
        let list = "--only known_bugs lists them"
        if let keeper {
            return "\(knownBugs.count) of \(release) may apply, "
                + "less what \(keeper) has fixed under that number: ask there; \(list)"
        }
        let fix = fix(of: worst).map { ", fixed in \($0)" } ?? ""
        let which = knownBugs.count == 1 ? "that is" : "at worst"
        return "\(knownBugs.count) may apply to \(release), \(which) \(worst.id) (\(worst.harm.rawValue))\(fix); "
            + list
    }

    private func fix(of bug: KnownBug) -> StableRelease? { upstream.flatMap { bug.fix(inBranchOf: $0.release) } }

    /// The fields that say what the kernel was made from.
    var upstreamFields: [Field] {
        [
            Field("upstream", "upstream release", Value(upstream?.release.description), text: upstreamWords),
            Field("upstream_reliability", Value(upstream?.reliability.rawValue), text: ""),
            Field("upstream_vendor", Value(upstream?.vendor), text: ""),
        ]
    }

    /// Where the kernel's own name does not say as much.
    private var upstreamWords: String {
        guard let upstream, upstream.release.description != facts.environment.kernel?.release else { return "" }
        return switch (upstream.reliability, upstream.vendor) {
        case (.exact, let vendor?): "\(upstream.release), says \(vendor)"
        case (.exact, nil): "\(upstream.release)"
        case (.close, let vendor?): "\(upstream.release), says \(vendor), and patches of its own"
        case (.close, nil): "\(upstream.release), and patches of its own"
        case (.unreliable, let vendor):
            "\(upstream.release) by number, to which \(vendor ?? "its vendor") adds later fixes"
        }
    }
}
