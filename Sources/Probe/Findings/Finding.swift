package import Catalog
package import Kernel

/// What one row of the Catalog is here, and which source said so.
package struct Finding: Sendable, Equatable {
    /// The opcode, the bit, or the value; nil for a behaviour that has none.
    package var number: UInt64?
    /// nil for what the kernel has and the Catalog does not know.
    package var name: String?
    /// What a requirement calls it: the name, or the qualified name where several rows share it.
    package var identifier: String
    /// What it is a flag of; empty for anything else.
    package var operations: [String] = []
    /// What kind of work an opcode does, or what kind of number an operation flag has; nil for anything else.
    package var kind: String?
    package var since: Release?
    package var purpose: String?
    /// nil where it could not be learnt.
    package var supported: Bool?
    package var source: Source?
    /// Why it is not known, or what is special about the answer.
    package var detail: String?
    /// Not supported because this process may not use it; the kernel knows it.
    package var isRefused: Bool

    package init(
        number: UInt64?, name: String?, identifier: String, since: Release?, purpose: String?, _ ruling: Ruling
    ) {
        self.number = number
        self.name = name
        self.identifier = identifier
        self.since = since
        self.purpose = purpose
        supported = ruling.supported
        source = ruling.source
        detail = ruling.detail
        isRefused = ruling.isRefused
    }
}

/// Who said it.
package enum Source: String, Sendable {
    /// IORING_REGISTER_PROBE.
    case probe
    /// IORING_REGISTER_QUERY.
    case query
    /// The features word of io_uring_setup(2).
    case features
    /// A ring that was set up with the flag, or refused.
    case setup
    /// A restriction to the operation, which a disabled ring took or refused.
    case restrictions
    /// A request or call of its own.
    case check
}

/// Whether something is supported, by whom, and what there is to say about it.
package struct Ruling: Sendable, Equatable {
    package var supported: Bool?
    package var source: Source?
    package var detail: String?
    package var isRefused = false

    package init(_ supported: Bool, by source: Source, _ detail: String? = nil) {
        self.supported = supported
        self.source = source
        self.detail = detail
    }

    private init(reason: String) { detail = reason }

    /// Known to the kernel, and refused to this process.
    package static func refused(by source: Source, _ errno: Errno) -> Ruling {
        var ruling = Ruling(false, by: source, "known to the kernel, but refused to this process: \(errno)")
        ruling.isRefused = true
        return ruling
    }

    /// Not learnt, for this reason.
    package static func unknown(_ reason: String) -> Ruling { Ruling(reason: reason) }
}
