import Catalog
import Fibers
import Kernel
import Runtimes

// Calls of the network as cases make them: what hinders them told from what is wrong with them.

/// Calls `body`, whose failure is the case's.
func call<Value>(_ body: () throws(NetworkFailure) -> Value) throws(BodyFailure) -> Value {
    do throws(NetworkFailure) { return try body() } catch { throw BodyFailure(error) }
}

/// Calls `body`, which should fail with `errno`.
func expectFailure<Value>(
    _ what: @autoclosure () -> String, _ expected: [Errno], _ body: () throws(NetworkFailure) -> Value
) throws(BodyFailure) -> Errno {
    do throws(NetworkFailure) { _ = try body() } catch {
        if let errno = error.errno, expected.contains(errno) { return errno }
        throw .failed("\(what()): \(error), should be \(expected.map(\.shortDescription).joined(separator: " or "))")
    }
    throw .failed("\(what()) succeeded, should be \(expected.map(\.shortDescription).joined(separator: " or "))")
}

/// Two ends of one connection.
struct Connected: Sendable {
    let listener: Listener
    let client: Socket
    let server: Socket
}

extension TaskScope {
    /// A connection over loopback: to `address`, where something listens for it alone.
    func connected(
        at address: SocketAddress = .loopbackIPv4(), by path: ListenPath? = nil
    ) throws(BodyFailure) -> Connected {
        try call { () throws(NetworkFailure) in
            let listener = try listen(at: address, backlog: 16, by: path)
            // It is made by the kernel before anybody accepts it.
            let client = try connect(to: listener.address)
            return Connected(listener: listener, client: client, server: try accept(listener))
        }
    }

    func close(_ connected: Connected) {
        close(connected.client)
        close(connected.server)
        close(connected.listener.socket)
    }
}

/// Runs `body` as the first of the fibers on a ring: what it says, and which opcodes served.
func onRingByOpcodes(
    _ configuration: Evented.Configuration = Evented.Configuration(),
    _ body: @escaping (EventedScope) throws(BodyFailure) -> String
) throws(BodyFailure) -> String {
    try onRing(configuration) { (scope) throws(BodyFailure) in
        let words = try body(scope)
        let counts = scope.counters.operations.enumerated().filter { $0.element > 0 }.map { number, count in
            (name: Catalog.opcodes.indices.contains(number) ? Catalog.opcodes[number].name : "opcode \(number)", count)
        }
        Workbench.note("operations: " + counts.map { "\($0) \(Words.grouped($1))" }.joined(separator: ", "))
        return "\(words); by \(counts.map(\.name).joined(separator: ", "))"
    }
}
