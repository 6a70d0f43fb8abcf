import Glibc
import Kernel
import Runtimes
import Support

extension Measurement {
    /// `fibers` that all sleep at the same time, and what each takes: bytes of memory while it sleeps, nanoseconds of
    /// the processor to be spawned and fall asleep, and to wake, end and be joined.
    ///
    /// Memory is what the process itself has more, with its page tables. They wake in another order than they fell
    /// asleep in.
    static func sleeperFigures(fibers: Int) throws -> [Double] {
        try Evented().run { scope in
            // A moment by which all of them sleep, and within 100 ns for each of them from there.
            let wake = Clock.nanoseconds + 500_000_000 + Int64(fibers) * 20_000
            var asleep = 0
            let bytesBefore = try memoryBytes()
            let start = processorNanoseconds()
            let sleepers = try (0..<fibers).map { number in
                let moment = wake + Int64(number * 7919 % fibers) * 100
                return try scope.spawn {
                    asleep += 1
                    try scope.sleep(untilNanoseconds: moment)
                }
            }
            while asleep < fibers { scope.yield() }
            let sleeping = processorNanoseconds()
            let bytes = try memoryBytes() - bytesBefore
            precondition(Clock.nanoseconds < wake, "the first woke before the last fell asleep")
            let waking = processorNanoseconds()
            for sleeper in sleepers { try sleeper.join() }
            let end = processorNanoseconds()
            return [bytes, Double(sleeping - start), Double(end - waking)].map { $0 / Double(fibers) }
        }
    }

    /// The process's resident memory and page tables.
    static func memoryBytes() throws -> Double {
        let status = try TextFile.read("/proc/self/status").split(separator: "\n")
        return try ["VmRSS:", "VmPTE:"].reduce(0) { sum, field in
            let line = status.first { $0.hasPrefix(field) }
            guard let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Double($0) })
            else { throw Missing("/proc/self/status has no \(field)") }
            return sum + kibibytes * 1024
        }
    }

    /// How long this thread has run.
    private static func processorNanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
