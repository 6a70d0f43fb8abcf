import CKernel
// Its header has what belongs to <sys/socket.h>, which the module Glibc then has not.
import CLiburing
import Fibers
import Glibc
import Kernel

// poll(2) until there is something to do, then the call, which does not wait: so a wait can be cancelled, and has a
// deadline.

extension ThreadedScope {
    package func listen(
        at address: SocketAddress, backlog: Int32, by path: ListenPath?
    ) throws(NetworkFailure) -> Listener {
        do throws(CallFailure) {
            if path == .ring { throw CallFailure("IORING_OP_LISTEN", "a thread has no ring", .notSupported) }
            let socket = try makeSocket(family: address.family)
            if address.family != AF_UNIX { try socket.set(SO_REUSEADDR, to: 1) }
            try bindAndListen(socket, at: address, backlog: backlog)
            return Listener(socket: socket, address: try socket.localAddress(), path: .calls)
        } catch {
            throw .call(error)
        }
    }

    /// Between two attempts to connect to a Unix socket.
    private static let pauseNanoseconds: Int64 = 5_000_000

    package func accept(_ listener: Listener) throws(NetworkFailure) -> Socket {
        let descriptor = listener.socket.descriptor
        // accept4(2) has no flag by which it does not wait, but the listener has. Rings wait for it all the same.
        do throws(CallFailure) { try listener.socket.setBlocking(false) } catch { throw .call(error) }
        let accepted = try perform("accept4", listener.socket, awaiting: POLLIN) {
            Int(accept_connection(descriptor))
        }
        return Socket(owning: Int32(accepted))
    }

    package func connect(to address: SocketAddress) throws(NetworkFailure) -> Socket {
        do throws(Interruption) { try checkInterruption() } catch { throw .interrupted(error) }
        let socket: Socket
        do throws(CallFailure) {
            socket = try makeSocket(family: address.family)
            try socket.setBlocking(false)
        } catch {
            throw .call(error)
        }
        try address.withPointer { pointer, size throws(NetworkFailure) in
            var progress = ConnectProgress()
            while true {
                let answer = Glibc.connect(socket.descriptor, pointer, size) == 0 ? nil : Errno(errno)
                switch progress.step(after: answer) {
                case .done: return
                case .retry: continue
                case .awaitWritable:
                    try task.awaitReady(POLLOUT, on: socket.descriptor)
                    let pending: Errno?
                    do throws(CallFailure) { pending = try socket.pendingError() } catch { throw .call(error) }
                    guard let pending else { return }
                    throw .call(CallFailure("connect", "\(address)", pending))
                case .failed(.tryAgain) where address.family == AF_UNIX:
                    // Its backlog is full, and the kernel does not say when there is room.
                    do throws(Interruption) {
                        try sleep(untilNanoseconds: Clock.nanoseconds(after: ThreadedScope.pauseNanoseconds))
                    } catch {
                        throw .interrupted(error)
                    }
                case .failed(let errno):
                    throw .call(CallFailure("connect", "\(address)", errno))
                }
            }
        }
        do throws(CallFailure) { try socket.setBlocking(true) } catch { throw .call(error) }
        return socket
    }

    package func send(_ messages: [Message], on socket: Socket) throws(NetworkFailure) -> Int {
        try messages.sendAll { header throws(NetworkFailure) in try sendMessage(header, on: socket) }
    }

    package func write(_ gathering: Gathering, to socket: Socket) throws(NetworkFailure) {
        guard gathering.count > 0 else { return }
        _ = try gathering.sendAll(to: nil) { header throws(NetworkFailure) in try sendMessage(header, on: socket) }
    }

    private func sendMessage(_ header: UnsafeMutablePointer<msghdr>, on socket: Socket) throws(NetworkFailure) -> Int {
        try perform("sendmsg", socket, awaiting: POLLOUT) {
            sendmsg(socket.descriptor, header, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
        }
    }

    package func read(
        _ socket: Socket, into buffers: [UnsafeMutableRawBufferPointer]
    ) throws(NetworkFailure) -> Int {
        var vectors = buffers.map { iovec(iov_base: $0.baseAddress, iov_len: $0.count) }
        return try vectors.withUnsafeMutableBufferPointer { vectors throws(NetworkFailure) in
            var header = msghdr()
            header.msg_iov = vectors.baseAddress
            header.msg_iovlen = vectors.count
            // read(2) and readv(2) have no flag by which they don't wait.
            return try perform("recvmsg", socket, awaiting: POLLIN) {
                recvmsg(socket.descriptor, &header, Int32(MSG_DONTWAIT))
            }
        }
    }

    package func receive(
        _ socket: Socket, into buffer: UnsafeMutableRawBufferPointer
    ) throws(NetworkFailure) -> Int {
        try perform("recv", socket, awaiting: POLLIN) {
            recv(socket.descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
        }
    }

    package func sendAll(_ bytes: UnsafeRawBufferPointer, on socket: Socket) throws(NetworkFailure) {
        var sent = 0
        while sent < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
            sent += try perform("send", socket, awaiting: POLLOUT) {
                Glibc.send(
                    socket.descriptor, rest.baseAddress, rest.count,
                    Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
            }
        }
    }

    package func shutdown(_ socket: Socket, _ direction: ShutdownDirection) throws(NetworkFailure) {
        do throws(CallFailure) {
            _ = try checked("shutdown", "\(socket.descriptor)") {
                Glibc.shutdown(socket.descriptor, direction.rawValue)
            }
        } catch {
            throw .call(error)
        }
    }

    package func close(_ socket: Socket) {
        if let descriptor = socket.takeDescriptor() { Glibc.close(descriptor) }
    }

    /// Calls `body`, which does not wait, until it has an answer.
    private func perform(
        _ name: StaticString, _ socket: Socket, awaiting events: Int32, _ body: () -> Int
    ) throws(NetworkFailure) -> Int {
        do throws(Interruption) { try checkInterruption() } catch { throw .interrupted(error) }
        while true {
            let result = body()
            if result >= 0 { return result }
            switch Errno(errno) {
            case .tryAgain: try task.awaitReady(events, on: socket.descriptor)
            case .interrupted: continue
            case let errno: throw .call(CallFailure("\(name)", "\(socket.descriptor)", errno))
            }
        }
    }

    private func makeSocket(family: Int32) throws(CallFailure) -> Socket {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        return Socket(owning: try checked("socket", "\(family)") { Glibc.socket(family, type, 0) })
    }
}

extension Socket {
    /// O_NONBLOCK of fcntl(2).
    fileprivate func setBlocking(_ isBlocking: Bool) throws(CallFailure) {
        let flags = try checked("fcntl", "\(descriptor), F_GETFL") { fcntl(descriptor, F_GETFL) }
        let wanted = isBlocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK
        if wanted == flags { return }
        _ = try checked("fcntl", "\(descriptor), F_SETFL") { fcntl(descriptor, F_SETFL, wanted) }
    }
}
