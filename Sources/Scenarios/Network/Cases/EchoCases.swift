import Fibers
import Glibc
import Kernel
import Runtimes

/// A server that echoes, and a client that goes through every function of the network.
enum EchoCases {
    private static let places: [(name: String, address: SocketAddress)] = [
        ("IPv4", .loopbackIPv4()), ("IPv6", .loopbackIPv6()), ("a Unix socket", .abstract()),
    ]

    static func onRing(_ effort: Effort) throws(BodyFailure) -> String {
        try onRingByOpcodes { (scope) throws(BodyFailure) in
            let paths: [ListenPath] = scope.canListen ? [.ring, .calls] : [.calls]
            if !scope.canListen {
                Workbench.note("listening by bind(2) and listen(2) alone: the kernel has no BIND and LISTEN (Linux 6.11)")
            }
            return try echo(scope, rounds: rounds(effort), by: paths)
        }
    }

    static func onThreads(_ effort: Effort) throws(BodyFailure) -> String {
        do throws(RunFailure<BodyFailure>) {
            return try Threaded(.forCases()).run { (scope) throws(BodyFailure) in
                try echo(scope, rounds: rounds(effort), by: [.calls])
            }
        } catch {
            throw BodyFailure(error)
        }
    }

    /// Each takes some milliseconds.
    private static func rounds(_ effort: Effort) -> Int { max(1, min(effort.iterations / 100, 100)) }

    private static func echo(
        _ scope: some TaskScope, rounds: Int, by paths: [ListenPath]
    ) throws(BodyFailure) -> String {
        var (done, missing): ([String], [String]) = ([], [])
        var bytes = 0
        for place in places {
            for (number, path) in paths.enumerated() {
                let listener: Listener
                do throws(NetworkFailure) {
                    listener = try scope.listen(at: place.address, backlog: 16, by: path)
                } catch {
                    guard error.errno == .noSuchAddress || error.errno == .noSuchFamily else { throw BodyFailure(error) }
                    if number == 0 { missing.append(place.name) }
                    continue
                }
                bytes += try echo(scope, listener, rounds: rounds)
                scope.close(listener.socket)
                if number == 0 { done.append(place.name) }
            }
        }
        let ways = paths.map { $0 == .ring ? "by BIND and LISTEN" : "by bind(2) and listen(2)" }
        let without = missing.isEmpty ? "" : "; this host has no \(missing.joined(separator: ", "))"
        return "\(Words.count(bytes, "byte")) came back over \(done.joined(separator: ", ")), listening "
            + ways.joined(separator: " and ") + without
    }

    private static func echo<Scope: TaskScope>(
        _ scope: Scope, _ listener: Listener, rounds: Int
    ) throws(BodyFailure) -> Int {
        let server = try scope.begin("server") { (scope) throws(BodyFailure) in
            let socket = try call { () throws(NetworkFailure) in try scope.accept(listener) }
            try serve(scope, socket, rounds: rounds)
            scope.close(socket)
        }
        let socket = try call { () throws(NetworkFailure) in try scope.connect(to: listener.address) }
        var bytes = 0
        for round in 0..<rounds { bytes += try ask(scope, socket, round: round) }
        try call { () throws(NetworkFailure) in try scope.shutdown(socket, .writing) }
        let end = try call { () throws(NetworkFailure) in try scope.readAll(socket, count: 8) }
        try expect("what comes after the client's end", end, is: Array("bye".utf8))
        scope.close(socket)
        try server.join()
        return bytes
    }

    private static let (short, long) = (64, 5000)

    /// A round of the server's: what comes by read and readv goes back by write, what comes by recv by send.
    private static func serve(_ scope: some TaskScope, _ socket: Socket, rounds: Int) throws(BodyFailure) {
        for _ in 0..<rounds {
            var first = [UInt8](repeating: 0, count: short), second = [UInt8](repeating: 0, count: long)
            try call { () throws(NetworkFailure) in
                try readAll(scope, socket, &first, &second)
                // A header, one slice, and the last one three times.
                try first.withUnsafeBufferPointer { first throws(NetworkFailure) in
                    try second.withUnsafeBufferPointer { second throws(NetworkFailure) in
                        let slice = UnsafeRawBufferPointer(second)
                        let gathering = Gathering(
                            header: UnsafeRawBufferPointer(first), slices: [slice, slice], lastRepeats: 3)
                        try scope.write(gathering, to: socket)
                    }
                }
            }
            var received = 0
            while received < long {
                received += try call { () throws(NetworkFailure) in
                    try withUnsafeTemporaryAllocation(byteCount: long, alignment: 1) { buffer throws(NetworkFailure) in
                        let count = try scope.receive(socket, into: buffer)
                        try scope.sendAll(UnsafeRawBufferPointer(rebasing: buffer[..<count]), on: socket)
                        return count
                    }
                }
            }
        }
        let end = try call { () throws(NetworkFailure) in try scope.read(socket, limit: 1) }
        try expect(end.isEmpty, "the server reads on after the client's end")
        try call { () throws(NetworkFailure) in try scope.write(Array("bye".utf8), to: socket) }
    }

    /// Fills both, by readv(2) as long as the first is not full.
    private static func readAll(
        _ scope: some TaskScope, _ socket: Socket, _ first: inout [UInt8], _ second: inout [UInt8]
    ) throws(NetworkFailure) {
        try first.withUnsafeMutableBufferPointer { first throws(NetworkFailure) in
            try second.withUnsafeMutableBufferPointer { second throws(NetworkFailure) in
                let (first, second) = (UnsafeMutableRawBufferPointer(first), UnsafeMutableRawBufferPointer(second))
                var filled = 0
                while filled < first.count + second.count {
                    let behind = UnsafeMutableRawBufferPointer(rebasing: second[max(0, filled - first.count)...])
                    let buffers =
                        filled < first.count
                        ? [UnsafeMutableRawBufferPointer(rebasing: first[filled...]), behind] : [behind]
                    let count = try scope.read(socket, into: buffers)
                    if count == 0 { throw .call(CallFailure("read", "the client's end", .connectionReset)) }
                    filled += count
                }
            }
        }
    }

    /// A round of the client's: how many bytes came back as they should.
    private static func ask(_ scope: some TaskScope, _ socket: Socket, round: Int) throws(BodyFailure) -> Int {
        let first = pattern(short, round), second = pattern(long, round + 1)
        let answer = try call { () throws(NetworkFailure) in
            let sent = try first.withUnsafeBufferPointer { first throws(NetworkFailure) in
                try second.withUnsafeBufferPointer { second throws(NetworkFailure) in
                    try scope.send(
                        [first, second].map { Message(Gathering(slices: [UnsafeRawBufferPointer($0)])) }, on: socket)
                }
            }
            precondition(sent == short + long, "send sends all")
            return try scope.readAll(socket, count: short + 4 * long)
        }
        try expect(answer == first + second + second + second + second, "the answer to read and readv is another")
        let again = try call { () throws(NetworkFailure) in
            try second.withUnsafeBufferPointer { second throws(NetworkFailure) in
                try scope.sendAll(UnsafeRawBufferPointer(second), on: socket)
            }
            return try scope.readAll(socket, count: long)
        }
        try expect(again == second, "the answer to recv is another")
        return answer.count + again.count
    }

    private static func pattern(_ count: Int, _ seed: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ seed) }
    }
}
