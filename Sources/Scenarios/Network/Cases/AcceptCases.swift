import Fibers
import Glibc
import Kernel
import Runtimes

/// Accepting: many at once, none where it is cancelled, and none for want of descriptors.
enum AcceptCases {
    static func stream(_ effort: Effort) throws(BodyFailure) -> String {
        let connections = max(1, min(effort.iterations / 10, 200))
        return try onRingByOpcodes { (scope) throws(BodyFailure) in
            let listener = try call { () throws(NetworkFailure) in try scope.listen(at: .loopbackIPv4()) }
            let server = try scope.begin("server") { (scope) throws(BodyFailure) in
                try call { () throws(NetworkFailure) in
                    try scope.withAcceptStream(listener) { (stream) throws(NetworkFailure) in
                        var sum = 0
                        for _ in 0..<connections {
                            let socket = try stream.next()
                            for byte in try scope.readAll(socket, count: 1) { sum += Int(byte) }
                            scope.close(socket)
                        }
                        return sum
                    }
                }
            }
            for number in 0..<connections {
                try call { () throws(NetworkFailure) in
                    let socket = try scope.connect(to: listener.address)
                    try scope.write([UInt8(truncatingIfNeeded: number)], to: socket)
                    scope.close(socket)
                }
            }
            let sum = try server.join()
            let expected = (0..<connections).reduce(0) { $0 + $1 & 0xff }
            try expect("the sum of what came over all connections", sum, is: expected)
            return "\(Words.count(connections, "connection")) accepted"
        }
    }

    static func cancel(_ effort: Effort) throws(BodyFailure) -> String {
        let rounds = max(1, min(effort.iterations / 10, 1000))
        return try onRingByOpcodes { (scope) throws(BodyFailure) in
            let listener = try call { () throws(NetworkFailure) in try scope.listen(at: .loopbackIPv4()) }
            for round in 0..<rounds {
                let waiting = try scope.begin("accept") { (scope) throws(BodyFailure) in
                    do throws(NetworkFailure) {
                        return try scope.accept(listener) as Socket?
                    } catch {
                        guard case .interrupted(.cancelled) = error else { throw .failed("an accept: \(error)") }
                        return nil
                    }
                }
                // Before it waits, and while it does.
                if round.isMultiple(of: 2) { scope.yield() }
                waiting.cancel()
                try expect(try waiting.join() == nil, "an accept was not cancelled, though nobody connects")
                // The next connection is not lost to the one that was cancelled.
                try call { () throws(NetworkFailure) in
                    let client = try scope.connect(to: listener.address)
                    scope.close(try scope.accept(listener))
                    scope.close(client)
                }
            }
            return "\(Words.count(rounds, "accept")) cancelled, and each time the next one had its connection"
        }
    }

    static func descriptorLimit(_ effort: Effort) throws(BodyFailure) -> String {
        try onRingByOpcodes { (scope) throws(BodyFailure) in
            let listener = try call { () throws(NetworkFailure) in try scope.listen(at: .loopbackIPv4()) }
            let client = try call { () throws(NetworkFailure) in try scope.connect(to: listener.address) }
            // Whatever is open stays so, and nothing can be opened.
            let before = try current()
            try setLimit(to: 0)
            let errno = try expectFailure("an accept without a descriptor", [.tooManyFiles]) {
                () throws(NetworkFailure) in try scope.accept(listener)
            }
            let again = try expectFailure("the next accept", [.tooManyFiles]) { () throws(NetworkFailure) in
                try scope.withAcceptStream(listener) { (stream) throws(NetworkFailure) in try stream.next() }
            }
            try setLimit(to: before)
            let server = try call { () throws(NetworkFailure) in try scope.accept(listener) }
            try call { () throws(NetworkFailure) in
                try scope.write([1], to: client)
                _ = try scope.readAll(server, count: 1)
            }
            scope.close(server)
            scope.close(client)
            return "\(errno.shortDescription) of that accept, \(again.shortDescription) of a stream's, and with room for "
                + "one the same connection was accepted"
        }
    }

    private static func current() throws(BodyFailure) -> UInt64 {
        do throws(CallFailure) { return try Limit.current(.descriptors).soft ?? 1024 } catch { throw BodyFailure(error) }
    }

    private static func setLimit(to soft: UInt64) throws(BodyFailure) {
        do throws(CallFailure) { try Limit.setSoft(.descriptors, to: soft) } catch { throw BodyFailure(error) }
    }
}
