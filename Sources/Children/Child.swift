import CKernel
import Glibc
package import Kernel

/// One piece of work in a child process: this very program again, under a verb of its own, whose standard output comes
/// back line by line.
///
/// posix_spawn(3) and not fork(2): the child starts from a clean image, whatever state the parent is in.
package struct Child: ~Copyable {
    /// The bounds within which a child has to come to its end.
    package struct Bounds: Sendable {
        /// When it has to be over, on the monotonic clock.
        package var deadlineNanoseconds: Int64
        /// How long it may say nothing once it has said something.
        package var silenceLimitMilliseconds: Int32
        /// How much it may say.
        package var outputLimitBytes: Int

        package init(deadlineNanoseconds: Int64, silenceLimitMilliseconds: Int32, outputLimitBytes: Int) {
            self.deadlineNanoseconds = deadlineNanoseconds
            self.silenceLimitMilliseconds = silenceLimitMilliseconds
            self.outputLimitBytes = outputLimitBytes
        }
    }

    private let identifier: pid_t
    private let output: Descriptor

    /// Starts this program again with `arguments`.
    ///
    /// - Parameters:
    ///   - capturesErrors: whether its standard error comes back too, among the lines of its standard output in the
    ///     order they were written.
    ///   - program: another program, for tests.
    /// - Throws: what posix_spawn(3) or pipe2(2) answered; ENOENT when the program cannot find its own file.
    package static func start(
        _ arguments: [String], capturesErrors: Bool = false, program: String? = Program.path
    ) throws(CallFailure) -> Child {
        guard let path = program else { throw CallFailure("posix_spawn", "own executable", .noSuchFile) }
        let pipe = try Descriptor.pipe()

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipe.second.number, STDOUT_FILENO)
        if capturesErrors { posix_spawn_file_actions_adddup2(&actions, pipe.second.number, STDERR_FILENO) }

        // Ignored signals and the mask are inherited: a child must be killable by what it does wrong. What a terminal
        // or a shell sends to all of them, this process is told to survive (nohup(1)), and the child with it.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] where is_signal_ignored(signal) != 0 {
            sigdelset(&signals, signal)
        }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var vector: [UnsafeMutablePointer<CChar>?] = (["uringctl"] + arguments).map { strdup($0) } + [nil]
        defer { for case let argument? in vector { free(argument) } }
        var identifier: pid_t = 0
        let result = posix_spawn(&identifier, path, &actions, &attributes, &vector, program_environment())
        // Where this program lies can hold the name of a user.
        if result != 0 { throw CallFailure("posix_spawn", "own executable", Errno(result)) }
        return Child(identifier: identifier, output: pipe.keepingFirst())
    }

    private init(identifier: pid_t, output: consuming Descriptor) {
        self.identifier = identifier
        self.output = output
    }

    /// Hands each line the child writes to `line`, until the child has ended, is past its bounds, or has to stop; then
    /// reaps it.
    ///
    /// An unfinished last line is dropped: the child died while writing it.
    package consuming func run(
        within bounds: Bounds, unless stop: StopRequest? = nil, line: (Substring) -> Void
    ) -> Outcome {
        let cutShort = read(within: bounds, unless: stop, line: line)
        if cutShort != nil { kill(identifier, SIGKILL) }
        // What was killed needs a moment to die; what closed its output is about to exit.
        let patience = cutShort == nil ? max(0, bounds.deadlineNanoseconds - Clock.nanoseconds) : 0
        let end = Clock.nanoseconds + max(patience, 500_000_000)
        if let outcome = reap(untilNanoseconds: end, unless: cutShort == nil ? stop : nil) {
            // A terminal sends the signal to the child too, which can be gone before this process looks.
            if let stop, stop.isRequested, outcome.isDeathByStopSignal { return .interrupted }
            return cutShort ?? outcome
        }
        kill(identifier, SIGKILL)
        let reason = cutShort ?? (stop?.isRequested == true ? .interrupted : .hung)
        return reap(untilNanoseconds: Clock.nanoseconds + 200_000_000, unless: nil) == nil
            ? .leftBehind(processIdentifier: identifier) : reason
    }

    /// nil once the child has closed its output; else why there is nothing more to wait for.
    private borrowing func read(
        within bounds: Bounds, unless stop: StopRequest?, line: (Substring) -> Void
    ) -> Outcome? {
        var pending: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        var received = 0
        while true {
            let left = (bounds.deadlineNanoseconds - Clock.nanoseconds) / 1_000_000
            // Starting may take its time: silence counts from the first word.
            let wait = received == 0 ? left : min(Int64(bounds.silenceLimitMilliseconds), left)
            guard wait > 0, received < bounds.outputLimitBytes else { return .hung }
            do throws(CallFailure) {
                let (mayRead, mustStop) = try waitUntilReadable(
                    output.number, or: stop?.descriptor ?? -1, timeoutMilliseconds: Int32(wait))
                if mustStop { return .interrupted }
                if !mayRead { return .hung }
                let count = try checked("read") { Glibc.read(output.number, &buffer, buffer.count) }
                if count == 0 { return nil }
                received += count
                pending += buffer[..<count]
            } catch {
                return .lost
            }
            while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                line(Substring(String(decoding: pending[..<end], as: UTF8.self)))
                pending.removeSubrange(...end)
            }
        }
    }

    /// waitpid(2) with a bound: nil when the child is still there at `untilNanoseconds`, or when it is time to stop.
    private borrowing func reap(untilNanoseconds: Int64, unless stop: StopRequest?) -> Outcome? {
        var status: Int32 = 0
        var pause = timespec(tv_sec: 0, tv_nsec: 50_000)
        while true {
            let result = waitpid(identifier, &status, WNOHANG)
            if result == identifier { return Outcome(waitStatus: status) }
            if result < 0 && errno != EINTR { return .lost }
            if Clock.nanoseconds >= untilNanoseconds || stop?.isRequested == true { return nil }
            nanosleep(&pause, nil)
            pause.tv_nsec = min(pause.tv_nsec * 2, 10_000_000)
        }
    }
}
