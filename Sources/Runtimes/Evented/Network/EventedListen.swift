import CLiburing
import Glibc
import Kernel
import Ring

extension EventedScope {
    /// IORING_OP_BIND and IORING_OP_LISTEN: Linux 6.11. liburing 2.3 has no names for them.
    private static let bindOpcode: UInt8 = 56
    private static let listenOpcode: UInt8 = 57

    /// Whether the kernel can listen through the ring.
    package var canListen: Bool { hasOpcode(EventedScope.bindOpcode) && hasOpcode(EventedScope.listenOpcode) }

    package func listen(
        at address: SocketAddress, backlog: Int32, by path: ListenPath?
    ) throws(NetworkFailure) -> Listener {
        let path = path ?? (canListen ? .ring : .calls)
        let socket = try makeSocket(family: address.family)
        do throws(CallFailure) {
            if address.family != AF_UNIX { try socket.set(SO_REUSEADDR, to: 1) }
            if path == .calls { try bindAndListen(socket, at: address, backlog: backlog) }
        } catch {
            throw .call(error)
        }
        if path == .ring { try bindAndListenByRing(socket, at: address, backlog: backlog) }
        do throws(CallFailure) {
            return Listener(socket: socket, address: try socket.localAddress(), path: path)
        } catch {
            throw .call(error)
        }
    }

    /// A stream socket: IORING_OP_SOCKET, Linux 5.19, or socket(2).
    package func makeSocket(family: Int32) throws(NetworkFailure) -> Socket {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard hasOpcode(UInt8(IORING_OP_SOCKET.rawValue)) else {
            do throws(CallFailure) {
                return Socket(owning: try checked("socket", "\(family)") { Glibc.socket(family, type, 0) })
            } catch {
                throw .call(error)
            }
        }
        var submission = EventedScope.submission(IORING_OP_SOCKET, on: family)
        submission.offset = UInt64(type)
        let completion = try performOnce(submission)
        guard completion.errno == nil else {
            throw .call(CallFailure("IORING_OP_SOCKET", "\(family)", Errno(-completion.result)))
        }
        return Socket(owning: completion.result)
    }

    private func bindAndListenByRing(
        _ socket: Socket, at address: SocketAddress, backlog: Int32
    ) throws(NetworkFailure) {
        try address.withPointer { pointer, size throws(NetworkFailure) in
            var submission = Submission()
            submission.opcode = EventedScope.bindOpcode
            submission.descriptor = socket.descriptor
            submission.address = UInt64(UInt(bitPattern: pointer))
            submission.offset = UInt64(size)
            let completion = try performOnce(submission)
            if let errno = completion.errno { throw .call(CallFailure("IORING_OP_BIND", "\(address)", errno)) }
        }
        var submission = Submission()
        submission.opcode = EventedScope.listenOpcode
        submission.descriptor = socket.descriptor
        submission.length = UInt32(max(0, backlog))
        let completion = try performOnce(submission)
        if let errno = completion.errno { throw .call(CallFailure("IORING_OP_LISTEN", "\(address)", errno)) }
    }
}

/// bind(2) and listen(2).
func bindAndListen(_ socket: Socket, at address: SocketAddress, backlog: Int32) throws(CallFailure) {
    _ = try address.withPointer { pointer, size throws(CallFailure) in
        try checked("bind", "\(address)") { bind(socket.descriptor, pointer, size) }
    }
    _ = try checked("listen", "\(address)") { Glibc.listen(socket.descriptor, backlog) }
}
