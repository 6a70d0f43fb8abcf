import CLiburing
import Fibers
import Glibc
import Kernel
import Ring
import Runtimes

/// A ring's queues when they are too small: nothing is lost, and it is counted.
enum QueueCases {
    static func submissionFull(_ effort: Effort) throws(BodyFailure) -> String {
        var configuration = Evented.Configuration()
        configuration.entries = 4
        let fibers = max(8, min(effort.iterations, 1000))
        return try onRingByOpcodes(configuration) { (scope) throws(BodyFailure) in
            let pipe = try makePipe()
            defer { extendLifetime(pipe) }
            let tasks = try wait(scope, fibers, for: pipe.first.number)
            scope.yield()
            try tell(pipe.second.number)
            for task in tasks { try task.join() }
            let full = scope.counters.fullSubmissionQueues
            try expect(full > 0, "the submission queue of 4 was never full")
            return "\(Words.count(fibers, "operation")) went through a queue of 4, which was full "
                + Words.count(Int(full), "time")
        }
    }

    /// All completions come in one moment, more than their queue has room for.
    static func completionOverflow(_ effort: Effort) throws(BodyFailure) -> String {
        var configuration = Evented.Configuration()
        configuration.entries = 8
        configuration.completionEntries = 16
        // Where completions wait until the ring asks for them, there is room whenever one is made.
        configuration.setup = SetupLadder([0])
        let fibers = max(64, min(effort.iterations, 1000))
        return try onRingByOpcodes(configuration) { (scope) throws(BodyFailure) in
            let pipe = try makePipe()
            defer { extendLifetime(pipe) }
            let tasks = try wait(scope, fibers, for: pipe.first.number)
            for _ in 0..<4 { scope.yield() }
            try tell(pipe.second.number)
            for task in tasks { try task.join() }
            let counters = scope.counters
            try expect("how many completions the kernel lost", counters.lostCompletions, is: 0)
            try expect(counters.completionOverflows > 0, "the completion queue of 16 never overflowed")
            return "\(Words.count(fibers, "completion")) came through a queue of 16, which had overflowed "
                + "\(Words.count(Int(counters.completionOverflows), "time")), and none was lost"
        }
    }

    /// So many fibers, each of which waits by POLL_ADD until `descriptor` can be read.
    private static func wait(
        _ scope: EventedScope, _ fibers: Int, for descriptor: Int32
    ) throws(BodyFailure) -> [RuntimeTask<Void, BodyFailure>] {
        var tasks: [RuntimeTask<Void, BodyFailure>] = []
        for _ in 0..<fibers {
            tasks.append(
                try scope.begin("poll") { (scope) throws(BodyFailure) in
                    var submission = Submission()
                    submission.opcode = UInt8(IORING_OP_POLL_ADD.rawValue)
                    submission.descriptor = descriptor
                    submission.operation_flags = UInt32(POLLIN).littleEndian
                    let completion: Completion
                    do throws(Interruption) { completion = try scope.perform(submission) } catch {
                        throw .failed("\(error)")
                    }
                    if let errno = completion.errno { throw .failed("IORING_OP_POLL_ADD: \(errno)") }
                    try expect(completion.result & POLLIN != 0, "a poll ended with nothing to read")
                })
        }
        return tasks
    }

    private static func tell(_ descriptor: Int32) throws(BodyFailure) {
        do throws(CallFailure) { _ = try checked("write", "pipe") { write(descriptor, "1", 1) } } catch {
            throw BodyFailure(error)
        }
    }
}
