import Fibers
import Glibc
import Kernel
import Runtimes
import Sync

/// A log that several write to.
enum LogCases {
    /// Often enough for the queue not to be full.
    private static let linesBetweenFlushes = 100

    /// Threads and fibers log lines of varying length; a thread reads them.
    static func wholeLines(_ effort: Effort) throws(BodyFailure) -> String {
        let (threadCount, fiberCount) = (2, 4)
        let each = max(1, effort.iterations / (threadCount + fiberCount))
        let pipe = try LogPipe()
        let log = Log(pipe.writing)
        let check = LogCheck(writers: threadCount + fiberCount)
        let reader = try pipe.startReading { check.look($0) }
        @Sendable func write(_ writer: Int, _ meanwhile: () -> Void) {
            for number in 0..<each {
                log.append(LogCheck.text(writer, number))
                meanwhile()
                if number % linesBetweenFlushes == linesBetweenFlushes - 1 { try? log.flush(.endless) }
            }
        }
        try onRing { (scope) throws(BodyFailure) in
            let threads = try (0..<threadCount).map { (writer) throws(BodyFailure) in
                try OtherThread.start { write(writer) {} }
            }
            let fibers = try (0..<fiberCount).map { (writer) throws(BodyFailure) in
                try scope.fibers.start("writer") { write(threadCount + writer) { scope.yield() } }
            }
            for fiber in fibers { fiber.join() }
            for thread in threads { thread.join() }
        }
        try end(log, reader)
        try check.expectSound()
        try expect("lines that were dropped", check.dropped, is: 0)
        try expect("lines that were read", check.lines, is: each * (threadCount + fiberCount))
        return "\(threadCount) threads and \(fiberCount) fibers logged \(Words.count(check.lines, "line")), each whole"
    }

    /// The last line, for the reader, and its end.
    static func end(_ log: Log, _ reader: OtherThread) throws(BodyFailure) {
        // What was logged before must not keep it out of the queue.
        try? log.flush(.endless)
        log.append(LogPipe.end)
        try? log.flush(.endless)
        reader.join()
    }

    /// No set-up: the log of standard error, and others, from a thread and from a fiber at the same time.
    static func firstLine(_ effort: Effort) throws(BodyFailure) -> String {
        let rounds = max(1, effort.iterations / 20)
        let pipe = try LogPipe()
        let check = LogCheck(writers: 2)
        let reader = try pipe.startReading { check.look($0) }
        func logTwice(_ number: Int, _ log: @escaping @Sendable () -> Log) throws(BodyFailure) {
            try onScheduler { (scope) throws(BodyFailure) in
                let thread = try OtherThread.start { log().append(LogCheck.text(0, number)) }
                let fiber = try scope.start("writer") { log().append(LogCheck.text(1, number)) }
                fiber.join()
                thread.join()
                try? log().flush(.endless)
            }
        }
        try withStandardError(pipe.writing) { () throws(BodyFailure) in try logTwice(0) { Log.standardError } }
        for number in 1...rounds {
            let log = Log(pipe.writing, idleNanoseconds: 0)
            try logTwice(number) { log }
        }
        try end(Log(pipe.writing), reader)
        try check.expectSound()
        try expect("lines that were read", check.lines, is: (rounds + 1) * 2)
        return "\(Words.count(rounds + 1, "log")) began with a thread's and a fiber's line at once"
    }

    private static func withStandardError(
        _ descriptor: Int32, _ body: () throws(BodyFailure) -> Void
    ) throws(BodyFailure) {
        let before: Int32
        do throws(CallFailure) {
            before = try checked("dup", "2") { dup(STDERR_FILENO) }
            _ = try checked("dup2", "2") { dup2(descriptor, STDERR_FILENO) }
        } catch {
            throw BodyFailure(error)
        }
        defer {
            dup2(before, STDERR_FILENO)
            close(before)
        }
        try body()
    }

    /// Each round the log's thread ends, while others log.
    static func writerEnds(_ effort: Effort) throws(BodyFailure) -> String {
        let rounds = max(1, effort.iterations / 10)
        let pipe = try LogPipe()
        let check = LogCheck(writers: 2)
        let reader = try pipe.startReading { check.look($0) }
        let log = Log(pipe.writing, idleNanoseconds: 0)
        @Sendable func write(_ writer: Int) {
            for number in 0..<rounds {
                log.append(LogCheck.text(writer, number))
                try? log.flush(.endless)
            }
        }
        try onScheduler { (scope) throws(BodyFailure) in
            let thread = try OtherThread.start { write(0) }
            let fiber = try scope.start("writer") { write(1) }
            fiber.join()
            thread.join()
        }
        try end(log, reader)
        try check.expectSound()
        try expect("lines that were read", check.lines, is: rounds * 2)
        return "\(Words.count(rounds * 2, "line")) came while the writer ended, and were written"
    }
}
