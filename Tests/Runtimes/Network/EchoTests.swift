import Fibers
import Glibc
import Kernel
import Support
import Testing

@testable import Runtimes

/// A server and a client on the same runtime.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct EchoTests {
    static let addresses: [SocketAddress] = [.loopbackIPv4(), .loopbackIPv6(), .abstract()]

    struct Echo: TaskBody {
        let address: SocketAddress
        let path: ListenPath?

        func run<Scope: TaskScope>(_ scope: Scope) throws -> [UInt8] {
            let listener = try scope.listen(at: address, backlog: 16, by: path)
            let server = try scope.task("server") { scope in
                let socket = try scope.accept(listener)
                while true {
                    let bytes = try scope.read(socket, limit: 100)
                    if bytes.isEmpty { break }
                    try scope.write(bytes, to: socket)
                }
                scope.close(socket)
            }
            let client = try scope.task("client") { scope in
                let socket = try scope.connect(to: listener.address)
                let sender = try scope.task("sender") { scope in
                    try scope.write((0..<10_000).map { UInt8(truncatingIfNeeded: $0) }, to: socket)
                    try scope.shutdown(socket, .writing)
                }
                let answer = try scope.readAll(socket, count: 20_000)
                try sender.join()
                scope.close(socket)
                return answer
            }
            let answer = try client.join()
            try server.join()
            return answer
        }
    }

    @Test(arguments: BothRuntimes.available, addresses)
    func everyByteComesBack(_ runtime: BothRuntimes, _ address: SocketAddress) throws {
        let answer = try runtime.run(Echo(address: address, path: nil))
        #expect(answer == (0..<10_000).map { UInt8(truncatingIfNeeded: $0) })
    }
}
