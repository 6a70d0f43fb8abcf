import Catalog
import Glibc
import Kernel
import Ring

/// What timers of these checks take.
private let shortNanoseconds: Int64 = 1_000_000
private let longNanoseconds: Int64 = 3_600_000_000_000

extension OperationCheck {
    /// Timers: that they expire, and not before their time.
    static let timerChecks: [OperationCheck] = [
        .operation("TIMEOUT") { bench in
            try expectExpiry { try bench.expect(timeout(shortNanoseconds), is: .timerExpired) }
        },
        .operation("TIMEOUT_REMOVE") { bench in
            let timer = try bench.start(timeout(longNanoseconds))
            try bench.expect(.of("TIMEOUT_REMOVE") { $0.address = timer.userData })
            try bench.expect(timer, is: .cancelled)
        },
        .operation("LINK_TIMEOUT") { bench in
            try expectExpiry {
                let (read, timer) = try linkedRead(bench, shortNanoseconds)
                try bench.expect(read, is: .cancelled)
                try bench.expect(timer, is: .timerExpired)
            }
        },

        .flag("TIMEOUT_ABS") { bench in try expectExpiryAt(bench, CLOCK_MONOTONIC, flags: 1) },
        .flag("TIMEOUT_BOOTTIME") { bench in try expectExpiryAt(bench, CLOCK_BOOTTIME, flags: 1 | 1 << 2) },
        .flag("TIMEOUT_REALTIME") { bench in try expectExpiryAt(bench, CLOCK_REALTIME, flags: 1 | 1 << 3) },
        .flag("TIMEOUT_ETIME_SUCCESS") { bench in
            for (flags, linked) in [(UInt32(0), -Int(Errno.cancelled.number)), (1 << 5, 0)] {
                let requests = try bench.start([
                    timeout(shortNanoseconds, flags: flags).with("IO_LINK"), .of("NOP"),
                ])
                try bench.expect(requests[0], is: .timerExpired)
                try bench.expect(requests[1], is: linked)
            }
        },
        .flag("TIMEOUT_MULTISHOT") { bench in
            var submission = timeout(shortNanoseconds, flags: 1 << 6)
            submission.offset = 2  // times
            let request = try bench.start(submission)
            for hasMore in [true, false] {
                let completion = try bench.completion(of: request)
                guard completion.errno == .timerExpired else {
                    throw VerifyBench.surprise("TIMEOUT", Int(completion.result), "\(Errno.timerExpired)")
                }
                try expect("whether more follows", completion.flags & CompletionFlag.more != 0, is: hasMore)
            }
        },
        .flag("TIMEOUT_IMMEDIATE_ARG") { bench in
            try expectExpiry {
                try bench.expect(
                    .of("TIMEOUT") {
                        ($0.address, $0.length, $0.operation_flags) = (UInt64(shortNanoseconds), 1, 1 << 7)
                    }, is: .timerExpired)
            }
        },
        .flag("TIMEOUT_UPDATE") { bench in
            let timer = try bench.start(timeout(longNanoseconds))
            try bench.expect(update(timer, flags: 1 << 1))
            try bench.expect(timer, is: .timerExpired)
        },
        .flag("LINK_TIMEOUT_UPDATE") { bench in
            let (read, timer) = try linkedRead(bench, longNanoseconds)
            try bench.expect(update(timer, flags: 1 << 1 | 1 << 4))
            try bench.expect(read, is: .cancelled)
            try bench.expect(timer, is: .timerExpired)
        },
    ]

    static func timeout(_ nanoseconds: Int64, flags: UInt32 = 0) -> Submission {
        .of("TIMEOUT", -1, BenchMemory(time: nanoseconds), 1) { $0.operation_flags = flags }
    }

    private static func update(_ timer: Request, flags: UInt32) -> Submission {
        .of("TIMEOUT_REMOVE") {
            ($0.address, $0.operation_flags) = (timer.userData, flags)
            $0.offset = BenchMemory(time: shortNanoseconds).address
        }
    }

    /// A read of a pipe that stays empty, and the timer that limits it.
    private static func linkedRead(
        _ bench: VerifyBench, _ nanoseconds: Int64
    ) throws -> (read: Request, timer: Request) {
        let pipe = try bench.pipe()
        let requests = try bench.start([
            Submission.of("READ", pipe.readingEnd, BenchMemory(1)).with("IO_LINK"),
            .of("LINK_TIMEOUT", -1, BenchMemory(time: nanoseconds), 1),
        ])
        return (requests[0], requests[1])
    }

    /// That `body` takes no less than a short timer.
    private static func expectExpiry(_ body: () throws -> Void) throws {
        let start = Clock.nanoseconds
        try body()
        let taken = Clock.nanoseconds - start
        try expect(taken >= shortNanoseconds, "the timer took \(taken) ns of \(shortNanoseconds)")
    }

    /// That a timer for a point in time of `clock` does not expire before it.
    private static func expectExpiryAt(_ bench: VerifyBench, _ clock: Int32, flags: UInt32) throws {
        let end = nanoseconds(of: clock) + shortNanoseconds
        try bench.expect(timeout(end, flags: flags), is: .timerExpired)
        let late = nanoseconds(of: clock) - end
        // The calendar's clock may be set meanwhile.
        try expect(late >= 0 || clock == CLOCK_REALTIME, "the timer expired \(-late) ns too early")
    }

    private static func nanoseconds(of clock: Int32) -> Int64 {
        var now = timespec()
        clock_gettime(clock, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}

extension BenchMemory {
    /// struct __kernel_timespec.
    init(time nanoseconds: Int64) { self.init([nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000]) }
}
