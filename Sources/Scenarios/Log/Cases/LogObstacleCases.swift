import Fibers
import Glibc
import Kernel
import Runtimes
import Sync

/// A log whose descriptor takes nothing, or not now.
enum LogObstacleCases {
    /// Nobody reads: fibers go on, and what has no room is counted.
    static func blockedReader(_ effort: Effort) throws(BodyFailure) -> String {
        let room = 100
        let lines = room + effort.iterations
        let pipe = try LogPipe()
        try pipe.fill()
        let log = Log(pipe.writing, limits: Log.Limits(lines: room))
        var turns = 0
        try onRing { (scope) throws(BodyFailure) in
            var isOver = false
            let sibling = try scope.fibers.start("sibling") {
                while !isOver {
                    turns += 1
                    scope.yield()
                }
            }
            for number in 0..<lines {
                log.append(LogCheck.text(0, number))
                scope.yield()
            }
            isOver = true
            sibling.join()
        }
        // More where the log was busy for a moment.
        try expect(turns >= lines, "a sibling had \(turns) turns, and should have had \(lines)")
        let dropped = log.counts.dropped
        // One more than there is room for may be with the writer.
        try expect(dropped >= lines - room - 1, "only \(dropped) lines were dropped")
        let check = LogCheck(writers: 1)
        let reader = try pipe.startReading { check.look($0) }
        try LogCases.end(log, reader)
        try check.expectSound()
        try expect("lines that were said to be dropped", check.dropped, is: dropped)
        try expect("lines that were read or dropped", check.lines + check.dropped, is: lines)
        return "a ring went on; \(Words.count(check.lines, "line")) came, and \(Words.grouped(dropped)) were told of"
    }

    /// A fiber that flushes waits alone, and no longer than it wants to.
    static func flush(_ effort: Effort) throws(BodyFailure) -> String {
        let rounds = max(1, effort.iterations / 50)
        let turns = 10
        let pipe = try LogPipe()
        try onScheduler { (scope) throws(BodyFailure) in
            for round in 0..<rounds {
                try pipe.fill()
                let log = Log(pipe.writing, idleNanoseconds: 0)
                for number in 0..<2 { log.append(LogCheck.text(0, number)) }
                func flusher(_ patience: Patience) throws(BodyFailure) -> SpawnedFiber<Void, WaitFailure> {
                    try scope.start("flusher") { () throws(WaitFailure) in try log.flush(patience) }
                }
                let late = try flusher(.nanoseconds(1000))
                let cancelled = try flusher(.interruptible)
                let patient = try flusher(.interruptible)
                for _ in 0..<turns {
                    scope.yield()
                }
                cancelled.cancel()
                try expectEnd(late, by: .timedOut, round)
                try expectEnd(cancelled, by: .interrupted, round)
                try expect("round \(round): lines that were written", log.counts.written, is: 0)
                while log.counts.written < 2 {
                    if try pipe.hasSome() { _ = try pipe.readSome() }
                    scope.yield()
                }
                try expectWoken(patient)
            }
        }
        return "\(Words.grouped(rounds * 2)) flushes were cut short, \(Words.grouped(rounds)) waited on"
    }

    private static func expectEnd(
        _ fiber: SpawnedFiber<Void, WaitFailure>, by failure: WaitFailure, _ round: Int
    ) throws(BodyFailure) {
        var end: WaitFailure?
        do throws(WaitFailure) { try fiber.join() } catch { end = error }
        try expect("round \(round): how the flush ended", end, is: failure)
    }

    /// Who reads is gone: lines are lost and counted, and nobody dies; then somebody reads again.
    static func brokenPipe(_ effort: Effort) throws(BodyFailure) -> String {
        let lines = effort.iterations
        // As other programs have it: a write would end them.
        signal(SIGPIPE, SIG_DFL)
        let next = try LogPipe()
        let abandoned = try LogPipe.abandoned()
        defer { extendLifetime(abandoned) }
        let writing = abandoned.number
        let log = Log(writing)
        for number in 0..<lines {
            log.append(LogCheck.text(0, number))
            if number % 1000 == 999 { try? log.flush(.endless) }
        }
        try? log.flush(.endless)
        try expect("lines that were lost", log.counts.lost, is: lines)
        try expect("why", log.counts.lastFailure, is: .brokenPipe)
        dup2(next.writing, writing)
        let check = LogCheck(writers: 1)
        let reader = try next.startReading { check.look($0) }
        log.append(LogCheck.text(0, lines))
        try LogCases.end(log, reader)
        try check.expectSound()
        try expect("lines that were said to be dropped", check.dropped, is: lines)
        try expect("lines that were read", check.lines, is: 1)
        return "\(Words.count(lines, "line")) were lost to EPIPE, and the next told of them"
    }

    /// O_NONBLOCK, and no room: no line is lost for that.
    static func nonBlocking(_ effort: Effort) throws(BodyFailure) -> String {
        let lines = effort.iterations
        // As many as fit into the queue wait for the reader to begin.
        let before = min(lines, 1000)
        let pipe = try LogPipe()
        try pipe.fill()
        try pipe.stopBlocking()
        let log = Log(pipe.writing)
        for number in 0..<before { log.append(LogCheck.text(0, number)) }
        let check = LogCheck(writers: 1)
        let reader = try pipe.startReading { check.look($0) }
        for number in before..<lines {
            log.append(LogCheck.text(0, number))
            if number % 1000 == 999 { try? log.flush(.endless) }
        }
        try LogCases.end(log, reader)
        try check.expectSound()
        try expect("lines that were lost or dropped", log.counts.lost + log.counts.dropped, is: 0)
        try expect("lines that were read", check.lines, is: lines)
        return "\(Words.count(lines, "line")) came through a full pipe that does not block"
    }
}
