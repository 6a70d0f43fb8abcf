import Fibers
import Glibc
import Kernel
import Support
import Sync
import Synchronization
import Testing

@testable import Runtimes

/// Logs that can be written to.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct LogTests {
    /// Tasks that log lines of varying length, and let each other run.
    private struct Writers: TaskBody {
        let log: Log
        let names: [String]
        let lines: Int

        func run<Scope: TaskScope>(_ scope: Scope) throws {
            let tasks = try names.map { name in
                try scope.task("writer") { scope in
                    for number in 0..<lines {
                        log.append(LogTests.text(name, number))
                        if number % 3 == 0 { scope.yield() }
                        if number % 100 == 99 { try? log.flush() }
                    }
                }
            }
            for task in tasks { task.join() }
        }
    }

    fileprivate static func text(_ name: String, _ number: Int) -> String {
        "\(name) \(number) " + String(repeating: "\(number % 10)", count: number * 7 % 300)
    }

    /// Plain threads, fibers of several rings, and tasks of the threaded runtime, at the same time. A socket that keeps
    /// messages apart shows each write(2).
    @Test func eachLineIsOneWriteWhoeverLogs() throws {
        let pair = try SharedPair(try Descriptor.socketPair(SOCK_SEQPACKET))
        let log = Log(pair.second, idleNanoseconds: 1_000_000)
        let lines = 400
        let writes = Mutex<[String]>([])
        var bodies: [@Sendable () -> Void] = (0..<2).map { thread in
            { for number in 0..<lines { log.append(LogTests.text("plain\(thread)", number)) } }
        }
        let runtimes = BothRuntimes.available + BothRuntimes.available
        for (index, runtime) in runtimes.enumerated() {
            let names = (0..<3).map { "\(runtime)\(index).\($0)" }
            bodies.append { try! runtime.run(Writers(log: log, names: names, lines: lines)) }
        }
        Threads.run([
            { [bodies] in
                Threads.run(bodies)
                try! log.flush()
                pair.closeSecond()
            },
            {
                let all = try! LogReader.readWrites(pair.first)
                writes.withLock { $0 = all }
            },
        ])
        var seen: [String: [String]] = [:]
        for write in writes.withLock({ $0 }) { seen[String(write.prefix { $0 != " " }), default: []].append(write) }
        #expect(seen.count == 2 + 3 * runtimes.count)
        for (name, writes) in seen {
            #expect(writes == (0..<lines).map { LogTests.text(name, $0) + "\n" }, "\(name)")
        }
        let total = (2 + 3 * runtimes.count) * lines
        #expect(log.counts == Log.Counts(logged: total, written: total))
    }

    /// Nobody reads: what fits is kept, and all else is counted exactly.
    @Test(arguments: [(1, 4096), (10, 1 << 20), (1000, 5000)])
    func whoeverLogsDoesNotWaitForTheReader(_ lines: Int, _ bytes: Int) throws {
        let pair = try SharedPair(try Descriptor.pipe())
        try LogReader.fill(pair.second)
        let log = Log(pair.second, limits: Log.Limits(lines: lines, bytes: bytes), idleNanoseconds: 0)
        let (writers, each) = (4, 3000)
        Threads.run(writers) { writer in for number in 0..<each { log.append("\(writer) \(number)") } }
        let counts = log.counts
        #expect(counts.logged == writers * each && counts.dropped > 0 && counts.lost == 0)
        #expect(throws: WaitFailure.timedOut) { try log.flush(.nanoseconds(1_000_000)) }

        let text = Mutex("")
        Threads.run([
            {
                log.append("last")
                try! log.flush()
                pair.closeSecond()
            },
            {
                let all = try! LogReader.readAll(pair.first)
                text.withLock { $0 = all }
            },
        ])
        let seen = LogReader.lines(text.withLock { $0 })
        let notices = seen.compactMap { LogReader.dropped($0) }
        #expect(seen.count - notices.count + notices.reduce(0, +) == writers * each + 1)
        #expect(log.counts.dropped == notices.reduce(0, +))
        for writer in 0..<writers {
            let numbers = seen.filter { $0.hasPrefix("\(writer) ") }.compactMap { Int($0.dropFirst(2)) }
            #expect(numbers == numbers.sorted() && Set(numbers).count == numbers.count)
        }
    }

    /// The last that were dropped are told of though nothing follows them.
    @Test func whatWasDroppedLastIsToldToo() throws {
        let pair = try SharedPair(try Descriptor.pipe())
        try LogReader.fill(pair.second)
        // Without a thread nobody takes a line meanwhile.
        let log = Log(pair.second, Log.Limits(lines: 2, bytes: 8192), 0, ThreadPool(limit: 0))
        for number in 1...5 { log.append("\(number)") }
        Threads.run([
            {
                try! log.flush()
                pair.closeSecond()
            },
            {
                let lines = LogReader.lines(try! LogReader.readAll(pair.first))
                #expect(lines == ["1", "2", "(3 lines were dropped)"])
            },
        ])
        #expect(log.counts == Log.Counts(logged: 5, written: 2, dropped: 3))
    }

    // MARK: The thread

    @Test func nothingIsMadeBeforeTheFirstLine() throws {
        let pair = try SharedPair(try Descriptor.pipe())
        let log = Log(pair.second, idleNanoseconds: 0)
        try log.flush()
        #expect(log.threads == 0)
        log.append("one")
        try log.flush()
        // Without an idle time it ends when the line is written.
        while log.threads > 0 { sched_yield() }
        pair.closeSecond()
        #expect(try LogReader.readAll(pair.first) == "one\n")
    }

    /// Each round the thread ends, and lines come meanwhile.
    @Test func noLineIsForgottenWhenTheThreadEnds() throws {
        let pair = try SharedPair(try Descriptor.pipe())
        let log = Log(pair.second, idleNanoseconds: 0)
        let (threads, rounds) = (3, 500)
        Threads.run([
            {
                Threads.run(threads) { _ in
                    for round in 0..<rounds {
                        log.append("x")
                        // Would never return.
                        if round % 2 == 0 { try! log.flush() }
                    }
                }
                try! log.flush()
                pair.closeSecond()
            },
            { #expect(try! LogReader.readAll(pair.first).utf8.count == threads * rounds * 2) },
        ])
        while log.threads > 0 { sched_yield() }
    }

    @Test func oneThreadWritesHoweverManyLog() throws {
        let pair = try SharedPair(try Descriptor.pipe())
        let log = Log(pair.second)
        Threads.run(8) { _ in for _ in 0..<100 { log.append("x") } }
        try log.flush()
        #expect(log.threads == 1)
    }

    @Test func whatWasLoggedIsWrittenThoughTheLogIsLetGo() throws {
        let pair = try SharedPair(try Descriptor.pipe())
        try LogReader.shrink(pair.second)
        for number in 0..<100 { Log(pair.second, idleNanoseconds: 0).append("\(number)") }
        var seen: [String] = []
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while seen.count < 100 {
            let count = try checked("read") { read(pair.first, &buffer, buffer.count) }
            text += String(decoding: buffer[..<count], as: UTF8.self)
            seen = LogReader.lines(text)
        }
        #expect(Set(seen.compactMap { Int($0) }) == Set(0..<100))
    }

    @Test func severalLogsMayShareADescriptor() throws {
        let pair = try SharedPair(try Descriptor.pipe())
        let logs = (0..<4).map { _ in Log(pair.second, idleNanoseconds: 1_000_000) }
        Threads.run([
            {
                Threads.run(4) { index in
                    for number in 0..<500 {
                        logs[index].append(LogTests.text("\(index)", number))
                        if number % 50 == 49 { try! logs[index].flush() }
                    }
                }
                pair.closeSecond()
            },
            {
                let seen = LogReader.lines(try! LogReader.readAll(pair.first))
                for index in 0..<4 {
                    #expect(
                        seen.filter { $0.hasPrefix("\(index) ") } == (0..<500).map { LogTests.text("\(index)", $0) })
                }
                #expect(seen.count == 2000)
            },
        ])
    }

    // MARK: Flushing

    /// A fiber that flushes waits alone.
    @Test func siblingsRunWhileAFiberFlushes() throws {
        let pair = try SharedPair(try Descriptor.pipe())
        try LogReader.shrink(pair.second)
        let log = Log(pair.second, idleNanoseconds: 0)
        let turns = try Scheduler().run { scope in
            for _ in 0..<3 { log.append(String(repeating: "x", count: 4095)) }
            var isFlushed = false
            let flusher = try scope.spawn { () throws(WaitFailure) in
                try log.flush()
                isFlushed = true
            }
            var turns = 0
            for _ in 0..<1000 {
                turns += 1
                scope.yield()
            }
            #expect(!isFlushed)
            var buffer = [UInt8](repeating: 0, count: 4096)
            for _ in 0..<3 { _ = read(pair.first, &buffer, buffer.count) }
            try flusher.join()
            return turns
        }
        #expect(turns == 1000 && log.counts.written == 3)
    }

    @Test func aFlushCanBeCutShort() throws {
        let pair = try SharedPair(try Descriptor.pipe())
        try LogReader.shrink(pair.second)
        let log = Log(pair.second, idleNanoseconds: 0)
        try Scheduler().run { scope in
            for _ in 0..<3 { log.append(String(repeating: "x", count: 4095)) }
            #expect(throws: WaitFailure.timedOut) { try log.flush(.nanoseconds(100_000)) }
            #expect(throws: WaitFailure.interrupted) {
                try scope.withDeadline(nanoseconds: 100_000) { () throws(WaitFailure) in try log.flush() }
            }
            let cancelled = try scope.spawn { () throws(WaitFailure) in
                // Logging goes on whatever the fiber has come to.
                defer { log.append("late") }
                try log.flush()
            }
            scope.yield()
            cancelled.cancel()
            #expect(throws: WaitFailure.interrupted) { try cancelled.join() }
        }
        #expect(log.counts.logged == 4 && log.counts.dropped == 0)
        var buffer = [UInt8](repeating: 0, count: 4096)
        for _ in 0..<3 { _ = read(pair.first, &buffer, buffer.count) }
        try log.flush()
        #expect(log.counts.written == 4)
    }
}
