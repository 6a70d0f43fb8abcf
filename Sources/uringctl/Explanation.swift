import Arguments
import Catalog
import Kernel
import Probe
import Report

/// What the catalog says of some errnos from some calls; of all where none is named.
struct Explanation {
    let errnos: [Errno]
    let calls: [RingCall]
    let meanings: [ErrorMeaning]

    init(errnos: [Errno], calls: [RingCall]) {
        self.errnos = errnos
        self.calls = calls
        let (names, all) = (errnos.map(\.name), Catalog.errorMeanings)
        meanings = (names.isEmpty ? Self.knownErrnos.map(\.name) : names).flatMap { name in
            all.filter { $0.errno == name && (calls.isEmpty || calls.contains($0.call)) }
        }
    }

    /// Those that the catalog has, in the order of their numbers.
    static let knownErrnos: [Errno] = {
        let names = Set(Catalog.errorMeanings.map(\.errno))
        return Errno.named.filter { names.contains($0.shortDescription) }
    }()

    /// The errnos asked for of which nothing is known from the calls asked for.
    private var unknown: [Errno] {
        errnos.filter { errno in !meanings.contains { $0.errno == errno.name } }
    }

    /// 0 where there is something to say of each, else 1.
    var exitStatus: Int32 { unknown.isEmpty ? 0 : 1 }

    func report(tool: ToolVersion) -> Report {
        Report(
            schema: "uringctl.explain/1", headline: headline, summary: summary,
            sections: [tool.section(time: Clock.date), errnoSection, meaningSection],
            conclusion: conclusion, tone: unknown.isEmpty ? .good : .unsure)
    }

    // MARK: The answer

    private var headline: String {
        let from = calls.isEmpty ? "" : " from \(Phrase.enumeration(calls.map(\.name)))"
        if errnos.isEmpty { return "errnos that io_uring is known to answer\(from): \(shown.count)" }
        let subject = errnos.count == 1 ? errnos[0].description : Phrase.enumeration(errnos.map(\.shortDescription))
        return "\(subject)\(from): " + (meanings.isEmpty ? "not known" : Self.count(meanings.count, "meaning"))
    }

    private var summary: [SummaryLine] {
        var lines: [SummaryLine] = []
        if errnos.isEmpty {
            lines.append(SummaryLine("more", "uringctl explain ERRNO [CALL]; --all for everything"))
        }
        for errno in unknown {
            let calls = Set(Catalog.errorMeanings.filter { $0.errno == errno.name }.map(\.call))
            let elsewhere = RingCall.allCases.filter(calls.contains).map(\.name)
            lines.append(SummaryLine(
                errno.shortDescription,
                elsewhere.isEmpty
                    ? "not known of io_uring itself; a completion can have any errno of its operation, which that "
                        + "call's page explains"
                    : "not known from there, but from \(Phrase.enumeration(elsewhere))"))
        }
        return lines
    }

    private var conclusion: String {
        unknown.isEmpty
            ? "known: \(Self.count(meanings.count, "meaning"))"
            : "not known: \(Phrase.enumeration(unknown.map(\.shortDescription)))"
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    // MARK: Sections

    /// The errnos asked for; without any, all that have a meaning.
    private var shown: [Errno] {
        errnos.isEmpty
            ? Self.knownErrnos.filter { errno in meanings.contains { $0.errno == errno.name } } : errnos
    }

    private var errnoSection: Section {
        Section(
            "errnos", title: "errnos", isBrief: errnos.isEmpty,
            table: Table(
                columns: [
                    .init("name", .headed("name")), .init("number", .headed("number")), .init("text", .headed("text")),
                    .init("calls", .hidden), .init("from", .headed("from")),
                ],
                rows: shown.map { errno in
                    let known = Set(meanings.filter { $0.errno == errno.name }.map(\.call))
                    let calls = RingCall.allCases.filter(known.contains)
                    return [
                        Value(errno.name), Value(errno.number), .text(errno.text), Value(calls.map(\.name)),
                        .text(calls.map(\.rawValue).joined(separator: ", ")),
                    ]
                }))
    }

    private var meaningSection: Section {
        Section(
            "meanings", title: "meanings", isBrief: !errnos.isEmpty,
            table: Table(
                columns: [
                    .init("errno", .headed("errno", member: "name")), .init("call", .headed("call")),
                    .init("meaning", .headed("meaning")), .init("how_to_tell", .below("tell")),
                    .init("since", .below("since")), .init("until", .below("until")),
                    .init("source", .below("source")),
                ],
                rows: meanings.map { meaning in
                    [
                        ["number": Value(Errno(named: meaning.errno)?.number), "name": .text(meaning.errno)],
                        .text(meaning.call.name), .text(meaning.meaning), .text(meaning.howToTell),
                        Value(meaning.since?.description), Value(meaning.until?.description), .text(meaning.source),
                    ]
                }))
    }
}
