import Catalog
import Kernel

/// What each row of the Catalog is here: pure reading of a transcript.
package struct Findings: Sendable, Equatable {
    package var opcodes: [Finding]
    package var setupFlags: [Finding]
    package var features: [Finding]
    package var registerOperations: [Finding]
    package var submissionFlags: [Finding]
    package var enterFlags: [Finding]
    package var completionFlags: [Finding]
    package var operationFlags: [Finding]

    package init(_ transcript: Transcript) {
        let reader = FindingReader(transcript: transcript)
        opcodes = reader.opcodes()
        setupFlags = reader.flags(Catalog.setupFlags, query: .queriedSetupFlags, reader.ruling)
        features = reader.flags(Catalog.features, query: .queriedFeatures, reader.ruling)
        registerOperations = reader.registerOperations()
        submissionFlags = reader.flags(Catalog.submissionFlags, query: .queriedSubmissionFlags, reader.ruling)
        enterFlags = reader.flags(Catalog.enterFlags, query: .queriedEnterFlags, reader.ruling)
        completionFlags = reader.flags(Catalog.completionFlags, query: nil) { _ in
            .unknown("nothing can be asked: a completion carries it or does not")
        }
        operationFlags = []
        operationFlags = Catalog.operationFlags.map { row in
            var finding = Finding(
                number: row.number, name: row.name, identifier: row.identifier, since: row.since,
                purpose: row.purpose, reader.ruling(row, among: self))
            finding.operations = row.operations
            finding.kind = row.kind.rawValue
            return finding
        }
    }
}

/// Reads findings of opcodes, register operations and flags out of a transcript.
struct FindingReader {
    let transcript: Transcript

    /// Why nothing is known that needs a ring.
    private var withoutRing: Ruling {
        switch transcript[.ring(entries: 8)] {
        case .value: .unknown("not asked")
        case let answer?: .unknown("no ring could be made: setting one up \(answer)")
        case nil: .unknown("no ring could be made")
        }
    }

    func opcodes() -> [Finding] {
        let known = Catalog.opcodes.map { row in
            var finding = Finding(
                number: UInt64(row.number), name: row.name, identifier: row.name, since: row.since,
                purpose: row.purpose, ruling(opcode: Int(row.number)))
            finding.kind = row.category.rawValue
            return finding
        }
        let queried = transcript[.queriedOpcodes]?.value.map { Int($0) } ?? 0
        let unknown = (Catalog.opcodes.count...255).compactMap { number -> Finding? in
            guard transcript[.opcode(number)] != nil || number < queried else { return nil }
            return unnamed(UInt64(number), ruling(opcode: number))
        }
        return known + unknown
    }

    private func ruling(opcode number: Int) -> Ruling {
        if let listed = transcript[.opcode(number)]?.value {
            return Ruling(listed == 1, by: .probe)
        }
        if transcript[.probe]?.value != nil { return Ruling(false, by: .probe) }
        if let count = transcript[.queriedOpcodes]?.value {
            return number < count
                ? Ruling(true, by: .query, "counted by QUERY; a build option may leave it out")
                : Ruling(false, by: .query)
        }
        if let errno = transcript[.probe]?.errno { return .unknown("PROBE answers \(errno)") }
        return withoutRing
    }

    func registerOperations() -> [Finding] {
        let known = Catalog.registerOperations.map { row in
            Finding(
                number: UInt64(row.number), name: row.name, identifier: row.name, since: row.since,
                purpose: row.purpose, ruling(registerOperation: Int64(row.number)))
        }
        let last = registerOperationCount?.count ?? 0
        let unknown = (Int64(Catalog.registerOperations.count)..<max(Int64(Catalog.registerOperations.count), last))
            .map { unnamed(UInt64($0), ruling(registerOperation: $0)) }
        return known + unknown
    }

    /// NAPI, zero-copy receive and BPF filters: parts that a kernel may be built without, their numbers kept.
    private static let optionalOperations: Set<Int64> = [27, 28, 32, 36, 37]

    /// How many register operations there are, counted from 0 without gaps, and who says so.
    private var registerOperationCount: (count: Int64, source: Source)? {
        if let count = transcript[.queriedRegisterOperations]?.value { return (count, .query) }
        // The search starts at 127: a kernel that takes that takes anything, and has said nothing.
        if let last = transcript[.lastRegisterOperation]?.value, last < 127 { return (last + 1, .restrictions) }
        return nil
    }

    private func ruling(registerOperation number: Int64) -> Ruling {
        if let (count, source) = registerOperationCount {
            let caveat = Self.optionalOperations.contains(number) ? "counted; a build option may leave it out" : nil
            return Ruling(number < count, by: source, number < count ? caveat : nil)
        }
        switch transcript[.lastRegisterOperation] {
        case .value?: return .unknown("restrictions are taken for operations that cannot exist")
        case let answer?: return .unknown("a disabled ring, which takes restrictions, \(answer)")
        case nil: return withoutRing
        }
    }

    /// The rows of a table, and the bits that QUERY has and the table does not.
    func flags<Family>(
        _ table: [Flag<Family>], query: Question?, _ ruling: (Flag<Family>) -> Ruling
    ) -> [Finding] {
        let word = query.flatMap { transcript[$0]?.value }.map { UInt64(bitPattern: $0) }
        let known = table.map { row in
            var result = ruling(row)
            if let word {
                let queried = word & UInt64(row.mask) != 0
                if let supported = result.supported {
                    if supported != queried && !result.isRefused {
                        result = .unknown("QUERY says \(queried ? "yes" : "no"), \(result.source?.rawValue ?? "") the opposite")
                    }
                } else {
                    result = Ruling(queried, by: .query, result.detail)
                }
            }
            return Finding(
                number: UInt64(row.bit), name: row.name, identifier: row.name, since: row.since,
                purpose: row.purpose, result)
        }
        let rest = Catalog.flags(in: word ?? 0, of: table).unknown
        return known + (0..<64).filter { rest & 1 << $0 != 0 }.map { unnamed($0, Ruling(true, by: .query)) }
    }

    private func unnamed(_ number: UInt64, _ ruling: Ruling) -> Finding {
        Finding(number: number, name: nil, identifier: String(number), since: nil, purpose: nil, ruling)
    }

    func ruling(_ flag: SetupFlag) -> Ruling {
        switch transcript[.setupFlag(flag.name)] {
        case .value?: return Ruling(true, by: .setup)
        case .errno(.invalidArgument)?: return Ruling(false, by: .setup)
        case .errno(let errno)? where errno.isRefusal: return .refused(by: .setup, errno)
        case let answer?: return .unknown("a ring with it \(answer)")
        case nil: return withoutRing
        }
    }

    func ruling(_ feature: Feature) -> Ruling {
        guard let word = transcript[.features]?.value else { return withoutRing }
        return Ruling(word & Int64(feature.mask) != 0, by: .features)
    }

    func ruling(_ flag: SubmissionFlag) -> Ruling {
        ruling(transcript[.submissionFlag(flag.name)], control: transcript[.submissionFlagControl])
    }

    func ruling(_ flag: EnterFlag) -> Ruling {
        ruling(transcript[.enterFlag(flag.name)], control: transcript[.enterFlagControl])
    }

    /// A flag that is unknown is EINVAL; that this is so here, the control shows.
    private func ruling(_ answer: Answer?, control: Answer?) -> Ruling {
        if case .none(let reason)? = control { return .unknown(reason) }
        guard let answer, let control else { return withoutRing }
        guard control.errno == .invalidArgument else { return .unknown("an undefined bit is taken too") }
        switch answer {
        case .errno(.invalidArgument): return Ruling(false, by: .check)
        case .errno(let errno) where errno.isRefusal: return .refused(by: .check, errno)
        case .value, .errno: return Ruling(true, by: .check)
        case .none, .fatal: return .unknown("a request with it: \(answer)")
        }
    }
}
