import Glibc
import Kernel
import Runtimes

/// How a fiber for each connection has it.
enum EchoServer: String {
    /// An operation for each receive, into memory of the fiber's own.
    case receive
    /// One receive that goes on, into buffers that all connections share.
    case stream
}

extension Measurement {
    /// An echo server as those of the peers in C: see echo.h, and what the client prints comes before this.
    ///
    /// - Returns: nanoseconds of this process for each message.
    static func echoNanoseconds(
        _ server: EchoServer, connections: Int, client: String, messages: Int
    ) throws -> Double {
        let progress = UnsafeMutablePointer<EchoProgress>.allocate(capacity: 1)
        progress.initialize(to: EchoProgress(messages: messages))
        defer { progress.deallocate() }
        return try Evented().run { scope in
            let (sockets, program) = try accept(scope, connections, from: client, messages: messages)
            try scope.withReceiveBuffers { buffers in
                let fibers = try sockets.map { socket in
                    try scope.spawn { () throws(NetworkFailure) in
                        switch server {
                        case .receive: try echoByOperations(scope, socket, progress)
                        case .stream: try echoByStream(scope, socket, buffers, progress)
                        }
                    }
                }
                // Which the client's end brings about.
                for fiber in fibers { try fiber.join() }
            }
            try waitUntilEnd(of: program)
            return progress.pointee.nanosecondsPerMessage
        }
    }

    /// All connections that the client makes, which it starts.
    static func accept(
        _ scope: EventedScope, _ connections: Int, from client: String, messages: Int
    ) throws -> (sockets: [Socket], client: pid_t) {
        let listener = try scope.listen(at: .loopbackIPv4())
        let program = try start(client, ["\(listener.address.port!)", "\(connections)", "\(messages)"])
        Processor.bindThread(0)
        let sockets = try (0..<connections).map { _ in try scope.accept(listener) }
        scope.close(listener.socket)
        return (sockets, program)
    }

    private static func echoByOperations(
        _ scope: EventedScope, _ socket: Socket, _ progress: UnsafeMutablePointer<EchoProgress>
    ) throws(NetworkFailure) {
        try withUnsafeTemporaryAllocation(byteCount: EchoProgress.bufferBytes, alignment: 16) {
            buffer throws(NetworkFailure) in
            while true {
                let count = try scope.receive(socket, into: buffer)
                if count == 0 { return }
                try scope.sendAll(UnsafeRawBufferPointer(rebasing: buffer[..<count]), on: socket)
                progress.pointee.note(bytes: count)
            }
        }
    }

    private static func echoByStream(
        _ scope: EventedScope, _ socket: Socket, _ buffers: ReceiveBuffers,
        _ progress: UnsafeMutablePointer<EchoProgress>
    ) throws(NetworkFailure) {
        try scope.withReceiveStream(socket, buffers) { stream throws(NetworkFailure) in
            while try stream.next({ bytes throws(NetworkFailure) in
                try scope.sendAll(bytes, on: socket)
                progress.pointee.note(bytes: bytes.count)
            }) {}
        }
    }

    private static func start(_ program: String, _ arguments: [String]) throws -> pid_t {
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var child: pid_t = 0
        let error = posix_spawn(&child, program, nil, nil, &words, environ)
        guard error == 0 else { throw Broken("\(program): \(String(cString: strerror(error)))") }
        return child
    }

    static func waitUntilEnd(of child: pid_t) throws {
        var status: Int32 = 0
        guard wait4(child, &status, 0, nil) == child, status == 0 else {
            throw Broken("the client ended with wait status \(status)")
        }
    }
}

/// How far an echo has come: `struct progress` of echo.h.
private struct EchoProgress {
    static let messageBytes = 64
    static let bufferBytes = 2048

    /// A tenth more than those that count, before them.
    private let uncounted: Int
    private let messages: Int
    private var bytes = 0
    private var start: Int64 = 0
    private var end: Int64 = 0

    init(messages: Int) {
        self.messages = messages
        uncounted = messages / 10 + 1
    }

    mutating func note(bytes more: Int) {
        let before = bytes / EchoProgress.messageBytes
        bytes += more
        let after = bytes / EchoProgress.messageBytes
        if before < uncounted, after >= uncounted { start = Measurement.processNanoseconds() }
        if after == uncounted + messages { end = Measurement.processNanoseconds() }
    }

    var nanosecondsPerMessage: Double { Double(end - start) / Double(messages) }
}

extension Measurement {
    /// How long this process has run, with what the kernel does for it.
    fileprivate static func processNanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
