import Children
import Glibc

extension Scenario {
    /// A log that threads and fibers write to, and what others do to them.
    package static let log = Scenario(
        name: "log", subject: "lines", cases: logCases, specimens: torn + waiting)

    private static let logCases = [
        Case(
            "whole-lines", "threads and fibers on a ring log at once, and every line is whole", needsRing: true,
            LogCases.wholeLines),
        Case(
            "blocked-reader", "nobody reads: a ring goes on, and dropped lines are told of", needsRing: true,
            LogObstacleCases.blockedReader),
        Case("first-line", "nothing is set up before the first line", LogCases.firstLine),
        Case("writer-ends", "lines that come while the log's thread ends are written", LogCases.writerEnds),
        Case("flush", "a fiber that flushes waits alone, and can be cut short", LogObstacleCases.flush),
        Case("broken-pipe", "the reader is gone: lines are lost and told of later", LogObstacleCases.brokenPipe),
        Case("non-blocking", "a full descriptor that does not block loses no line", LogObstacleCases.nonBlocking),
    ]

    private static let torn = [
        Specimen(
            "unguarded-writer", broken: "two fibers fill one buffer for lines, and nothing guards it",
            expected: "a torn line: one begins within the other",
            likeness: "lines hold parts of others, cut where whoever logs waits",
            TornLines.unguarded),
        Specimen(
            "recursive-lock", broken: "the same behind a recursive lock, which knows threads only",
            expected: "a torn line: both fibers are the same thread to the lock, and it lets the second in",
            likeness: "a lock guards all lines, and those of one thread's fibers are torn",
            TornLines.recursiveLock),
    ]

    private static let waiting = [
        Specimen(
            "blocking-write", broken: "a fiber writes a line by write(2) to a pipe that is full",
            expected: "the ring and every fiber on it stand still until somebody reads",
            likeness: "a whole ring pauses at once, and its thread sleeps in write",
            needsRing: true, WaitingWriters.blockingWrite),
        Specimen(
            "held-lock", broken: "a fiber holds a threads' lock while its line waits for a reader",
            expected: "a hang, though the pipe is read again: the thread sleeps that would see it",
            likeness: "a log that is slow once stops a ring for good, in futex",
            needsRing: true, patienceNanoseconds: 300_000_000, WaitingWriters.heldLock),
        Specimen(
            "reader-gone", broken: "a line goes to a pipe without a reader, and kills who writes",
            expected: "death by SIGPIPE, which leaves no message and no core",
            likeness: "a service ends with its log's reader, without a word, by 141",
            signatures: [Signature(SIGPIPE, SignalCode.fromUser)], WaitingWriters.readerGone),
    ]
}
