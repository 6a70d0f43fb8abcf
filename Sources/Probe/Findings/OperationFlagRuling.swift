import Catalog
import Kernel

extension FindingReader {
    private static let methods: [String: OperationFlagCheck.Method] =
        Dictionary(uniqueKeysWithValues: OperationFlagCheck.all.map { ($0.flag, $0.method) })

    func ruling(_ row: OperationFlag, among findings: Findings) -> Ruling {
        // A flag is of no use where all it could be a flag of is missing.
        let homes = row.operations.compactMap { name in
            findings.opcodes.first { $0.name == name } ?? findings.registerOperations.first { $0.name == name }
        }
        if let home = homes.first, let source = home.source, homes.allSatisfy({ $0.supported == false }) {
            return Ruling(false, by: source, "there is no \(row.operations[0])")
        }
        switch Self.methods[row.identifier] {
        case .ask(let asked)?:
            let needed = findings.setupFlags.filter { flag in
                flag.number.map { asked.setupFlags & 1 << UInt32($0) != 0 } ?? false
            }
            if let missing = needed.first(where: { $0.supported == false }), let name = missing.name {
                return Ruling(false, by: .setup, "there is no \(name)")
            }
            if asked.taken.contains(.errno(.invalidArgument)), !homes.contains(where: { $0.supported == true }) {
                return .unknown("whether there is \(row.operations[0]) is not known, which its answer needs")
            }
            return ruling(row, asked)
        case .feature(let name)?:
            guard let feature = findings.features.first(where: { $0.name == name }), let supported = feature.supported
            else { return .unknown("the features word is not known") }
            return Ruling(supported, by: feature.source ?? .features, "as the feature \(name)")
        case .queriedBit(let question)?:
            guard let word = transcript[question]?.value, let mask = row.mask else { return notQueried }
            return Ruling(word & Int64(mask) != 0, by: .query)
        case .queriedCount(let question)?:
            guard let count = transcript[question]?.value, let number = row.number else { return notQueried }
            return Ruling(Int64(number) < count, by: .query)
        case .queried(let operation)?:
            switch transcript[.query(operation: operation)] {
            case .value?: return Ruling(true, by: .query)
            case .errno(.notSupported)?: return Ruling(false, by: .query)
            default: return notQueried
            }
        case .none(let reason)?: return .unknown(reason)
        case nil: return .unknown("there is no check for it")
        }
    }

    private var notQueried: Ruling { .unknown("QUERY does not say") }

    private func ruling(_ row: OperationFlag, _ asked: OperationFlagCheck.Asked) -> Ruling {
        guard let answer = transcript[.operationFlag(row.identifier)] else {
            let bench = transcript[.bench(setupFlags: asked.setupFlags)]
            return .unknown(bench.map { "a ring to ask on: \($0)" } ?? "no ring could be made to ask on")
        }
        if asked.control != nil, let control = transcript[.control(row.identifier)] {
            switch control {
            case .errno(.invalidArgument): break
            case .value where control == answer || asked.taken.contains(control),
                .errno where asked.taken.contains(control):
                return Ruling(false, by: .check, "an undefined bit is taken too: the field is not read")
            case .value, .errno, .none, .fatal: return .unknown("with an undefined bit: \(control)")
            }
        }
        if asked.taken.contains(answer) { return Ruling(true, by: .check) }
        if let errno = answer.errno, asked.refused.contains(errno) { return Ruling(false, by: .check) }
        if let errno = answer.errno, errno.isRefusal { return .refused(by: .check, errno) }
        // What only a kernel without it can come to: the effect is not there.
        switch asked.taken {
        case .value, .errnos: if answer.value != nil { return Ruling(false, by: .check) }
        case .success, .successOr: break
        }
        return .unknown("\(answer), which decides nothing")
    }
}
