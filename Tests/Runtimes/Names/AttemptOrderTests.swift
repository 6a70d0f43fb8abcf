import Glibc
import Support
import Testing

@testable import Runtimes

/// In which order addresses are tried: RFC 8305, section 4.
@Suite struct AttemptOrderTests {
    /// "4a" is an IPv4 address, "6a" an IPv6 one; the letter tells it from others.
    private static func addresses(_ words: String) -> [SocketAddress] {
        words.split(separator: " ").map { word in
            let port = UInt16(word.utf8.last ?? 0)
            return word.first == "4" ? .loopbackIPv4(port: port) : .loopbackIPv6(port: port)
        }
    }

    @Test(
        arguments: [
            ("", ""), ("4a", "4a"), ("6a 4a", "6a 4a"), ("4a 6a", "4a 6a"), ("6a 6b 6c", "6a 6b 6c"),
            ("6a 6b 6c 4a 4b", "6a 4a 6b 4b 6c"), ("4a 4b 6a", "4a 6a 4b"), ("6a 4a 4b 4c", "6a 4a 4b 4c"),
            ("6a 4a 6b 4b", "6a 4a 6b 4b"), ("4a 4a 6a 4a 6a", "4a 6a"), ("4b 4a 6b 4b 6a", "4b 6b 4a 6a"),
        ])
    func familiesTakeTurns(_ given: String, _ expected: String) {
        #expect(AttemptOrder.interleaved(Self.addresses(given)) == Self.addresses(expected))
    }

    @Test func everyListKeepsItsOrderWithinAFamily() {
        var generator = Support.Generator(seed: 8305)
        for _ in 0..<1000 {
            let given = (0..<Int.random(in: 0...12, using: &generator)).map { _ -> SocketAddress in
                let port = UInt16.random(in: 1...6, using: &generator)
                return Bool.random(using: &generator) ? .loopbackIPv4(port: port) : .loopbackIPv6(port: port)
            }
            let ordered = AttemptOrder.interleaved(given)
            #expect(Set(ordered) == Set(given) && Set(ordered).count == ordered.count)
            #expect(ordered.first == given.first)
            for family in [AF_INET, AF_INET6] {
                var seen: Set<SocketAddress> = []
                let unique = given.filter { $0.family == family && seen.insert($0).inserted }
                #expect(ordered.filter { $0.family == family } == unique)
            }
        }
    }
}

/// Names that nobody is asked for.
@Suite struct NameFaultTests {
    @Test(
        arguments: [
            ("", .empty), (".", .empty), (String(repeating: "a", count: 254), .tooLong(bytes: 254)),
            (String(repeating: "a", count: 254) + ".", .tooLong(bytes: 254)),
            (String(repeating: "ä", count: 127), .tooLong(bytes: 254)), ("\0", .zeroByte), ("a\0b", .zeroByte),
            ("[::1]", .bracketed), ("[fe80::1%lo]", .bracketed),
        ] as [(String, NameFault)])
    func isRefused(_ name: String, _ fault: NameFault) { #expect(NameFault(of: name) == fault) }

    @Test(
        arguments: [
            "a", "a.", "..", String(repeating: "a", count: 253), String(repeating: "a", count: 253) + ".", "a b", "::1",
            "fe80::1%lo", "127.1",
        ])
    func isAskedFor(_ name: String) { #expect(NameFault(of: name) == nil) }
}
