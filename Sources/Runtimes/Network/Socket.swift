import Glibc
package import Kernel
import Synchronization

/// A socket: closed by a runtime's `close`, or with its last owner. For any thread.
package final class Socket: Sendable {
    private let number: Atomic<Int32>

    /// Takes over `descriptor`, which nobody else may close from now on.
    package init(owning descriptor: Int32) { number = Atomic(descriptor) }

    deinit {
        if let descriptor = takeDescriptor() { Glibc.close(descriptor) }
    }

    /// −1 once it is closed.
    package var descriptor: Int32 { number.load(ordering: .relaxed) }

    /// For whoever closes it: nil where somebody else did.
    func takeDescriptor() -> Int32? {
        let descriptor = number.exchange(-1, ordering: .relaxed)
        return descriptor < 0 ? nil : descriptor
    }

    /// getsockname(2).
    package func localAddress() throws(CallFailure) -> SocketAddress {
        try SocketAddress.reading("getsockname", descriptor) { getsockname(descriptor, $0, &$1) }
    }

    /// getpeername(2).
    package func peerAddress() throws(CallFailure) -> SocketAddress {
        try SocketAddress.reading("getpeername", descriptor) { getpeername(descriptor, $0, &$1) }
    }

    /// setsockopt(2) of an integer.
    package func set(_ option: Int32, _ level: Int32 = SOL_SOCKET, to value: Int32) throws(CallFailure) {
        var value = value
        _ = try checked("setsockopt", "\(descriptor), \(level), \(option), \(value)") {
            setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
        }
    }

    /// SO_ERROR (socket(7)): what became of it meanwhile, once.
    func pendingError() throws(CallFailure) -> Errno? {
        var (value, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
        _ = try checked("getsockopt", "\(descriptor), SO_ERROR") {
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &value, &size)
        }
        return value == 0 ? nil : Errno(value)
    }
}
