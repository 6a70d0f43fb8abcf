import CKernel
// Its header has what belongs to <sys/socket.h>, which the module Glibc then has not.
import CLiburing
import Glibc
import Kernel

/// getaddrinfo(3), on whoever calls: it may wait for name servers as long as resolv.conf(5) lets it.
enum AddressInformation {
    /// In a static program, once, before the first lookup: 0, or the negated errno. It would load the NSS modules of
    /// the host, which were made for another C library. A dynamic program does as nsswitch.conf(5) says.
    private static let pinning = Program.isStatic ? pin_host_lookups() : 0

    /// The addresses of `name` in both families, in the order in which the C library would have them tried (RFC 6724).
    ///
    /// Without AI_ADDRCONFIG: loopback does not count there, so that a host with nothing but IPv4 beyond it would have
    /// no ::1, and what a name stands for would change as interfaces come and go. To save a query for a family that is
    /// not there is not worth that: who connects tries both families, and one without a route fails at once.
    ///
    /// - Parameter flags: AI_NUMERICHOST asks nobody.
    static func addresses(of name: String, port: UInt16, flags: Int32 = 0) throws(LookupFailure) -> [SocketAddress] {
        if pinning < 0 { throw LookupFailure(name, .notConfigured(Errno(-pinning))) }
        var hints = addrinfo()
        hints.ai_flags = flags | AI_NUMERICSERV
        hints.ai_family = AF_UNSPEC
        // One of each address, not one for each kind of socket.
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(name, "\(port)", &hints, &list)
        if code != 0 { throw LookupFailure(name, LookupFailure.Cause(code: code, errno: Errno(errno))) }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next?.pointee {
            // The C library's own memory, until it is freed.
            let bytes = UnsafeRawBufferPointer(start: entry.ai_addr, count: Int(entry.ai_addrlen))
            if let address = SocketAddress(bytes: bytes) { addresses.append(address) }
            next = entry.ai_next
        }
        return addresses
    }
}
