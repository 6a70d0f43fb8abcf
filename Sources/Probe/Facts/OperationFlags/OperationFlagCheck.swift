import Catalog
import Kernel
import Ring

/// How it is found out whether the kernel takes an operation flag.
///
/// Each check is the smallest request or call that the kernel answers differently when it knows the flag: mostly one
/// that fails, with another errno than the EINVAL of an unknown flag. None opens a file by name (but the root
/// directory), none leaves the machine.
struct OperationFlagCheck: Sendable {
    enum Method: Sendable {
        case ask(Asked)
        /// A feature bit says it.
        case feature(String)
        /// IORING_REGISTER_QUERY says it: the bit of a word, or the command's number below a count.
        case queriedBit(Question)
        case queriedCount(Question)
        /// The query operation of this number is answered.
        case queried(UInt32)
        /// There is no safe check, for this reason.
        case none(String)
    }

    /// A question to the kernel, and how to read its answer.
    struct Asked: Sendable {
        /// Setup flags of the ring that the question needs.
        var setupFlags: UInt32 = 0
        /// Answers that only a kernel gives which knows the flag.
        let taken: Taken
        /// Answers that only a kernel gives which does not.
        var refused: [Errno] = [.invalidArgument]
        /// The same with a bit that no kernel knows: anything but EINVAL shows that the kernel does not look at the
        /// field, so that its answer to the question says nothing of the flag.
        var control: (@Sendable (CheckBench) throws(CallFailure) -> Int)?
        let ask: @Sendable (CheckBench) throws(CallFailure) -> Int
    }

    enum Taken: Sendable {
        case success
        case value(Int64)
        case errnos([Errno])
        case successOr([Errno])

        func contains(_ answer: Answer) -> Bool {
            switch self {
            case .success: answer.value != nil
            case .value(let value): answer.value == value
            case .errnos(let errnos): answer.errno.map(errnos.contains) ?? false
            case .successOr(let errnos): answer.value != nil || answer.errno.map(errnos.contains) ?? false
            }
        }
    }

    /// A field of the submission that holds flags of the operation.
    enum Field: Sendable {
        case operationFlags, ioPriority, length

        /// A bit of the field that no kernel has given a meaning.
        var undefinedBit: UInt32 { self == .ioPriority ? 1 << 14 : 1 << 30 }

        func set(_ bits: UInt32, in submission: inout Submission) {
            switch self {
            case .operationFlags: submission.operation_flags = bits
            case .ioPriority: submission.io_priority = UInt16(truncatingIfNeeded: bits)
            case .length: submission.length = bits
            }
        }
    }

    /// The identifier of the Catalog's row.
    let flag: String
    let method: Method

    private init(_ flag: String, _ method: Method) {
        self.flag = flag
        self.method = method
    }
}

extension OperationFlagCheck {
    typealias Preparation = @Sendable (inout Submission, CheckBench) throws(CallFailure) -> Void

    /// A request with the flag's bit in `field`, compared with the same request with an undefined bit.
    ///
    /// - Parameters:
    ///   - opcode: the operation to try it on; nil for the first of the Catalog's row.
    ///   - besides: further bits that the flag needs in the same field.
    static func bit(
        _ flag: String, of opcode: String? = nil, in field: Field, besides: UInt32 = 0, on setupFlags: UInt32 = 0,
        taken: Taken, refused: [Errno] = [.invalidArgument], prepare: @escaping Preparation = { _, _ in }
    ) -> OperationFlagCheck {
        let row = row(flag)
        guard let mask = row.mask else { preconditionFailure("\(flag) is no bit") }
        let opcode = opcode ?? row.operations[0]
        let ask: @Sendable (CheckBench, UInt32) throws(CallFailure) -> Int = { (bench, bits) throws(CallFailure) in
            var submission = Submission.of(opcode)
            try prepare(&submission, bench)
            field.set(bits, in: &submission)
            return try bench.result(of: submission)
        }
        return OperationFlagCheck(flag, .ask(Asked(
            setupFlags: setupFlags, taken: taken, refused: refused,
            control: { (bench) throws(CallFailure) in try ask(bench, field.undefinedBit) },
            ask: { (bench) throws(CallFailure) in try ask(bench, mask | besides) })))
    }

    /// A request that is answered differently where the behaviour is known.
    static func request(
        _ flag: String, of opcode: String? = nil, taken: Taken, refused: [Errno] = [.invalidArgument],
        prepare: @escaping Preparation
    ) -> OperationFlagCheck {
        let opcode = opcode ?? row(flag).operations[0]
        return call(flag, taken: taken, refused: refused) { (bench) throws(CallFailure) in
            var submission = Submission.of(opcode)
            try prepare(&submission, bench)
            return try bench.result(of: submission)
        }
    }

    /// Whatever has to be done to find out.
    static func call(
        _ flag: String, on setupFlags: UInt32 = 0, taken: Taken, refused: [Errno] = [.invalidArgument],
        ask: @escaping @Sendable (CheckBench) throws(CallFailure) -> Int
    ) -> OperationFlagCheck {
        OperationFlagCheck(
            flag, .ask(Asked(setupFlags: setupFlags, taken: taken, refused: refused, control: nil, ask: ask)))
    }

    static func feature(_ flag: String, _ feature: String) -> OperationFlagCheck {
        OperationFlagCheck(flag, .feature(feature))
    }

    static func query(_ flag: String, _ method: Method) -> OperationFlagCheck { OperationFlagCheck(flag, method) }

    static func none(_ flag: String, _ reason: String) -> OperationFlagCheck { OperationFlagCheck(flag, .none(reason)) }

    /// The Catalog's row of `flag`. It is there: tests hold the checks against the rows.
    private static func row(_ flag: String) -> OperationFlag {
        guard let row = Catalog.operationFlags(named: flag).first else {
            preconditionFailure("the Catalog has no flag \(flag)")
        }
        return row
    }
}

extension OperationFlagCheck {
    /// One check for each operation flag of the Catalog.
    static let all: [OperationFlagCheck] = requestChecks + socketChecks + tableChecks + registerChecks + queryChecks

    /// The checks that ask the kernel.
    static let asked: [(flag: String, asked: Asked)] = all.compactMap {
        if case .ask(let asked) = $0.method { ($0.flag, asked) } else { nil }
    }
}
