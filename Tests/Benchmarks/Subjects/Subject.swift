/// Something that is measured, chosen by its name on the command line.
struct Subject: Sendable {
    let name: String
    /// - Throws: `Missing` with what it needs and this machine lacks.
    let measure: @Sendable (Effort) throws -> Measured

    static let all = programs + fibers + operations + zig + sleepers + primitives + waking + echo + idle

    /// A subject of one comparison.
    static func comparing(_ name: String, _ comparison: @escaping @Sendable (Effort) throws -> Comparison) -> Subject {
        Subject(name: name) { effort in
            let compared = try comparison(effort).measure(effort)
            return Measured(
                text: compared.text, rows: [compared.row],
                figures: [compared.peer.medianNanoseconds, compared.ours.medianNanoseconds, compared.ratio])
        }
    }
}

/// What came of measuring a subject.
struct Measured {
    /// For a person.
    let text: String
    /// Of the Markdown table that sums up all subjects; none for one without a ratio.
    let rows: [String]
    let figures: [Double]
}

/// How much of a measurement is made.
enum Effort {
    /// For figures to rely on.
    case whole
    /// Once, and briefly: for whoever wants to know whether it can be measured at all.
    case trial

    /// How many operations a run consists of.
    func count(_ whole: Int) -> Int { self == .whole ? whole : min(whole, 256) }
}
