import CFiber
import Foundation
import Kernel
import Support
import Sync
import Testing

@testable import Runtimes

/// Clients that are not ours talk to an echo server on a ring.
@Suite(
    .timeLimit(.minutes(Bound.testMinutes)),
    .enabled(if: BothRuntimes.available.contains(.evented), "this kernel refuses io_uring to this process"))
struct ForeignClientTests {
    /// What server and client tell each other.
    private final class Meeting: Sendable {
        let isListening = Event<Native>()
        nonisolated(unsafe) var address = SocketAddress.loopbackIPv4()
        nonisolated(unsafe) var client = Result<Finished, any Error>.failure(Missing("not run"))
    }

    /// Echoes on `connections` connections until they end, while `client` runs with the server's address.
    private func serve(
        _ connections: Int, at address: SocketAddress, by path: ListenPath?,
        client: @escaping @Sendable (SocketAddress) throws -> Finished
    ) throws -> Finished {
        let meeting = Meeting()
        Threads.run([
            {
                do {
                    try Evented().run { scope in
                        let listener = try scope.listen(at: address, backlog: 4096, by: path)
                        meeting.address = listener.address
                        meeting.isListening.set()
                        try scope.withAcceptStream(listener) { stream throws(NetworkFailure) in
                            for _ in 0..<connections {
                                let socket = try stream.next()
                                do throws(SpawnFailure) {
                                    _ = try scope.start("echo") { scope in
                                        try? echo(scope, socket)
                                        scope.close(socket)
                                    }
                                } catch { fatalError("\(error)") }
                            }
                        }
                        // Until the last has ended.
                        while scope.fibers.livingCount > 1 { try scope.sleep(nanoseconds: 1_000_000) }
                    }
                } catch {
                    Issue.record("the server: \(error)")
                    meeting.isListening.set()
                }
            },
            {
                try? meeting.isListening.wait()
                meeting.client = Result { try client(meeting.address) }
            },
        ])
        return try meeting.client.get()
    }

    private static let paths: [ListenPath] = {
        let canListen = try? Evented().run { scope in scope.canListen }
        return canListen == true ? [.ring, .calls] : [.calls]
    }()

    @Test(.enabled(if: Shell.path(of: "socat") != nil, "socat is not installed"), arguments: paths)
    func socatTalksToTheServer(by path: ListenPath) throws {
        let text = String(repeating: "a line that comes back\n", count: 5000)
        for address in [SocketAddress.loopbackIPv4(), .loopbackIPv6(), .abstract()] {
            let finished = try serve(1, at: address, by: path) { address in
                let name = address.description
                let peer =
                    switch address.family {
                    case AF_INET: "TCP4:\(name)"
                    case AF_INET6: "TCP6:\(name)"
                    default: "ABSTRACT-CONNECT:\(name.dropFirst("unix:@".count))"
                    }
                return try Shell.run("socat", ["-t", "30", "-", peer], input: text)
            }
            #expect(finished.status == 0 && finished.output == text, "\(address): \(finished.errors)")
        }
    }

    @Test(.enabled(if: Shell.path(of: "nc") != nil, "nc is not installed"), arguments: paths)
    func netcatTalksToTheServer(by path: ListenPath) throws {
        let finished = try serve(1, at: .loopbackIPv4(), by: path) { address in
            try Shell.run("nc", ["-N", "127.0.0.1", "\(address.port!)"], input: "one\ntwo\n")
        }
        #expect(finished.status == 0 && finished.output == "one\ntwo\n")
    }

    /// A client of its own process opens them all, and only then speaks on each.
    private static let manyClients = """
        import resource, select, socket, sys
        port, count = int(sys.argv[1]), int(sys.argv[2])
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        sockets = []
        for number in range(count):
            # A loopback address of its own for each 5,000: ports are scarce.
            sockets.append(socket.create_connection(("127.0.0.1", port), 30, ("127.0.0.%d" % (2 + number // 5000), 0)))
        for number, one in enumerate(sockets):
            one.sendall(number.to_bytes(4, "little"))
        for number, one in enumerate(sockets):
            one.settimeout(30)
            answer = b""
            while len(answer) < 4:
                more = one.recv(4 - len(answer))
                if not more: sys.exit("connection %d ended" % number)
                answer += more
            if answer != number.to_bytes(4, "little"): sys.exit("connection %d got another's" % number)
        print(len(sockets), "connections answered")
        """

    /// 10,000 on one ring.
    @Test(.enabled(if: Shell.path(of: "python3") != nil, "python3 is not installed"))
    func tenThousandConnections() throws {
        // ThreadSanitizer knows 8,000 fibers at most.
        let wanted = fiber_sanitizer() == nil ? 10_000 : 1000
        try Limit.setSoft(.descriptors, to: .max >> 1)
        let allowed = try Limit.current(.descriptors).soft.map(Int.init) ?? .max
        try #require(allowed > wanted + 500, "the hard limit of descriptors is \(allowed)")
        let script = ForeignClientTests.manyClients
        let finished = try serve(wanted, at: .loopbackIPv4(), by: nil) { address in
            try Shell.run("python3", ["-c", script, "\(address.port!)", "\(wanted)"], deadlineSeconds: 120)
        }
        #expect(finished.output == "\(wanted) connections answered\n", "\(finished.errors)")
    }
}

/// Echoes until the client has ended.
private func echo(_ scope: some TaskScope, _ socket: Socket) throws(NetworkFailure) {
    try withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer throws(NetworkFailure) in
        while true {
            let count = try scope.receive(socket, into: buffer)
            if count == 0 { return }
            try scope.sendAll(UnsafeRawBufferPointer(rebasing: buffer[..<count]), on: socket)
        }
    }
}
