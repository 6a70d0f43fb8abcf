import Arguments
import Probe

// What `uringctl probe` calls the parts of its report.

extension ValueKind {
    /// Items with commas between, each read by `read`.
    static func items<Item: Sendable>(
        _ all: @escaping @Sendable () -> [(text: String, purpose: String)],
        read: @escaping @Sendable (String) throws(Requirement.Problem) -> Item,
        render: @escaping @Sendable (Item) -> String
    ) -> ValueKind where Value == [Item] {
        .words(
            "ITEM", from: { all().map { Word($0.text, help: $0.purpose) } },
            read: { (text) throws(ValueProblem) in try item(text, read) }, render: render)
    }
}

extension ValueKind where Value == [ProbeSelection.Part] {
    /// Sections, all sections of flags, or rows.
    static var parts: ValueKind {
        .list(
            "SECTION",
            ProbeSection.allCases.map { Choice($0.rawValue, .sections([$0]), help: $0.help) }
                + [Choice("flags", .sections(ProbeSection.flags), help: "all sections of flags")],
            other: { (text) throws(ValueProblem) in
                guard text.contains(":") else { return nil }
                return .item(try item(text) { (text) throws(Requirement.Problem) in try ProbeItem(text) })
            })
    }
}

private func item<Item>(
    _ text: String, _ read: (String) throws(Requirement.Problem) -> Item
) throws(ValueProblem) -> Item {
    do throws(Requirement.Problem) { return try read(text) } catch { throw .other(words(for: error)) }
}

private func words(for problem: Requirement.Problem) -> String {
    switch problem {
    case .noKind(let text):
        return "\(Phrase.quoted(text)) names no kind; write op:NAME, flag:NAME, feat:NAME or reg:NAME"
    case .unknownName(let name, let prefix, let kind, let candidates):
        let isBehaviour = prefix == "behaviour"
        let near = Suggestion.nearest(to: isBehaviour ? name : name.uppercased(), among: candidates)
        return "no such \(kind) '\(Phrase.quoted(name))'"
            + (near.isEmpty
                ? "; uringctl probe \(isBehaviour ? "--verify --only behaviours" : "--all") lists the names"
                : "; did you mean \(Phrase.alternatives(near.map { "\(prefix):\($0)" }))?")
    }
}

extension ProbeSection {
    fileprivate var help: String {
        switch self {
        case .environment: "kernel, system, identity, limits, security"
        case .opcodes: "operations"
        case .setupFlags: "flags of io_uring_setup"
        case .features: "features that io_uring_setup reports"
        case .registerOperations: "operations of io_uring_register"
        case .operationFlags: "flags of single operations"
        case .submissionFlags: "flags of submission entries"
        case .enterFlags: "flags of io_uring_enter"
        case .completionFlags: "flags of completion entries"
        case .behaviours: "what `--verify` learns besides"
        case .knownBugs: "bugs that kernels of this release are known for"
        }
    }
}
