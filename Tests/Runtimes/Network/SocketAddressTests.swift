import Glibc
import Support
import Testing

@testable import Runtimes

/// Addresses as the kernel reads them, and as people do.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct SocketAddressTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1:80", AF_INET), ("255.255.255.255", "255.255.255.255:80", AF_INET),
        ("::", "[::]:80", AF_INET6), ("::1", "[::1]:80", AF_INET6),
        ("2001:db8:0:0:1:0:0:1", "[2001:db8::1:0:0:1]:80", AF_INET6), ("::ffff:1.2.3.4", "[::ffff:1.2.3.4]:80", AF_INET6),
    ])
    func numeric(_ text: String, _ shown: String, _ family: Int32) throws {
        let address = try #require(SocketAddress(numeric: text, port: 80))
        #expect(address.description == shown && address.family == family && address.port == 80)
        #expect(address.bytes.withUnsafeBytes { SocketAddress(bytes: $0) } == address)
    }

    @Test(arguments: ["", "localhost", "1.2.3", "1.2.3.4.5", "256.1.1.1", ":::", "[::1]", "::1%lo", "1.2.3.4\0"])
    func notNumeric(_ text: String) { #expect(SocketAddress(numeric: text, port: 1) == nil) }

    @Test func unix() {
        #expect(SocketAddress.unix(path: "/tmp/a socket")?.description == "unix:/tmp/a socket")
        #expect(SocketAddress.unix(path: "") == nil)
        #expect(SocketAddress.unix(path: "a\0b") == nil)
        #expect(SocketAddress.unix(path: String(repeating: "x", count: 107)) != nil)
        #expect(SocketAddress.unix(path: String(repeating: "x", count: 108)) == nil)
        #expect(SocketAddress.abstract("name").description == "unix:@name")
        #expect(SocketAddress.abstract().bytes.count == 2)
        #expect(SocketAddress.abstract().port == nil)
    }

    @Test func whatTheKernelWroteMayBeCut() {
        let whole = SocketAddress.loopbackIPv6(port: 1).bytes
        #expect(whole.withUnsafeBytes { SocketAddress(bytes: $0) } != nil)
        for count in [0, 1, 2, 16, whole.count - 1] {
            #expect(whole.withUnsafeBytes { SocketAddress(bytes: UnsafeRawBufferPointer(rebasing: $0[..<count])) } == nil)
        }
        let packet: [UInt8] = [17, 0, 0, 0]  // AF_PACKET
        #expect(packet.withUnsafeBytes { SocketAddress(bytes: $0) } == nil)
    }
}
