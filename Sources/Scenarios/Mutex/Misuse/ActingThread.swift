import CKernel
import Kernel
import Synchronization

/// A thread that uses a lock, and is looked at meanwhile.
final class ActingThread: @unchecked Sendable {
    // Unchecked: `thread` is written before anybody else has this object, and `body` is called once, by the thread.
    private var thread: OtherThread?
    private let number = Atomic<Int32>(0)
    private let end = Atomic<Bool>(false)
    private let body: () -> Void

    private init(_ body: @escaping () -> Void) { self.body = body }

    /// Starts a thread that runs `body`: to be joined once, or left to the end of the process.
    static func start(_ body: @escaping () -> Void) throws(BodyFailure) -> ActingThread {
        let acting = ActingThread(body)
        acting.thread = try OtherThread.start {
            acting.number.store(thread_number(), ordering: .releasing)
            acting.body()
            acting.end.store(true, ordering: .releasing)
        }
        return acting
    }

    func join() { thread?.join() }

    /// Whether it sleeps in the kernel now, as somebody does who waits for a lock.
    var isAsleep: Bool {
        let number = number.load(ordering: .acquiring)
        return number != 0 && !end.load(ordering: .acquiring) && ThreadActivity(of: number)?.isAsleep == true
    }
}

/// What the kernel tells of a thread of this process.
struct ThreadActivity: Equatable {
    /// In a wait that something may end, not for a disk or a page.
    var isAsleep: Bool
    /// How often it has fallen asleep, and lost its processor.
    var switches: String

    /// nil where the thread is gone, or /proc is not there.
    init?(of thread: Int32) {
        guard let text = try? TextFile.read("/proc/self/task/\(thread)/status") else { return nil }
        let lines = KeyedLines(text, separator: ":")
        guard let state = lines["State"] else { return nil }
        isAsleep = state.first == "S"
        switches = (lines["voluntary_ctxt_switches"] ?? "") + "," + (lines["nonvoluntary_ctxt_switches"] ?? "")
    }
}
