/// The network, as tasks use it. Each call waits as its runtime does: a fiber for its ring, which goes on; a thread for
/// itself.
///
/// Memory that is given to a call is used until it returns or throws, and not after that. Every call can be cut short by
/// cancellation or a deadline (`TaskScope.withDeadline`): then it throws `.interrupted`, and what it was about did not
/// happen, or not completely.
///
/// A socket may be used by any number of tasks, of several runtimes too; two that read, or two that write, get their
/// bytes mixed.
package protocol Network {
    /// A socket that listens at `address`: socket(2), bind(2), listen(2), with SO_REUSEADDR unless it is a Unix one.
    ///
    /// - Parameters:
    ///   - backlog: how many connections may wait to be accepted.
    ///   - path: how to do it; nil for the ring, where there is one with the opcodes, and otherwise the calls.
    func listen(at address: SocketAddress, backlog: Int32, by path: ListenPath?) throws(NetworkFailure) -> Listener

    /// accept4(2): waits for the next connection.
    ///
    /// - Throws: EMFILE or ENFILE where descriptors run out; the connection waits on, and the listener is as it was.
    func accept(_ listener: Listener) throws(NetworkFailure) -> Socket

    /// socket(2) and connect(2) to one address.
    func connect(to address: SocketAddress) throws(NetworkFailure) -> Socket

    /// sendmsg(2), once for each message, whole: how many bytes in all.
    func send(_ messages: [Message], on socket: Socket) throws(NetworkFailure) -> Int

    /// Waits for bytes, and reads what there is: readv(2), or read(2) into one buffer.
    ///
    /// - Returns: how many; 0 at the end of the stream.
    func read(_ socket: Socket, into buffers: [UnsafeMutableRawBufferPointer]) throws(NetworkFailure) -> Int

    /// Writes all of `gathering`, however often the kernel takes less than is left: sendmsg(2).
    func write(_ gathering: Gathering, to socket: Socket) throws(NetworkFailure)

    /// recv(2): as `read` with one buffer, by the operation that is made for sockets.
    func receive(_ socket: Socket, into buffer: UnsafeMutableRawBufferPointer) throws(NetworkFailure) -> Int

    /// send(2), as often as it takes to have all bytes go.
    func sendAll(_ bytes: UnsafeRawBufferPointer, on socket: Socket) throws(NetworkFailure)

    /// shutdown(2).
    func shutdown(_ socket: Socket, _ direction: ShutdownDirection) throws(NetworkFailure)

    /// close(2). Whoever still waits for the socket goes on waiting: `shutdown` wakes them. Not cut short by anything, and
    /// nothing happens where it is closed already.
    func close(_ socket: Socket)
}

/// How a socket was made to listen.
package enum ListenPath: Sendable, CaseIterable {
    /// IORING_OP_BIND and IORING_OP_LISTEN, Linux 6.11.
    case ring
    /// bind(2) and listen(2).
    case calls
}

/// A socket that listens.
package struct Listener: Sendable {
    package let socket: Socket
    /// Where it does, with the port that the kernel chose.
    package let address: SocketAddress
    package let path: ListenPath
}

/// What will not be done any more: SHUT_RD, SHUT_WR, SHUT_RDWR.
package enum ShutdownDirection: Int32, Sendable {
    case reading = 0
    case writing = 1
    case both = 2
}

/// What goes out with one sendmsg(2), if the kernel takes it whole: its bytes, and where to, for sockets that are not
/// connected. A datagram has at most 64 parts.
package struct Message {
    package var gathering: Gathering
    package var destination: SocketAddress?

    package init(_ gathering: Gathering, to destination: SocketAddress? = nil) {
        self.gathering = gathering
        self.destination = destination
    }
}

extension Network {
    package func listen(
        at address: SocketAddress, backlog: Int32 = 4096
    ) throws(NetworkFailure) -> Listener {
        try listen(at: address, backlog: backlog, by: nil)
    }

    /// Reads at most `limit` bytes: empty at the end of the stream.
    package func read(_ socket: Socket, limit: Int) throws(NetworkFailure) -> [UInt8] {
        var failure: NetworkFailure?
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            do throws(NetworkFailure) { count = try read(socket, into: [UnsafeMutableRawBufferPointer(buffer)]) } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Reads exactly `count` bytes, or what there is before the end of the stream.
    package func readAll(_ socket: Socket, count: Int) throws(NetworkFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = try read(socket, limit: min(count - bytes.count, 1 << 16))
            if more.isEmpty { break }
            bytes += more
        }
        return bytes
    }

    package func write(_ bytes: [UInt8], to socket: Socket) throws(NetworkFailure) {
        try bytes.withUnsafeBufferPointer { bytes throws(NetworkFailure) in
            try write(Gathering(slices: [UnsafeRawBufferPointer(bytes)]), to: socket)
        }
    }
}
