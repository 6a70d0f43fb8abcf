import Fibers
import Glibc
import Kernel
import Support
import Sync
import Testing

@testable import Runtimes

/// Descriptors that take nothing, not all, or not now.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct LogObstacleTests {
    private let long = String(repeating: "x", count: 4095)

    private func item(_ text: String) -> LogQueue.Item {
        LogQueue.Item(dropped: 0, line: LogLine.bytes(of: text), number: 1)
    }

    private func log(_ descriptor: Int32, threads: Int = 512) -> Log {
        Log(
            descriptor, Log.Limits(), 0,
            ThreadPool(limit: threads, idleNanoseconds: 0, onThreadStart: { LogSignals.block() }))
    }

    @Test(arguments: [0, 512])
    func linesAreLostWhileTheReaderIsGone(_ threads: Int) throws {
        let pair = try SharedPair(try Descriptor.pipe())
        let later = try SharedPair(try Descriptor.pipe())
        let null = try Descriptor.open("/dev/null", O_RDONLY)
        // Nobody reads any more, without the number being free for others.
        _ = try checked("dup2") { dup2(null.number, pair.first) }
        let log = log(pair.second, threads: threads)
        for number in 0..<100 { log.append("\(number)") }
        try log.flush()
        #expect(log.counts == Log.Counts(logged: 100, lost: 100, lastFailure: .brokenPipe))

        _ = try checked("dup2") { dup2(later.second, pair.second) }
        log.append("next")
        log.append("and next")
        try log.flush()
        later.closeSecond()
        pair.closeSecond()
        #expect(try LogReader.readAll(later.first) == "(100 lines were dropped)\nnext\nand next\n")
        #expect(log.counts.lost == 100 && log.counts.written == 2)
    }

    @Test(arguments: [0, 512])
    func aFullDiskLosesLines(_ threads: Int) throws {
        let full = try Descriptor.open("/dev/full", O_WRONLY)
        let log = log(full.number, threads: threads)
        for number in 0..<10 { log.append("\(number)") }
        try log.flush()
        #expect(log.counts == Log.Counts(logged: 10, lost: 10, lastFailure: Errno(ENOSPC)))
        let folder = try Descriptor.memory()
        _ = try checked("dup2") { dup2(folder.number, full.number) }
        log.append("room again")
        try log.flush()
        var buffer = [UInt8](repeating: 0, count: 100)
        let count = try checked("pread") { pread(folder.number, &buffer, buffer.count, 0) }
        #expect(String(decoding: buffer[..<count], as: UTF8.self) == "(10 lines were dropped)\nroom again\n")
    }

    @Test(arguments: [0, 512])
    func aClosedDescriptorLosesLines(_ threads: Int) throws {
        // A number that no other test can be given.
        let log = log(-1, threads: threads)
        log.append("one")
        try log.flush()
        #expect(log.counts == Log.Counts(logged: 1, lost: 1, lastFailure: .badDescriptor))
    }

    @Test func aDescriptorThatDoesNotBlockLosesNothing() throws {
        for type in [nil, SOCK_STREAM, SOCK_SEQPACKET] {
            let pair = try SharedPair(try type.map { try Descriptor.socketPair($0) } ?? Descriptor.pipe())
            try LogReader.setNonBlocking(pair.second)
            if type == nil { try LogReader.shrink(pair.second) } else { try setSendBuffer(pair.second) }
            let log = log(pair.second)
            let texts = (0..<500).map { "\($0) " + String(repeating: "y", count: $0 * 17 % 4000) }
            for text in texts { log.append(text) }
            Threads.run([
                {
                    try! log.flush()
                    pair.closeSecond()
                },
                { #expect(LogReader.lines(try! LogReader.readAll(pair.first)) == texts) },
            ])
            #expect(log.counts == Log.Counts(logged: 500, written: 500))
        }
    }

    /// The smallest that there is.
    private func setSendBuffer(_ socket: Int32) throws {
        var size: Int32 = 1
        _ = try checked("setsockopt") { setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size)) }
    }

    /// A part of a line that was written ends before the next begins.
    @Test func whatIsBrokenOffIsALineOfItsOwn() throws {
        let pair = try SharedPair(try Descriptor.pipe())
        try LogReader.setNonBlocking(pair.second)
        var output = LogOutput(pair.second)
        // More than a pipe holds, which no line of a log is.
        let huge = LogQueue.Item(dropped: 0, line: Array(repeating: UInt8(ascii: "x"), count: 1 << 21), number: 1)
        #expect(output.write(huge, mayWait: false) == .tryAgain)
        var buffer = [UInt8](repeating: 0, count: 1 << 21)
        let count = try checked("read") { read(pair.first, &buffer, buffer.count) }
        #expect(count >= 4096 && output.isReady)
        #expect(output.write(item("next"), mayWait: false) == nil)
        pair.closeSecond()
        #expect(try LogReader.readAll(pair.first) == "\n(1 line was dropped)\nnext\n")
    }

    // MARK: No thread

    /// Then whoever logs writes what goes at once.
    @Test func withoutAThreadLinesAreWrittenWhereThatDoesNotWait() throws {
        let pair = try SharedPair(try Descriptor.pipe())
        try LogReader.shrink(pair.second)
        let log = log(pair.second, threads: 0)
        log.append("one")
        #expect(log.counts.written == 1)
        log.append(long)
        #expect(log.counts.written == 1, "there is no room for it in the pipe")
        #expect(throws: WaitFailure.timedOut) { try log.flush(.nanoseconds(30_000_000)) }
        var buffer = [UInt8](repeating: 0, count: 8192)
        #expect(try checked("read") { read(pair.first, &buffer, buffer.count) } == 4)
        // The next line takes those along that wait.
        log.append("three")
        #expect(log.counts.written == 2)
        #expect(try checked("read") { read(pair.first, &buffer, buffer.count) } == 4096)
        try log.flush()
        #expect(log.counts == Log.Counts(logged: 3, written: 3))
    }

    /// A flush goes on when there is room again, though nobody tells it.
    @Test func withoutAThreadAFlushLooksAgain() throws {
        let pair = try SharedPair(try Descriptor.pipe())
        try LogReader.shrink(pair.second)
        let log = log(pair.second, threads: 0)
        for _ in 0..<10 { log.append(long) }
        #expect(log.counts.written == 1)
        Threads.run([
            {
                try! log.flush()
                pair.closeSecond()
            },
            { #expect(try! LogReader.readAll(pair.first).utf8.count == 40_960) },
        ])
        #expect(log.counts == Log.Counts(logged: 10, written: 10))
    }

    /// A fiber that has to wait for the log's mutex lets siblings run, which have their thread's signals.
    @Test func withoutAThreadFibersKeepTheirSignals() throws {
        let null = try Descriptor.open("/dev/null", O_WRONLY)
        let log = log(null.number, threads: 0)
        let (fibers, lines) = (4, 2000)
        Threads.run(2) { _ in
            try! Scheduler().run { scope in
                let writers = try (0..<fibers).map { _ in
                    try scope.spawn {
                        var blocked = 0
                        for _ in 0..<lines {
                            log.append("x")
                            var mask = sigset_t()
                            pthread_sigmask(SIG_BLOCK, nil, &mask)
                            blocked += Int(sigismember(&mask, SIGPIPE))
                            scope.yield()
                        }
                        return blocked
                    }
                }
                for writer in writers { #expect(writer.join() == 0) }
            }
        }
        try log.flush()
        // Where the one who writes has lost its processor for long, the others have filled the queue.
        let counts = log.counts
        #expect(counts.logged == 2 * fibers * lines && counts.written + counts.dropped == counts.logged)
    }

    /// Somebody else's thread has the signals that it had.
    @Test func signalsAreWithheldAndForgotten() throws {
        let pair = try SharedPair(try Descriptor.pipe())
        let null = try Descriptor.open("/dev/null", O_RDONLY)
        _ = try checked("dup2") { dup2(null.number, pair.first) }
        Threads.run(1) { _ in
            var (mask, pending) = (sigset_t(), sigset_t())
            let result = LogSignals.withhold { Glibc.write(pair.second, "x", 1) }
            #expect(result == -1 && errno == EPIPE)
            pthread_sigmask(SIG_BLOCK, nil, &mask)
            sigpending(&pending)
            #expect(sigismember(&mask, SIGPIPE) == 0 && sigismember(&pending, SIGPIPE) == 0)
            // One that was pending before is not taken away.
            var own = sigset_t()
            sigemptyset(&own)
            sigaddset(&own, SIGPIPE)
            pthread_sigmask(SIG_BLOCK, &own, nil)
            pthread_kill(pthread_self(), SIGPIPE)
            LogSignals.withhold { _ = Glibc.write(pair.second, "x", 1) }
            sigpending(&pending)
            #expect(sigismember(&pending, SIGPIPE) == 1)
            var atOnce = timespec()
            #expect(sigtimedwait(&own, nil, &atOnce) == SIGPIPE)
        }
    }
}
