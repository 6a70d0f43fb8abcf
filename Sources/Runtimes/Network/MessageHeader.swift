import Glibc

extension [Message] {
    /// Calls `send` with a message header for each, and again with what is left of it: how many bytes in all.
    func sendAll<Failure: Error>(
        _ send: (UnsafeMutablePointer<msghdr>) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        var sent = 0
        for message in self { sent += try message.gathering.sendAll(to: message.destination, send) }
        return sent
    }
}

extension Gathering {
    /// Calls `send` with a message header (sendmsg(2)) of what is left, until nothing is: how many bytes in all.
    ///
    /// Without a single byte it is called once, as a datagram may be empty.
    func sendAll<Failure: Error>(
        to destination: SocketAddress?, _ send: (UnsafeMutablePointer<msghdr>) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        let count = count
        var sent = 0
        repeat {
            sent += try withHeader(skipping: sent, to: destination, send)
        } while sent < count
        return sent
    }

    /// Calls `body` with a message header of what comes behind the first `skip` bytes, which is valid until it returns.
    private func withHeader<Value, Failure: Error>(
        skipping skip: Int, to destination: SocketAddress?,
        _ body: (UnsafeMutablePointer<msghdr>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try withUnsafeTemporaryAllocation(of: iovec.self, capacity: Gathering.vectorsPerCall) {
            vectors throws(Failure) -> Value in
            var header = msghdr()
            header.msg_iov = vectors.baseAddress
            header.msg_iovlen = fill(vectors, skipping: skip)
            guard let destination else { return try body(&header) }
            return try destination.withPointer { pointer, size throws(Failure) in
                // sendmsg(2) only reads it.
                header.msg_name = UnsafeMutableRawPointer(mutating: pointer)
                header.msg_namelen = size
                return try body(&header)
            }
        }
    }
}
