import Kernel
import Report

extension Headroom {
    /// - Parameter limit: of locked memory.
    func section(limit: Limit?) -> Section {
        Section("headroom", title: "headroom", isBrief: true, fields: [
            Field("measured_as", "measured as", Value(uid), text: measuredAs),
            Field("sizes", "rings at once", .list(counts.map(\.value)), text: countWords(isLong: true)),
            Field("largest", "largest ring", Value(largestEntries), text: largestWords),
            Field("charges_memlock", "charged", Value(chargesLockedMemory), text: chargeWords(limit: limit)),
            Field("linger_milliseconds", "lingers", Value(linger?.milliseconds), text: lingerWords),
            Field("linger_ended", Value(linger?.hasEnded), text: ""),
            Field("interruption", "cut short", Value(interruption), text: interruption ?? ""),
        ])
    }

    /// How many rings fit, in one line.
    ///
    /// - Parameter isExempt: whether the limit of locked memory does not bind the process that asked.
    func words(isExempt: Bool, who: String, limit: Limit?) -> String {
        guard !counts.isEmpty else {
            return "how many fit could not be measured: \(interruption ?? "nothing was said")"
        }
        let memory = limit.map { "memlock \($0.words)" }
        let whom =
            isUnusedUid
            ? "an ordinary user\(memory.map { " (\($0))" } ?? "")"
            : "uid \(uid.map { String($0) } ?? "unknown")\(isExempt ? "" : memory.map { " (\($0))" } ?? "")"
        return (isUnusedUid && isExempt ? "not limited by memlock for \(who); " : "")
            + "\(countWords(isLong: false)) for \(whom)"
            + (chargesLockedMemory == false ? "; this kernel does not charge them to memlock" : "")
    }

    private var measuredAs: String? {
        guard let uid else { return nil }
        return isUnusedUid ? "uid \(uid), which nobody has, without capabilities" : "uid \(uid)"
    }

    /// The largest rings first, of which the fewest fit.
    private func countWords(isLong: Bool) -> String {
        counts.isEmpty ? "unknown"
            : counts.reversed().enumerated().map { index, count in
                let answer = if case .errno(let errno) = count.end, isLong { ", then \(errno)" } else { "" }
                return "\(count.words)\(index == 0 ? " entries" : "")\(answer)"
            }.joined(separator: isLong ? "; " : ", ")
    }

    private var largestEntries: UInt32? { if case .entries(let entries)? = largest { entries } else { nil } }

    private var largestWords: String {
        switch largest {
        case .entries(let entries)?: "\(entries) entries"
        case .none(let errno)?: "none: \(errno)"
        case nil: "unknown"
        }
    }

    private func chargeWords(limit: Limit?) -> String? {
        switch chargesLockedMemory {
        case true?:
            "to the limit of locked memory\(limit.map { " (\($0.words))" } ?? ""), which all rings of a user share"
        case false?: "not to the limit of locked memory"
        case nil: nil
        }
    }

    private var lingerWords: String {
        guard let linger else { return "not seen" }
        let time = "\(linger.milliseconds) ms"
        return linger.hasEnded
            ? "all that rings were charged was back \(time) after they were closed"
            : "what rings were charged was not all back \(time) after they were closed"
    }
}

extension Headroom.Count {
    fileprivate var words: String {
        let least = if case .bound = end { "at least " } else { "" }
        return count == 0 && least.isEmpty ? "none of \(entries)" : "\(least)\(count) of \(entries)"
    }

    fileprivate var value: Value {
        let (endedBy, errno): (String, Errno?) =
            switch end {
            case .bound: ("bound", nil)
            case .errno(let errno): ("errno", errno)
            }
        return [
            "entries": Value(entries), "count": Value(count), "ended_by": .text(endedBy),
            "errno": errno.map { ["number": Value($0.number), "name": Value($0.name)] } ?? .null,
        ]
    }
}

extension Limit {
    /// "8 MiB", "unlimited": a limit of memory.
    fileprivate var words: String { soft.map(Units.bytes) ?? "unlimited" }
}
