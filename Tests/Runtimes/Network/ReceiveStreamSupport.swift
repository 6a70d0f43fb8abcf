import Fibers
import Glibc
import Kernel

@testable import Runtimes

/// Whether streams can share buffers here.
let canShareBuffers: Bool = {
    do { return try Evented().run { scope in scope.withReceiveBuffers { $0.path == .shared } } } catch { return false }
}()

extension EventedScope {
    /// Two sockets that are connected to each other.
    func pair() throws -> (Socket, Socket) {
        var ends: [Int32] = [-1, -1]
        _ = try checked("socketpair") {
            socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends)
        }
        return (Socket(owning: ends[0]), Socket(owning: ends[1]))
    }

    /// All that comes on `socket` until its end.
    func receiveAll(_ socket: Socket, _ buffers: ReceiveBuffers) throws(NetworkFailure) -> [UInt8] {
        try withReceiveStream(socket, buffers) { stream throws(NetworkFailure) in try stream.all() }
    }

    /// Waits for a moment that comes by itself, and no longer than somebody watches.
    func wait(until condition: () -> Bool) throws(Interruption) {
        while !condition() { try sleep(nanoseconds: 100_000) }
    }
}

extension ReceiveStream {
    /// All that comes until the end.
    func all() throws(NetworkFailure) -> [UInt8] {
        var all: [UInt8] = []
        while try next({ bytes throws(NetworkFailure) in all += bytes }) {}
        return all
    }
}

/// Few buffers of 64 bytes.
func few(
    _ path: ReceivePath? = nil, initialCount: Int, limit: Int, limitPerStream: Int = 32
) -> ReceiveBuffers.Configuration {
    var configuration = ReceiveBuffers.Configuration()
    configuration.path = path
    configuration.initialCount = initialCount
    configuration.limit = limit
    configuration.bufferBytes = 64
    configuration.limitPerStream = limitPerStream
    return configuration
}
