import Fibers
import Glibc
import Kernel
import Support
import Sync
import Testing

@testable import Runtimes

/// Calls of the network on either runtime: what they do, how they fail, and how they are cut short.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct NetworkTests {
    /// Something that never comes: each call that waits for it.
    enum Wait: String, CaseIterable {
        case accept, acceptStream, connect, connectUnix, read, readSeveral, receive, write, send, sendAll
    }

    struct Waiting: TaskBody {
        let wait: Wait
        let byDeadline: Bool

        func run<Scope: TaskScope>(_ scope: Scope) throws -> NetworkFailure? {
            let address = wait == .connectUnix ? SocketAddress.abstract() : .loopbackIPv4()
            let listener = try scope.listen(at: address, backlog: 0)
            let client = try scope.connect(to: listener.address)
            let server = try scope.accept(listener)
            try client.set(SO_SNDBUF, to: 4096)
            try server.set(SO_RCVBUF, to: 4096)
            var waiting: [Socket] = []
            if wait == .connect || wait == .connectUnix {
                // One more than the backlog is taken.
                waiting.append(try scope.connect(to: listener.address))
            }
            let wait = wait, byDeadline = byDeadline
            let task = try scope.task("waiter") { scope -> NetworkFailure? in
                do throws(NetworkFailure) {
                    if byDeadline {
                        try scope.withDeadline(nanoseconds: 5_000_000) { () throws(NetworkFailure) in
                            try perform(wait, scope, listener, client)
                        }
                    } else {
                        try perform(wait, scope, listener, client)
                    }
                } catch {
                    return error
                }
                return nil
            }
            if !byDeadline {
                for _ in 0..<4 { scope.yield() }
                task.cancel()
            }
            let failure = task.join()
            // What was cut short leaves the sockets usable, but for half a message.
            if [.accept, .acceptStream, .connect, .connectUnix].contains(wait) {
                try scope.write([1, 2], to: client)
                #expect(try scope.readAll(server, count: 2) == [1, 2])
            }
            for socket in [client, server, listener.socket] + waiting { scope.close(socket) }
            return failure
        }

        private func perform(
            _ wait: Wait, _ scope: some TaskScope, _ listener: Listener, _ socket: Socket
        ) throws(NetworkFailure) {
            let long = [UInt8](repeating: 0, count: 16 << 20)
            switch wait {
            case .accept: _ = try scope.accept(listener)
            case .acceptStream:
                guard let scope = scope as? EventedScope else { return _ = try scope.accept(listener) }
                try scope.withAcceptStream(listener) { (stream) throws(NetworkFailure) in _ = try stream.next() }
            case .connect, .connectUnix: _ = try scope.connect(to: listener.address)
            case .read: _ = try scope.read(socket, limit: 1)
            case .readSeveral:
                var one = [UInt8](repeating: 0, count: 1), other = one
                try one.withUnsafeMutableBufferPointer { one throws(NetworkFailure) in
                    try other.withUnsafeMutableBufferPointer { other throws(NetworkFailure) in
                        let buffers = [one, other].map { UnsafeMutableRawBufferPointer($0) }
                        _ = try scope.read(socket, into: buffers)
                    }
                }
            case .receive:
                try withUnsafeTemporaryAllocation(byteCount: 8, alignment: 1) { buffer throws(NetworkFailure) in
                    _ = try scope.receive(socket, into: buffer)
                }
            case .write: try scope.write(long, to: socket)
            case .send:
                try long.withUnsafeBufferPointer { long throws(NetworkFailure) in
                    let gathering = Gathering(slices: [UnsafeRawBufferPointer(long)])
                    _ = try scope.send([Message(gathering)], on: socket)
                }
            case .sendAll:
                try long.withUnsafeBufferPointer { long throws(NetworkFailure) in
                    try scope.sendAll(UnsafeRawBufferPointer(long), on: socket)
                }
            }
        }
    }

    @Test(arguments: BothRuntimes.available, Wait.allCases)
    func everyWaitCanBeCancelled(_ runtime: BothRuntimes, _ wait: Wait) throws {
        #expect(try runtime.run(Waiting(wait: wait, byDeadline: false)) == .interrupted(.cancelled))
    }

    @Test(arguments: BothRuntimes.available, Wait.allCases)
    func everyWaitHasADeadline(_ runtime: BothRuntimes, _ wait: Wait) throws {
        #expect(try runtime.run(Waiting(wait: wait, byDeadline: true)) == .interrupted(.deadlinePassed))
    }

    private struct Failing: TaskBody {
        func run<Scope: TaskScope>(_ scope: Scope) throws -> [Errno?] {
            func errno<Value>(_ body: () throws(NetworkFailure) -> Value) -> Errno? {
                do throws(NetworkFailure) { _ = try body() } catch { return error.errno }
                return nil
            }
            let listener = try scope.listen(at: .loopbackIPv4(), backlog: 4)
            let client = try scope.connect(to: listener.address)
            let server = try scope.accept(listener)
            scope.close(client)
            scope.close(client)
            let closed = errno { () throws(NetworkFailure) in try scope.read(client, limit: 1) }
            // The first write makes the peer answer with a reset.
            var writes: Errno?
            for _ in 0..<1000 where writes == nil {
                writes = errno { () throws(NetworkFailure) in try scope.write([1], to: server) }
            }
            let listen = errno { () throws(NetworkFailure) in try scope.listen(at: listener.address, backlog: 1) }
            let accept = errno { () throws(NetworkFailure) in
                try scope.accept(Listener(socket: server, address: listener.address, path: .calls))
            }
            let missing = errno { () throws(NetworkFailure) in
                try scope.connect(to: .unix(path: "/nonexistent/uringctl")!)
            }
            for socket in [server, listener.socket] { scope.close(socket) }
            let refused = errno { () throws(NetworkFailure) in try scope.connect(to: listener.address) }
            return [closed, writes, listen, accept, missing, refused]
        }
    }

    @Test(arguments: BothRuntimes.available)
    func failuresAreNamed(_ runtime: BothRuntimes) throws {
        let found = try runtime.run(Failing())
        #expect(found[0] == .badDescriptor)
        #expect(found[1] == .brokenPipe || found[1] == .connectionReset)
        #expect(found[2...] == [.addressInUse, .invalidArgument, .noSuchFile, .connectionRefused])
    }

    private struct Datagrams: TaskBody {
        func run<Scope: TaskScope>(_ scope: Scope) throws -> [[UInt8]] {
            let pair = try Descriptor.socketPair(SOCK_DGRAM)
            let sender = Socket(owning: dup(pair.first.number)), receiver = Socket(owning: dup(pair.second.number))
            let parts: [[UInt8]] = [[1, 2, 3], [], [4], [5, 6]]
            let sent = try parts[0].withUnsafeBufferPointer { first throws(NetworkFailure) in
                try parts[3].withUnsafeBufferPointer { last throws(NetworkFailure) in
                    let (first, last) = (UnsafeRawBufferPointer(first), UnsafeRawBufferPointer(last))
                    return try scope.send(
                        [
                            Message(Gathering(slices: [first])), Message(Gathering(slices: [])),
                            Message(Gathering(header: first, slices: [last], lastRepeats: 2)),
                        ], on: sender)
                }
            }
            #expect(sent == 3 + 0 + 7)
            return try (0..<3).map { _ in try scope.read(receiver, limit: 100) }
        }
    }

    /// Each message is one datagram, an empty one too.
    @Test(arguments: BothRuntimes.available)
    func messagesKeepTheirBounds(_ runtime: BothRuntimes) throws {
        #expect(try runtime.run(Datagrams()) == [[1, 2, 3], [], [1, 2, 3, 5, 6, 5, 6]])
    }

    private struct Repeating: TaskBody {
        func run<Scope: TaskScope>(_ scope: Scope) throws -> [UInt8] {
            let listener = try scope.listen(at: .loopbackIPv4(), backlog: 4)
            let client = try scope.connect(to: listener.address)
            let server = try scope.accept(listener)
            let writer = try scope.task("writer") { scope in
                let parts: [UInt8] = [1, 2, 3]
                try parts.withUnsafeBufferPointer { parts throws(NetworkFailure) in
                    let parts = UnsafeRawBufferPointer(parts)
                    let slices = [parts, UnsafeRawBufferPointer(rebasing: parts[..<1])]
                    try scope.write(Gathering(header: parts, slices: slices, lastRepeats: 1000), to: client)
                    try scope.write(Gathering(slices: []), to: client)
                    try scope.shutdown(client, .writing)
                }
            }
            let all = try scope.readAll(server, count: 5000)
            try writer.join()
            return all
        }
    }

    /// More repetitions than entries of one message.
    @Test(arguments: BothRuntimes.available)
    func theLastSliceIsRepeated(_ runtime: BothRuntimes) throws {
        #expect(try runtime.run(Repeating()) == [1, 2, 3, 1, 2, 3] + Array(repeating: 1, count: 1000))
    }

    /// A listener and a socket that one runtime made serve the other: threads have the listener not block.
    @Test(.enabled(if: BothRuntimes.available.count == 2, "this kernel refuses io_uring to this process"))
    func socketsServeBothRuntimes() throws {
        let threaded = Threaded()
        let listener = try threaded.run { scope in
            let listener = try scope.listen(at: .loopbackIPv4(), backlog: 8)
            let client = try scope.connect(to: listener.address)
            scope.close(try scope.accept(listener))
            scope.close(client)
            return listener
        }
        let (client, server) = try Evented().run { scope in
            let accepting = try scope.task("accept") { scope in try scope.accept(listener) }
            scope.yield()
            let client = try scope.connect(to: listener.address)
            let server = try accepting.join()
            try scope.withAcceptStream(listener) { stream throws(NetworkFailure) in
                let other = try scope.connect(to: listener.address)
                scope.close(try stream.next())
                scope.close(other)
            }
            return (client, server)
        }
        try threaded.run { scope in
            try scope.write([7], to: client)
            #expect(try scope.readAll(server, count: 1) == [7])
        }
    }

    /// One of two that share a socket sees the other's close by shutdown.
    @Test(arguments: BothRuntimes.available)
    func shutdownWakesAReader(_ runtime: BothRuntimes) throws {
        struct Shutting: TaskBody {
            func run<Scope: TaskScope>(_ scope: Scope) throws -> Int {
                let listener = try scope.listen(at: .abstract(), backlog: 4)
                let client = try scope.connect(to: listener.address)
                let reader = try scope.task("reader") { scope in try scope.read(client, limit: 1).count }
                for _ in 0..<4 { scope.yield() }
                try scope.shutdown(client, .both)
                return try reader.join()
            }
        }
        #expect(try runtime.run(Shutting()) == 0)
    }
}
