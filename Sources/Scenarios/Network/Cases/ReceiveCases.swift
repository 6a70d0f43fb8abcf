import Fibers
import Kernel
import Runtimes

/// Receiving by one operation that goes on, into buffers that connections share.
enum ReceiveCases {
    private static let connections = 8

    static func stream(_ effort: Effort) throws(BodyFailure) -> String {
        let rounds = max(1, min(effort.iterations / 20, 200))
        return try onRingByOpcodes { (scope) throws(BodyFailure) in
            var configuration = ReceiveBuffers.Configuration()
            // Too few for what comes at a time: there have to be more, and they have to be waited for.
            (configuration.bufferBytes, configuration.initialCount, configuration.limit) = (512, 1, 4)
            return try scope.withReceiveBuffers(configuration) { (buffers) throws(BodyFailure) in
                let bytes = try echo(scope, rounds: rounds, through: buffers)
                try expect("how many buffers are back", buffers.freeCount, is: buffers.path == .shared ? buffers.count : 0)
                let way =
                    buffers.path == .shared
                    ? "\(buffers.count) shared buffers, of which there was 1 at first"
                    : "a buffer for each, as this kernel has no multishot receive with a ring of buffers (Linux 6.0)"
                return "\(Words.count(bytes, "byte")) came back over \(connections) connections through \(way)"
            }
        }
    }

    private static func echo(
        _ scope: EventedScope, rounds: Int, through buffers: ReceiveBuffers
    ) throws(BodyFailure) -> Int {
        var pairs: [Connected] = []
        var servers: [SpawnedFiber<Void, BodyFailure>] = []
        for _ in 0..<connections {
            let pair = try scope.connected()
            pairs.append(pair)
            servers.append(
                try scope.fibers.start("server") { () throws(BodyFailure) in
                    // However it ends, the client sees that.
                    defer { scope.close(pair.server) }
                    try call { () throws(NetworkFailure) in
                        try scope.withReceiveStream(pair.server, buffers) { (stream) throws(NetworkFailure) in
                            var isOpen = true
                            while isOpen {
                                isOpen = try stream.next { (bytes) throws(NetworkFailure) in
                                    try scope.sendAll(bytes, on: pair.server)
                                }
                            }
                        }
                    }
                })
        }
        var echoed = 0
        for round in 0..<rounds {
            let messages = pairs.indices.map { [UInt8](repeating: UInt8(truncatingIfNeeded: round + $0), count: 200 * ($0 + 1)) }
            for (pair, message) in zip(pairs, messages) {
                try call { () throws(NetworkFailure) in try scope.write(message, to: pair.client) }
            }
            for (pair, message) in zip(pairs, messages) {
                let answer = try call { () throws(NetworkFailure) in
                    try scope.readAll(pair.client, count: message.count)
                }
                try expect(answer == message, "a connection got other bytes than it sent")
                echoed += answer.count
            }
        }
        for pair in pairs { try call { () throws(NetworkFailure) in try scope.shutdown(pair.client, .writing) } }
        for server in servers { try server.join() }
        for pair in pairs { scope.close(pair) }
        return echoed
    }
}
