import CKernel
import Glibc
import Kernel

/// Ends the time of a process of which no thread runs any more, and none can: what came to no end need not be waited
/// for.
///
/// A process whose threads all sleep, and are still in the same sleep a while later, is stuck unless somebody outside
/// of it, or a timer of more than that while, wakes one; what is watched here has neither. A thread that only waits for
/// a processor does not sleep, however busy the machine is.
enum SleepWatch {
    /// How the note begins that says so.
    static let notePrefix = "asleep for good: "

    private static let lookNanoseconds = 5_000_000
    private static let looks = 10
    private static let threadLimit = 64

    /// Watches the process from a thread of its own. Without /proc nobody does, and the time has to run out.
    static func start() throws(BodyFailure) {
        _ = try OtherThread.start {
            // The signal is for a thread that is stuck, so that its stack is written down.
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, SIGALRM)
            pthread_sigmask(SIG_BLOCK, &signals, nil)
            let own = thread_number()
            var before: [Int32: ThreadActivity] = [:]
            var unchanged = 0
            while unchanged < looks {
                Processors.rest(nanoseconds: lookNanoseconds)
                guard let now = activities(but: own) else { return }
                unchanged = now == before && now.values.allSatisfy(\.isAsleep) ? unchanged + 1 : 0
                before = now
            }
            Workbench.note(notePrefix + Words.count(before.count, "thread"))
            Workbench.endTime()
        }
    }

    /// nil without /proc.
    private static func activities(but own: Int32) -> [Int32: ThreadActivity]? {
        guard let numbers = try? Directory.numbers(in: "/proc/self/task", limit: threadLimit).numbers else {
            return nil
        }
        var activities: [Int32: ThreadActivity] = [:]
        for number in numbers where number != own { activities[number] = ThreadActivity(of: number) }
        return activities
    }
}
