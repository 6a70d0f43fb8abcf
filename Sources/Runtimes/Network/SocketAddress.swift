package import Glibc
import Kernel

/// Where a socket is, or is to be: IPv4, IPv6, or Unix.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// As the kernel reads them: a `struct sockaddr_in`, `sockaddr_in6` or `sockaddr_un`.
    package let bytes: [UInt8]

    private init(_ family: Int32, _ rest: [UInt8]) {
        bytes = withUnsafeBytes(of: sa_family_t(family)) { Array($0) } + rest
    }

    /// What the kernel or the C library wrote: nil for other families than those three.
    package init?(bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= MemoryLayout<sa_family_t>.size else { return nil }
        self.bytes = Array(bytes)
        switch family {
        case AF_INET: if bytes.count < SocketAddress.ipv4Bytes { return nil }
        case AF_INET6: if bytes.count < SocketAddress.ipv6Bytes { return nil }
        case AF_UNIX: break
        default: return nil
        }
    }

    private static let ipv4Bytes = MemoryLayout<sockaddr_in>.size
    private static let ipv6Bytes = MemoryLayout<sockaddr_in6>.size
    /// `sun_path` holds that many, without the zero behind a path.
    private static let pathBytes = 107

    /// A numeric address, as inet_pton(3) reads it: nil where it is none. IPv6 without a scope.
    package init?(numeric text: String, port: UInt16) {
        if text.utf8.contains(0) { return nil }
        var ipv4 = in_addr(), ipv6 = in6_addr()
        if inet_pton(AF_INET, text, &ipv4) == 1 {
            let octets = withUnsafeBytes(of: ipv4.s_addr) { Array($0) }
            self.init(AF_INET, SocketAddress.big(port) + octets + [UInt8](repeating: 0, count: 8))
        } else if inet_pton(AF_INET6, text, &ipv6) == 1 {
            let octets = withUnsafeBytes(of: ipv6) { Array($0) }
            self.init(AF_INET6, SocketAddress.big(port) + [0, 0, 0, 0] + octets + [0, 0, 0, 0])
        } else {
            return nil
        }
    }

    /// 127.0.0.1; port 0 has the kernel choose one.
    package static func loopbackIPv4(port: UInt16 = 0) -> SocketAddress {
        SocketAddress(AF_INET, big(port) + [127, 0, 0, 1] + [UInt8](repeating: 0, count: 8))
    }

    /// ::1.
    package static func loopbackIPv6(port: UInt16 = 0) -> SocketAddress {
        SocketAddress(
            AF_INET6, big(port) + [UInt8](repeating: 0, count: 4 + 15) + [1] + [UInt8](repeating: 0, count: 4))
    }

    /// A Unix socket in the file system: nil where the path is empty, too long, or has a zero in it.
    package static func unix(path: String) -> SocketAddress? {
        let path = Array(path.utf8)
        guard !path.isEmpty, path.count <= pathBytes, !path.contains(0) else { return nil }
        return SocketAddress(AF_UNIX, path + [0])
    }

    /// A Unix socket under a name that no file system has, for this network namespace. An empty one has the kernel choose
    /// (unix(7), autobind).
    package static func abstract(_ name: String = "") -> SocketAddress {
        precondition(name.utf8.count <= pathBytes, "an abstract name has at most 107 bytes")
        return SocketAddress(AF_UNIX, name.isEmpty ? [] : [0] + Array(name.utf8))
    }

    /// AF_INET, AF_INET6 or AF_UNIX.
    package var family: Int32 { Int32(bytes.withUnsafeBytes { $0.loadUnaligned(as: sa_family_t.self) }) }

    /// nil for a Unix socket.
    package var port: UInt16? { family == AF_UNIX ? nil : UInt16(bytes[2]) << 8 | UInt16(bytes[3]) }

    /// Calls `body` with the address as the kernel reads it.
    package func withPointer<Value, Failure: Error>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try bytes.withUnsafeBufferPointer { bytes throws(Failure) -> Value in
            // Of an array with two elements or more; whoever is given it reads no more than the size.
            let address = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped)
            return try body(address.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
    }

    /// What `call` wrote.
    static func reading(
        _ name: String, _ descriptor: Int32, _ call: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> Int32
    ) throws(CallFailure) -> SocketAddress {
        let capacity = MemoryLayout<sockaddr_storage>.size
        var size = socklen_t(capacity)
        var failure: CallFailure?
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            // An array's memory is aligned for any address.
            let place = UnsafeMutableRawPointer(buffer.baseAddress.unsafelyUnwrapped)
                .assumingMemoryBound(to: sockaddr.self)
            do throws(CallFailure) { _ = try checked(name, "\(descriptor)") { call(place, &size) } } catch {
                failure = error
            }
            count = failure == nil ? min(Int(size), capacity) : 0
        }
        if let failure { throw failure }
        guard let address = bytes.withUnsafeBytes({ SocketAddress(bytes: $0) }) else {
            throw CallFailure(name, "\(descriptor)", Errno(EAFNOSUPPORT))
        }
        return address
    }

    /// "127.0.0.1:80", "[::1]:80", "unix:/run/socket", "unix:@name".
    package var description: String {
        switch family {
        case AF_INET: "\(numericHost ?? ""):\(port ?? 0)"
        case AF_INET6: "[\(numericHost ?? "")]:\(port ?? 0)"
        default:
            switch bytes.dropFirst(2) {
            case let path where path.isEmpty: "unix:"
            case let name where name.first == 0: "unix:@" + String(decoding: name.dropFirst(), as: UTF8.self)
            case let path: "unix:" + String(decoding: path.prefix { $0 != 0 }, as: UTF8.self)
            }
        }
    }

    /// "127.0.0.1", "::1", "fe80::1%2" with the number of the interface; nil for a Unix socket.
    package var numericHost: String? {
        switch family {
        case AF_INET: "\(bytes[4]).\(bytes[5]).\(bytes[6]).\(bytes[7])"
        case AF_INET6: numericIPv6
        default: nil
        }
    }

    private var numericIPv6: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let written = bytes.withUnsafeBytes { bytes in
            inet_ntop(AF_INET6, bytes.baseAddress.unsafelyUnwrapped + 8, &text, socklen_t(text.count)) != nil
        }
        if !written { return "?" }
        let scope = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 24, as: UInt32.self) }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            + (scope == 0 ? "" : "%\(scope)")
    }

    private static func big(_ port: UInt16) -> [UInt8] { [UInt8(port >> 8), UInt8(port & 0xff)] }
}
