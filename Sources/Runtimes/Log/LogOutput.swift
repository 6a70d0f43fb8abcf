import Glibc
import Kernel

/// Where lines go: for one writer at a time.
struct LogOutput {
    let descriptor: Int32
    /// Lines that were dropped or lost after the last that got through.
    private var untold = 0
    /// A line was begun that came to no end.
    private var isMidLine = false

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Whether it takes a line now, or an error is waiting: poll(2).
    var isReady: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        // Of a number that is none, poll(2) says nothing, and write(2) EBADF.
        return descriptor < 0 || poll(&entry, 1, 0) > 0
    }

    /// - Parameter mayWait: whether to wait where the descriptor does not; otherwise that is a failure as others are.
    /// - Returns: why the line is lost, or what was to be said is not said yet; nil where all is written.
    mutating func write(_ item: LogQueue.Item, mayWait: Bool) -> Errno? {
        untold += item.dropped
        if untold > 0 {
            let end = isMidLine ? "\n" : ""
            let words = untold == 1 ? "(1 line was dropped)\n" : "(\(untold) lines were dropped)\n"
            if let failure = put(Array((end + words).utf8), mayWait) {
                if item.line != nil { untold += 1 }
                return failure
            }
            (untold, isMidLine) = (0, false)
        }
        guard let line = item.line, let failure = put(line, mayWait) else { return nil }
        untold += 1
        return failure
    }

    /// One write(2), unless the kernel takes less than all of it.
    private mutating func put(_ bytes: [UInt8], _ mayWait: Bool) -> Errno? {
        var done = 0
        while done < bytes.count {
            // The base address of an array that is not empty is that of its first byte.
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, $0.count - done) }
            if count > 0 {
                done += count
                continue
            }
            let failure = count == 0 ? Errno(EIO) : Errno(errno)
            if failure == .interrupted || failure == .tryAgain && mayWait && waitUntilReady() { continue }
            if done > 0 { isMidLine = true }
            return failure
        }
        return nil
    }

    private func waitUntilReady() -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&entry, 1, -1) > 0 || Errno(errno) == .interrupted
    }
}

/// The signals by which write(2) would end a process that does not handle them: SIGPIPE and SIGXFSZ, both sent to the thread
/// that writes.
enum LogSignals {
    private static var all: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        sigaddset(&signals, SIGXFSZ)
        return signals
    }

    /// For a thread of the log's own: they stay pending, and go with it.
    static func block() {
        var signals = all
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// On somebody else's thread, which finds them as they were.
    static func withhold<Value>(during body: () -> Value) -> Value {
        var (signals, mask, before, after) = (all, sigset_t(), sigset_t(), sigset_t())
        pthread_sigmask(SIG_BLOCK, &signals, &mask)
        defer { pthread_sigmask(SIG_SETMASK, &mask, nil) }
        sigpending(&before)
        let value = body()
        sigpending(&after)
        for signal in [SIGPIPE, SIGXFSZ] where sigismember(&after, signal) == 1 && sigismember(&before, signal) == 0 {
            var own = sigset_t()
            sigemptyset(&own)
            sigaddset(&own, signal)
            var atOnce = timespec()
            sigtimedwait(&own, nil, &atOnce)
        }
        return value
    }
}
