import Catalog
import Kernel
import Report

extension ProbeResult {
    /// The answer in one sentence.
    package var headline: String {
        // Who asked is named where it works, and where it was not whoever reads this.
        (facts.situation.simulation.map { "simulated \($0.rawValue): " } ?? "") + answer
            + (verdict.usable == true || facts.situation.identity == nil ? "" : ", as \(who)")
    }

    private var answer: String {
        switch verdict.usable {
        case true?:
            let count = findings.opcodes.filter { $0.supported == true }.count
            let operations = count == 0 ? "" : ": \(count) operations"
            return "io_uring works here\(operations) on \(place), as \(who)"
        case false?:
            let isGuess = verdict.confidence == .possible && verdict.cause != .unknown
            return "io_uring \(refusal)\(isGuess ? " (possibly)" : "")"
        case nil: return "whether io_uring works here could not be learnt: \(verdict.evidence.joined(separator: "; "))"
        }
    }

    private var refusal: String {
        let answer = refusingErrno.map { " answers \($0.shortDescription)" } ?? " kills"
        return switch verdict.cause {
        case .seccomp?: "is refused here: a seccomp filter\(answer)"
        case .sysctl?: "is refused here: kernel.io_uring_disabled is \(facts.environment.disabledSetting ?? -1)"
        case .lsm?: "is refused here: a security module\(answer)"
        case .emulation?: "is not to be had here: something answers in the kernel's place"
        case .kernel?: "is not in this kernel: io_uring_setup\(answer)"
        case .memlock?: "is refused here: the limit of locked memory is used up"
        case .descriptors?: "is refused here: no descriptor is left"
        case .memory?: "is refused here: no memory for a ring"
        case .restriction?: "is restricted here: rings can be made, operations are refused"
        case .flags?: "is refused here: a ring without any flag answers EINVAL"
        case .processes?: "is refused here: no further process or thread can be made"
        case .unknown?, nil: "does not work here, for a reason that is not known"
        }
    }

    /// What the refused call answered; nil where the answer was to kill, or where nothing is refused.
    var refusingErrno: Errno? {
        guard verdict.usable == false else { return nil }
        if case .fatal? = facts.transcript[.ring(entries: 8)] { return nil }
        if let errno = facts.transcript[.ring(entries: 8)]?.errno ?? facts.transcript[.noOperation]?.errno {
            return errno
        }
        let errno = facts.transcript[.enterWithoutRing]?.errno
        return errno == .badDescriptor ? nil : errno
    }

    private var place: String { facts.environment.place }
    private var who: String { facts.environment.who }

    /// What a person should know after ten seconds.
    var summary: [SummaryLine] {
        var lines: [SummaryLine] = []
        func essential(_ label: String, _ text: String) { lines.append(SummaryLine(label, text, isEssential: true)) }
        if verdict.usable != true {
            essential("evidence", Evidence.condensed(verdict.evidence).joined(separator: "; "))
            if let resemblance = verdict.refusal?.resemblance { essential("looks like", resemblance) }
            if let remedy = verdict.remedy { essential("remedy", remedy) }
        }
        for found in verdict.causes where found != verdict.refusal {
            essential(found.label, found.sentence(without: verdict.usable == true ? [] : verdict.evidence))
            // Who reads what refuses all needs no advice yet about what stands behind it.
            if verdict.usable != false, let remedy = found.remedy { essential("remedy", remedy) }
        }
        if verdict.usable != true { essential("asked", "on \(place), as \(who)") }
        if let interruption = facts.interruption { essential("cut short", interruption) }
        for item in requirements {
            essential("requires", "\(item.text): \(Value(item.isMet).words), \(item.reason)")
        }
        lines += verificationLines
        lines += [
            SummaryLine("operations", count(findings.opcodes)),
            SummaryLine("op flags", count(findings.operationFlags, listingAtMost: 12)),
            SummaryLine("setup flags", count(findings.setupFlags)),
            SummaryLine("features", count(findings.features)),
            SummaryLine("register ops", count(findings.registerOperations)),
            SummaryLine("rings", rings, isEssential: headroom != nil),
        ]
        if let note = disagreement { lines.append(SummaryLine("release", note)) }
        return lines
    }

    /// "63 of 65, without NOP128, URING_CMD128 (6.19)".
    ///
    /// - Parameter limit: more than this many missing rows are not listed; for the kind of row of which an older kernel
    ///   lacks so many that nobody would read them here.
    private func count(_ findings: [Finding], listingAtMost limit: Int = .max) -> String {
        let supported = findings.filter { $0.supported == true }.count
        let unknown = findings.filter { $0.supported == nil }.count
        if unknown == findings.count { return "unknown" }
        var text = "\(supported) of \(findings.count)"
        if unknown > 0 { text += ", \(unknown) unknown" }
        let nameless = findings.filter { $0.supported == true && $0.name == nil }.compactMap(\.number)
        if !nameless.isEmpty {
            text += ", \(nameless.map(String.init).joined(separator: ", ")) newer than this program"
        }
        let missing = findings.filter { $0.supported == false }
        if missing.isEmpty { return text }
        let isListed = missing.count <= limit
        return "\(text), without \(isListed ? listed(missing) : "\(missing.count), which --only op_flags lists")"
    }

    /// Names in the order of their releases, the release behind the last of it.
    private func listed(_ findings: [Finding]) -> String {
        let newest = Catalog.newestRelease
        let releases = Set(findings.map(\.since)).sorted { ($0 ?? newest) < ($1 ?? newest) }
        return releases.map { release in
            findings.filter { $0.since == release }.map(\.identifier).joined(separator: ", ")
                + (release.map { " (\($0))" } ?? "")
        }.joined(separator: ", ")
    }

    private var rings: String {
        if let headroom {
            return headroom.words(
                isExempt: facts.environment.mayLockMemory, who: who, limit: facts.environment.lockedMemoryLimit)
        }
        let sizes: [UInt32] = [8, 256, 4096]
        let made = sizes.filter { facts.transcript[.ring(entries: $0)]?.value != nil }
        let refused = sizes.compactMap { size -> String? in
            switch facts.transcript[.ring(entries: size)] {
            case .value?, nil: nil
            case .errno(let errno)?: "\(size) \(errno.shortDescription)"
            case .none?, .fatal?: "\(size) unknown"
            }
        }
        let isExempt = facts.environment.mayLockMemory
        let limit = facts.environment.lockedMemoryLimit.map { $0.soft.map(Units.bytes) ?? "unlimited" }
        let memory = isExempt ? "CAP_IPC_LOCK: no limit of locked memory" : limit.map { "limit of locked memory \($0)" }
        return [
            made.isEmpty ? nil : "can be made with \(made.map(String.init).joined(separator: ", ")) entries",
            refused.isEmpty ? nil : "refused: \(refused.joined(separator: ", "))", memory,
        ].compactMap(\.self).joined(separator: "; ")
    }

    /// Where the kernel and its release disagree, as distributions carry newer code under older numbers.
    var disagreement: String? {
        guard let release = facts.environment.release else { return nil }
        let rows = [findings.opcodes, findings.setupFlags, findings.features, findings.registerOperations].joined()
        let early = rows.filter { $0.supported == true && $0.since.map { $0 > release } ?? false }
        let late = rows.filter { $0.supported == false && !$0.isRefused && $0.since.map { $0 <= release } ?? false }
        return [
            early.isEmpty ? nil : "more than upstream \(release): \(listed(early))",
            late.isEmpty ? nil : "less than upstream \(release): \(listed(late))",
        ].compactMap(\.self).joined(separator: "; ").nonEmpty
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
