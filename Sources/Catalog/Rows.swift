/// What the rows of every table have in common.
package protocol CatalogRow: Sendable {
    /// The name in the kernel's header without the prefix that every row of its table has.
    var name: String { get }
    /// The first mainline release that has it.
    var since: Release { get }
    /// What it is for, in plain words, in at most `Catalog.purposeWidth` characters.
    var purpose: String { get }
}

/// What kind of work an opcode does.
package enum OpcodeCategory: String, Sendable, CaseIterable {
    case attribute
    case buffer
    case cancel
    case command
    case descriptor
    case file
    case fileSystem = "filesystem"
    case futex
    case memory
    case network
    case pipe
    case poll
    case process
    case ring
    case timeout
}

/// A request that a submission queue entry can make: `sqe->opcode`, `IORING_OP_*`.
package struct Opcode: CatalogRow {
    package let number: UInt8
    package let name: String
    package let since: Release
    package let category: OpcodeCategory
    package let purpose: String

    /// The C identifier.
    package var token: String { "IORING_OP_\(name)" }

    init(_ number: UInt8, _ name: String, _ since: Release, _ category: OpcodeCategory, _ purpose: String) {
        self.number = number
        self.name = name
        self.since = since
        self.category = category
        self.purpose = purpose
    }
}

/// A call that io_uring_register(2) can make: `IORING_REGISTER_*`, `IORING_UNREGISTER_*`.
///
/// The name keeps its verb (`REGISTER_FILES`, `UNREGISTER_FILES`); without it two rows would share a name.
package struct RegisterOperation: CatalogRow {
    package let number: UInt32
    package let name: String
    package let since: Release
    package let purpose: String

    /// The C identifier.
    package var token: String { "IORING_\(name)" }

    init(_ number: UInt32, _ name: String, _ since: Release, _ purpose: String) {
        self.number = number
        self.name = name
        self.since = since
        self.purpose = purpose
    }
}

/// A word of flags that a table of `Flag` rows describes.
package protocol FlagFamily: Sendable {
    /// What every C identifier of the family begins with.
    static var prefix: String { get }
}

/// One bit of a word of flags.
package struct Flag<Family: FlagFamily>: CatalogRow {
    package let bit: Int
    package let name: String
    package let since: Release
    package let purpose: String
    /// Names of the flags to set with it, without which the kernel calls it invalid even where it knows it.
    /// Where the kernel takes one flag or another (TASKRUN_FLAG), the one that needs no more.
    package let companions: [String]
    /// Names of the flags that must not be set with it.
    package let conflicts: [String]

    package var mask: UInt32 { 1 << UInt32(bit) }
    /// The C identifier.
    package var token: String { Family.prefix + name }

    init(
        _ bit: Int, _ name: String, _ since: Release, _ purpose: String,
        with companions: [String] = [], without conflicts: [String] = []
    ) {
        self.bit = bit
        self.name = name
        self.since = since
        self.purpose = purpose
        self.companions = companions
        self.conflicts = conflicts
    }
}

package enum SetupFamily: FlagFamily { package static let prefix = "IORING_SETUP_" }
package enum FeatureFamily: FlagFamily { package static let prefix = "IORING_FEAT_" }
package enum SubmissionFamily: FlagFamily { package static let prefix = "IOSQE_" }
package enum EnterFamily: FlagFamily { package static let prefix = "IORING_ENTER_" }
package enum CompletionFamily: FlagFamily { package static let prefix = "IORING_CQE_F_" }

/// A flag for io_uring_setup(2): `params.flags`, `IORING_SETUP_*`.
package typealias SetupFlag = Flag<SetupFamily>
/// What io_uring_setup(2) says the kernel can do: `params.features`, `IORING_FEAT_*`.
package typealias Feature = Flag<FeatureFamily>
/// A flag that every kind of request takes: `sqe->flags`, `IOSQE_*`.
package typealias SubmissionFlag = Flag<SubmissionFamily>
/// A flag for io_uring_enter(2): `IORING_ENTER_*`.
package typealias EnterFlag = Flag<EnterFamily>
/// A flag of a completion: `cqe->flags`, `IORING_CQE_F_*`.
package typealias CompletionFlag = Flag<CompletionFamily>

/// A flag, command or behaviour of some operations only, which `IORING_REGISTER_PROBE` says nothing about.
///
/// It is usable where both it and its operation are there: the release is that of the later one.
package struct OperationFlag: CatalogRow {
    /// How a request asks for it.
    package enum Encoding: Sendable, Hashable {
        /// A bit of a word of flags.
        case bit(UInt8)
        /// A value that a field takes: a command, a type, an index.
        case value(UInt64)
        /// A field that older kernels want to be zero, or something that needs no asking.
        case behaviour
    }

    package enum Kind: String, Sendable { case bit, value, behaviour }

    /// Names of opcodes, of register operations, or of `Catalog.pseudoOperations`; the first is the one it is known by.
    package let operations: [String]
    /// The header's name without `IORING_`, `IO_URING_` or `IOU_`; a name of ours where the header has none.
    package let name: String
    package let encoding: Encoding
    package let since: Release
    package let purpose: String
    /// The C identifier, nil where the header has none.
    package let token: String?

    package var kind: Kind {
        switch encoding {
        case .bit: .bit
        case .value: .value
        case .behaviour: .behaviour
        }
    }

    /// The bit's number, or the value; nil for a behaviour.
    package var number: UInt64? {
        switch encoding {
        case .bit(let bit): UInt64(bit)
        case .value(let value): value
        case .behaviour: nil
        }
    }

    /// The bit's mask; nil for anything else.
    package var mask: UInt32? {
        if case .bit(let bit) = encoding { 1 << UInt32(bit) } else { nil }
    }
}
