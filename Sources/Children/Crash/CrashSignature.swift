import Glibc

/// What somebody else's crash report says in one line: the signal, and where it is known, its code and address.
package struct CrashSignature: Sendable, Equatable, CustomStringConvertible {
    package var signal: Int32
    package var code: Int32?
    package var address: UInt64?

    package init(signal: Int32, code: Int32? = nil, address: UInt64? = nil) {
        self.signal = signal
        self.code = code
        self.address = address
    }

    /// Reads SIGNAL[:CODE[:ADDRESS]] by names or numbers: "SIGSEGV:SI_KERNEL:0x0", "11:128:0", "SEGV". The status that a
    /// shell gives a process that died, such as 139, is a signal too. An empty CODE is an unknown one; an address is
    /// hexadecimal, with 0x or without. Throws what is wrong with it.
    package init(_ text: String) throws(Misreading) {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        if let part = parts.first(where: { $0.hasPrefix("+") }) { throw Misreading("'\(part)' has a sign") }
        guard let signal = Signal.number(named: parts[0]) ?? Self.signal(ofStatus: parts[0]) else {
            throw Misreading("no signal is called '\(parts[0])'")
        }
        self.init(signal: signal)
        if parts.count > 1, !parts[1].isEmpty {
            guard let code = SignalCode.number(named: parts[1], of: signal) else {
                throw Misreading("\(Signal.name(signal)) has no code '\(parts[1])'")
            }
            self.code = code
        }
        if parts.count > 2, !parts[2].isEmpty {
            guard let address = Self.address(parts[2]) else { throw Misreading("'\(parts[2])' is no address") }
            self.address = address
        }
    }

    /// 11 for "139": a shell adds 128.
    private static func signal(ofStatus text: String) -> Int32? {
        Int32(text).flatMap { $0 > 128 && $0 <= 255 ? Signal.number(named: "\($0 - 128)") : nil }
    }

    package struct Misreading: Error, Equatable, CustomStringConvertible {
        package let description: String
        init(_ description: String) { self.description = description }
    }

    /// "SIGSEGV:SI_KERNEL:0x0".
    package var description: String {
        var parts = [Signal.name(signal)]
        if code != nil || address != nil { parts.append(code.map { SignalCode.name($0, of: signal) } ?? "") }
        if let address { parts.append(hexadecimal(address)) }
        return parts.joined(separator: ":")
    }

    /// Whether nothing that both know differs.
    package func agrees(with other: CrashSignature) -> Bool {
        func agree<Value: Equatable>(_ one: Value?, _ another: Value?) -> Bool {
            one == nil || another == nil || one == another
        }
        return signal == other.signal && agree(code, other.code) && agree(address, other.address)
    }

    /// With 0x or without, "(nil)" as printf(3) writes it, too.
    private static func address(_ text: String) -> UInt64? {
        if text == "(nil)" { return 0 }
        return UInt64(text.hasPrefix("0x") || text.hasPrefix("0X") ? String(text.dropFirst(2)) : text, radix: 16)
    }
}

extension CrashRecord {
    package var signature: CrashSignature { CrashSignature(signal: signal, code: code, address: address) }
}
