package import Kernel
package import Sync

/// A log, for any number of threads and fibers of any runtime: each text is a line, and each line is one write(2).
///
/// Nothing has to be set up or kept in mind, and nothing is made before the first line. Who logs never waits for the
/// descriptor: lines go into a queue, which a thread writes that is started for it, and ends when there was nothing to write
/// for a while. Where the queue is full, lines are dropped and counted, and before the next one that gets through the log
/// says so: `(12 lines were dropped)`. So it is with lines that cannot be written (EPIPE, ENOSPC, EBADF, …): no error of the
/// descriptor is fatal, and none sends a signal.
///
/// A line has at most 4096 bytes (PIPE_BUF), its line feed among them: longer texts are cut, and say so. So lines stay whole
/// in a pipe that other logs and processes write to as well, whether it blocks or not. What else takes only part of a line
/// (a socket, a terminal) gets the rest by another write, and what others write may come between; several logs of this
/// process for such a descriptor are better one. Control characters are replaced: a text is a line whatever is in it.
///
/// Lines of one thread or fiber are written in the order in which it logged them, and after all that it knew to be logged.
///
/// The thread does not keep the process alive: `flush` before an end is what has all written. A child of fork(2) has no
/// such thread, but what its parent had queued: it makes a log of its own, or executes a program. Not for signal handlers.
package final class Log: @unchecked Sendable {
    // Unchecked: the mutex guards what is below it, but for the output, which belongs to the one who writes.

    /// What may wait to be written, besides the line that is being written.
    package struct Limits: Sendable {
        package var lines: Int
        /// Their line feeds among them; at least 4096.
        package var bytes: Int

        package init(lines: Int = 8192, bytes: Int = 1 << 20) {
            self.lines = lines
            self.bytes = bytes
        }
    }

    /// What became of the lines so far; the others wait.
    package struct Counts: Sendable, Equatable {
        package var logged = 0
        package var written = 0
        /// There was no room in the queue.
        package var dropped = 0
        /// They could not be written.
        package var lost = 0
        /// Why the last of these could not.
        package var lastFailure: Errno?
    }

    /// For standard error.
    package static let standardError = Log(2)

    private let limits: Limits
    private let pool: ThreadPool
    private let idleNanoseconds: Int64
    /// For the writer: a line has come.
    private let arrivals = WakeCounter()
    /// For those who flush: what they wait for is settled.
    private let settlements = WakeCounter()
    private var output: LogOutput

    private let mutex = Mutex()
    private var queue: LogQueue
    private var writer = Writer.none
    /// How many of all lines are written, lost or dropped and said to be, from the first on.
    private var settled = 0
    /// What somebody who flushes, and sleeps while another writes, waits for `settled` to reach.
    private var nextTarget = Int.max
    /// But for what the queue knows.
    private var fates = Counts()

    private enum Writer {
        case none
        case busy
        case asleep
    }

    /// - Parameters:
    ///   - descriptor: stays the caller's, and has to stay open until the log is flushed: later its number may be another
    ///     file's.
    ///   - idleNanoseconds: how long the writing thread stays when there is nothing to write.
    package convenience init(
        _ descriptor: Int32, limits: Limits = Limits(), idleNanoseconds: Int64 = 10_000_000_000
    ) {
        // A thread waits here for lines, not in the pool.
        self.init(
            descriptor, limits, idleNanoseconds,
            ThreadPool(stackBytes: 1 << 18, idleNanoseconds: 0, onThreadStart: { LogSignals.block() }))
    }

    init(_ descriptor: Int32, _ limits: Limits, _ idleNanoseconds: Int64, _ pool: ThreadPool) {
        self.limits = limits
        self.pool = pool
        self.idleNanoseconds = idleNanoseconds
        output = LogOutput(descriptor)
        queue = LogQueue(limits)
    }

    /// Logs `text` as a line.
    package func append(_ text: String) {
        let line = LogLine.bytes(of: text)
        let call = mutex.withLock {
            queue.append(line)
            return callWriter()
        }
        _ = carryOut(call)
    }

    /// Waits until what was logged before is written, or cannot be.
    ///
    /// - Throws: when the patience has come to its end first.
    package func flush(_ patience: Patience = .interruptible) throws(WaitFailure) {
        let target = mutex.withLock { queue.logged }
        while true {
            let seen = settlements.count
            let call: Call? = mutex.withLock {
                if settled >= target { return nil }
                let call = callWriter()
                if call != .start { nextTarget = min(nextTarget, target) }
                return call
            }
            guard let call else { return }
            let hasThread = carryOut(call)
            if call != .start {
                try settlements.wait(past: seen, patience)
            } else if !hasThread, !isSettled(target) {
                try lookAgainLater(patience)
            }
        }
    }

    package var counts: Counts {
        mutex.withLock {
            var counts = fates
            counts.logged = queue.logged
            counts.dropped = queue.dropped
            return counts
        }
    }

    /// How many there are that write, or end.
    var threads: Int { pool.threads }

    // MARK: Who writes

    /// What whoever has something for the writer must do once the mutex is free.
    private enum Call {
        case nothing
        case wake
        case start
    }

    /// While holding the mutex.
    private func callWriter() -> Call {
        defer { writer = .busy }
        return switch writer {
        case .none: .start
        case .busy: .nothing
        case .asleep: .wake
        }
    }

    /// - Returns: whether a thread writes.
    private func carryOut(_ call: Call) -> Bool {
        switch call {
        case .nothing: return true
        case .wake: arrivals.release()
        case .start:
            do throws(ThreadFailure) { try pool.run { self.write() } } catch {
                writeAtOnce()
                return false
            }
        }
        return true
    }

    /// What the thread does: writes until there is nothing more for a while.
    private func write() {
        while let item = nextItem() { settle(item, output.write(item, mayWait: true)) }
    }

    private enum Turn {
        case write(LogQueue.Item)
        case wait
        case end
    }

    /// Waits for something to write; nil when there was nothing for a while, and whoever logs next has to start a thread.
    private func nextItem() -> LogQueue.Item? {
        var patience: Patience?
        while true {
            let seen = arrivals.count
            let turn: Turn = mutex.withLock {
                // Whoever logs sees whether the thread will look once more.
                if let item = queue.takeFirst() { return .write(item) }
                let isOver = patience.map { Clock.nanoseconds >= $0.untilNanoseconds } ?? (idleNanoseconds <= 0)
                writer = isOver ? .none : .asleep
                return isOver ? .end : .wait
            }
            switch turn {
            case .write(let item): return item
            case .end: return nil
            case .wait:
                let idle =
                    patience
                    ?? Patience(untilNanoseconds: Clock.nanoseconds(after: idleNanoseconds), isInterruptible: false)
                patience = idle
                try? arrivals.wait(past: seen, idle)
            }
        }
    }

    /// By whoever logs or flushes, where no thread can be had: writes what the descriptor takes without waiting. What is
    /// left has to wait for the next line or flush.
    private func writeAtOnce() {
        for _ in 0...limits.lines {
            guard output.isReady, let item = mutex.withLock({ queue.takeFirst() }) else { break }
            // Around nothing that waits: a fiber's siblings would run without the signals, and find others later.
            settle(item, LogSignals.withhold { output.write(item, mayWait: false) })
        }
        let somebodyWaits = mutex.withLock {
            defer { nextTarget = .max }
            writer = .none
            return nextTarget < .max
        }
        if somebodyWaits { settlements.releaseAll() }
    }

    private func settle(_ item: LogQueue.Item, _ failure: Errno?) {
        let somebodyWaits = mutex.withLock {
            settled = item.number
            if let failure { fates.lastFailure = failure }
            if item.line != nil {
                if failure == nil { fates.written += 1 } else { fates.lost += 1 }
            }
            guard settled >= nextTarget else { return false }
            nextTarget = .max
            return true
        }
        if somebodyWaits { settlements.releaseAll() }
    }

    private func isSettled(_ target: Int) -> Bool { mutex.withLock { settled >= target } }

    /// Where no thread can be had, nobody says when the descriptor takes more.
    private func lookAgainLater(_ patience: Patience) throws(WaitFailure) {
        let until = min(patience.untilNanoseconds, Clock.nanoseconds(after: 10_000_000))
        do throws(WaitFailure) {
            let pause = Patience(untilNanoseconds: until, isInterruptible: patience.isInterruptible)
            try settlements.wait(past: settlements.count, pause)
        } catch {
            if error == .interrupted || until == patience.untilNanoseconds { throw error }
        }
    }
}
