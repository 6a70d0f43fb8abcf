import CKernel
package import Glibc

/// A file descriptor that is closed with its owner.
package struct Descriptor: ~Copyable, Sendable {
    package let number: Int32

    /// Takes over `number`, which nobody else may close from now on.
    package init(owning number: Int32) { self.number = number }

    deinit { close(number) }
}

/// The two ends of a pipe (reading, writing) or of a socket pair.
package struct DescriptorPair: ~Copyable, Sendable {
    package let first: Descriptor
    package let second: Descriptor

    fileprivate init(owning ends: [Int32]) {
        first = Descriptor(owning: ends[0])
        second = Descriptor(owning: ends[1])
    }

    /// Keeps one end and closes the other.
    package consuming func keepingFirst() -> Descriptor { first }
}

extension Descriptor {
    /// open(2), close-on-exec.
    package static func open(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(CallFailure) -> Descriptor {
        Descriptor(owning: try checked("open", path) { Glibc.open(path, flags | O_CLOEXEC, mode) })
    }

    /// pipe2(2) with O_CLOEXEC: the reading and the writing end.
    package static func pipe() throws(CallFailure) -> DescriptorPair {
        var ends: [Int32] = [-1, -1]
        _ = try checked("pipe2") { make_pipe(&ends) }
        return DescriptorPair(owning: ends)
    }

    /// eventfd(2) whose counter starts at `count`; with a count above 0 it is readable.
    package static func event(count: UInt32 = 0) throws(CallFailure) -> Descriptor {
        Descriptor(owning: try checked("eventfd") { make_event(count) })
    }

    /// socketpair(2) of AF_UNIX sockets of `type` (SOCK_STREAM, SOCK_DGRAM).
    package static func socketPair(_ type: __socket_type) throws(CallFailure) -> DescriptorPair {
        var ends: [Int32] = [-1, -1]
        let flags = Int32(type.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        _ = try checked("socketpair", "AF_UNIX") { socketpair(AF_UNIX, flags, 0, &ends) }
        return DescriptorPair(owning: ends)
    }

    /// socket(2).
    package static func socket(family: Int32, _ type: __socket_type) throws(CallFailure) -> Descriptor {
        let flags = Int32(type.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        return Descriptor(owning: try checked("socket", "\(family)") { Glibc.socket(family, flags, 0) })
    }

    /// An AF_UNIX socket under a name which the kernel chose and no file system has.
    package static func localSocket(_ type: __socket_type) throws(CallFailure) -> Descriptor {
        let socket = try socket(family: AF_UNIX, type)
        var family = sa_family_t(AF_UNIX)
        // An address that is a family and nothing else asks for a name (unix(7), autobind).
        let size = socklen_t(MemoryLayout<sa_family_t>.size)
        _ = try checked("bind", "AF_UNIX") {
            withUnsafePointer(to: &family) { pointer in
                // bind(2) reads no more than the size given.
                bind(socket.number, UnsafeRawPointer(pointer).assumingMemoryBound(to: sockaddr.self), size)
            }
        }
        return socket
    }

    /// A stream socket of that kind, which listens.
    package static func localListener() throws(CallFailure) -> Descriptor {
        let listener = try localSocket(SOCK_STREAM)
        _ = try checked("listen", "AF_UNIX") { listen(listener.number, 1) }
        return listener
    }

    /// A socket that is connected to this one, which listens: the connection waits to be accepted.
    package borrowing func connected() throws(CallFailure) -> Descriptor {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let client = try Descriptor.socket(family: AF_UNIX, SOCK_STREAM)
        try withUnsafeMutablePointer(to: &address) { pointer throws(CallFailure) in
            // A sockaddr_storage is large enough and aligned for any address.
            let address = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: sockaddr.self)
            _ = try checked("getsockname", "AF_UNIX") { getsockname(number, address, &size) }
            _ = try checked("connect", "AF_UNIX") { connect(client.number, address, size) }
        }
        return client
    }

    /// memfd_create(2): a file in memory that has no name in any file system.
    package static func memory() throws(CallFailure) -> Descriptor {
        Descriptor(owning: try checked("memfd_create") { make_memory_file("uringctl") })
    }
}

/// poll(2) on one descriptor until it is readable (or its other end is gone): false when `timeoutMilliseconds` passed.
package func waitUntilReadable(_ descriptor: Int32, timeoutMilliseconds: Int32) throws(CallFailure) -> Bool {
    try waitUntilReadable(descriptor, or: -1, timeoutMilliseconds: timeoutMilliseconds).first
}

/// The same for two: whether each is readable; neither is when `timeoutMilliseconds` passed. A negative number is never
/// readable.
package func waitUntilReadable(
    _ first: Int32, or second: Int32, timeoutMilliseconds: Int32
) throws(CallFailure) -> (first: Bool, second: Bool) {
    var entries = [first, second].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    _ = try checked("poll") { poll(&entries, 2, timeoutMilliseconds) }
    return (entries[0].revents != 0, entries[1].revents != 0)
}
