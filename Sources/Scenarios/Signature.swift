package import Children
import Glibc

/// What a specimen's death looks like from outside: what a core dump's headline or a line of dmesg says.
package struct Signature: Sendable, Equatable {
    package enum AddressClass: Sendable, Equatable {
        case any
        case exactly(UInt64)
        /// What a null pointer's members have, whichever it is.
        case memberOfNull
        /// In a stack's guard, which nobody but the process knows.
        case stackGuard

        /// 0, which the kernel reports where the processor told it no address.
        static let zero = exactly(0)
    }

    package var signal: Int32
    /// nil for any.
    package var code: Int32?
    package var address: AddressClass

    init(_ signal: Int32, _ code: Int32? = nil, address: AddressClass = .any) {
        self.signal = signal
        self.code = code
        self.address = address
    }

    private static let memberAddresses: Range<UInt64> = 1..<0x1000

    /// Above the pages that a null pointer leads to, and below those of the kernel.
    private static let stackAddresses: Range<UInt64> = 0x10000..<1 << 47

    /// Whether nothing that is known of a crash speaks against it. Without a code it stands for faults, of which the
    /// kernel tells by positive codes: others are signals that a process sent.
    package func agrees(with crash: CrashSignature) -> Bool {
        guard signal == crash.signal else { return false }
        if let known = crash.code {
            guard code.map({ $0 == known }) ?? (known > 0) else { return false }
        }
        guard let value = crash.address else { return true }
        return switch address {
        case .any: true
        case .exactly(let address): value == address
        case .memberOfNull: Self.memberAddresses.contains(value)
        case .stackGuard: Self.stackAddresses.contains(value)
        }
    }

    /// What a wrong pointer comes to: one that is no address, and one to where nothing is.
    static let wrongPointers = [
        Signature(SIGSEGV, SignalCode.fromKernel, address: .zero), Signature(SIGSEGV, SignalCode.mapError),
    ]
}
