import Glibc
import Kernel

/// Two TCP sockets that are connected over loopback.
///
/// Closed at once, with a reset: nothing of them stays behind, also where this process is killed.
struct LoopbackPair: ~Copyable {
    let first: Descriptor
    let second: Descriptor

    /// - Throws: `CheckEnd.skipped` where there is no loopback.
    init() throws {
        do throws(CallFailure) { self = try Self.connected() } catch {
            throw CheckEnd.skipped("no connection over loopback can be made: \(error)")
        }
    }

    private init(first: consuming Descriptor, second: consuming Descriptor) {
        self.first = first
        self.second = second
    }

    private static func connected() throws(CallFailure) -> LoopbackPair {
        let listener = try socket(SOCK_STREAM)
        let number = listener.number
        _ = try checked("listen") { listen(number, 1) }
        let first = try unboundSocket(SOCK_STREAM)
        try connect(first.number, to: listener)
        guard try waitUntilReadable(number, timeoutMilliseconds: 1000) else {
            throw CallFailure("poll", "loopback", .timerExpired)
        }
        let second = Descriptor(owning: try checked("accept") { accept(number, nil, nil) })
        return LoopbackPair(first: first, second: second)
    }

    /// A UDP socket that has sent a byte over loopback, and has been told when.
    static func stampedDatagram() throws -> Descriptor {
        do throws(CallFailure) {
            let receiver = try socket(SOCK_DGRAM)
            let sender = try unboundSocket(SOCK_DGRAM)
            let (SOFTWARE, OPT_ID, TX_SCHED, OPT_CMSG, OPT_TSONLY) = (1 << 4, 1 << 7, 1 << 8, 1 << 10, 1 << 11)
            var stamping = Int32(SOFTWARE | OPT_ID | TX_SCHED | OPT_CMSG | OPT_TSONLY)
            _ = try checked("setsockopt", "SO_TIMESTAMPING") {
                setsockopt(sender.number, SOL_SOCKET, SO_TIMESTAMPING, &stamping, 4)
            }
            try connect(sender.number, to: receiver)
            try sender.send("x")
            // What lies in the queue of errors makes a socket ready whatever is waited for.
            guard try waitUntilReadable(sender.number, timeoutMilliseconds: 1000) else {
                throw CallFailure("poll", "time stamp", .timerExpired)
            }
            return sender
        } catch {
            throw CheckEnd.skipped("no datagram could be sent over loopback: \(error)")
        }
    }

    /// A socket bound to a port of loopback that the kernel chose.
    private static func socket(_ type: __socket_type) throws(CallFailure) -> Descriptor {
        let socket = try unboundSocket(type)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let space = BenchMemory(address)
        let number = socket.number
        _ = try checked("bind", "127.0.0.1") {
            bind(number, space.pointer.assumingMemoryBound(to: sockaddr.self), socklen_t(space.count))
        }
        return socket
    }

    private static func unboundSocket(_ type: __socket_type) throws(CallFailure) -> Descriptor {
        let socket = try Descriptor.socket(family: AF_INET, type)
        let number = socket.number
        // What is accepted has the listener's.
        var reset = linger(l_onoff: 1, l_linger: 0)
        _ = try checked("setsockopt", "SO_LINGER") {
            setsockopt(number, SOL_SOCKET, SO_LINGER, &reset, socklen_t(MemoryLayout<linger>.size))
        }
        // A filter of packets could swallow what is sent, and connect(2) would wait for minutes.
        var limit = timeval(tv_sec: 1, tv_usec: 0)
        _ = try checked("setsockopt", "SO_SNDTIMEO") {
            setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        return socket
    }

    private static func connect(_ socket: Int32, to listener: borrowing Descriptor) throws(CallFailure) {
        let address = try listener.localAddress()
        _ = try checked("connect", "127.0.0.1") {
            Glibc.connect(socket, address.pointer.assumingMemoryBound(to: sockaddr.self), socklen_t(address.count))
        }
    }
}
