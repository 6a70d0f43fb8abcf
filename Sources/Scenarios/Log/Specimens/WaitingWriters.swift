import CKernel
import CLiburing
import Fibers
import Glibc
import Kernel
import Ring
import Synchronization

/// Writers that wait for a full pipe in ways that stop others, or end with it.
enum WaitingWriters {
    /// How often the ring's thread is seen asleep before somebody reads.
    private static let looks = 100

    /// A fiber writes to a full pipe by write(2): the thread of the ring and of all its fibers sleeps.
    static func blockingWrite(_ effort: Effort) throws(BodyFailure) -> Finding {
        let pipe = try LogPipe()
        try pipe.fill()
        let isWriting = Flag()
        let turns = Shared(Atomic<Int>(0))
        let meanwhile = try onRing { (scope) throws(BodyFailure) -> Int in
            let thread = thread_number()
            let reader = try OtherThread.start {
                while !isWriting.isUp { Processors.rest(nanoseconds: 20_000) }
                // Either of them: where the write does not wait, a sibling has turns. Without /proc nobody is seen.
                var seen = 0
                while seen < looks, turns.value.load(ordering: .relaxed) < looks {
                    if ThreadActivity(of: thread)?.isAsleep != false { seen += 1 }
                    Processors.rest(nanoseconds: 20_000)
                }
                _ = try? pipe.readSome()
            }
            var isOver = false
            let sibling = try scope.fibers.start("sibling") {
                while !isOver {
                    turns.value.add(1, ordering: .relaxed)
                    scope.yield()
                }
            }
            scope.yield()
            turns.value.store(0, ordering: .relaxed)
            isWriting.raise()
            _ = write(pipe.writing, "a line\n", 7)
            let meanwhile = turns.value.load(ordering: .relaxed)
            isOver = true
            sibling.join()
            reader.join()
            return meanwhile
        }
        guard meanwhile == 0 else { return .unharmed("a sibling had \(Words.count(meanwhile, "turn")) meanwhile") }
        return .wrong("siblings had 0 turns while a line waited for its reader")
    }

    /// A fiber holds a threads' lock while its line waits for the full pipe, by the ring. Its sibling wants the lock: the
    /// thread sleeps that would see that the pipe has room again.
    static func heldLock(_ effort: Effort) throws(BodyFailure) -> Finding {
        let pipe = try LogPipe()
        try pipe.fill()
        let lock = BackendBoundMutex(.threaded)
        let isLocking = Flag()
        try onRing { (scope) throws(BodyFailure) in
            let reader = try OtherThread.start {
                while !isLocking.isUp { Processors.rest(nanoseconds: 20_000) }
                _ = try? pipe.readSome()
            }
            let line = Array("a line\n".utf8)
            let holder = try scope.fibers.start("holder") {
                lock.lock()
                defer { lock.unlock() }
                line.withUnsafeBytes { line in
                    var submission = Submission()
                    submission.opcode = UInt8(IORING_OP_WRITE.rawValue)
                    submission.descriptor = pipe.writing
                    submission.address = UInt64(UInt(bitPattern: line.baseAddress))
                    submission.length = UInt32(line.count)
                    submission.offset = .max  // where the file stands
                    _ = try? scope.perform(submission)
                }
            }
            let second = try scope.fibers.start("second") {
                // The ring has its turn, and with it the holder's write.
                try? scope.sleep(nanoseconds: 1_000_000)
                Workbench.note("the pipe is read from now on, and the second fiber sleeps with the ring's thread")
                isLocking.raise()
                lock.lock()
                lock.unlock()
            }
            holder.join()
            second.join()
            reader.join()
        }
        return .unharmed("the second fiber waited for the first")
    }

    /// Who reads the log is gone, and nobody has told the kernel what to do about it.
    static func readerGone(_ effort: Effort) throws(BodyFailure) -> Finding {
        let abandoned = try LogPipe.abandoned()
        // As in a program that does nothing about it, but for the record.
        let installed = crash_install_for(SIGPIPE)
        if installed < 0 { throw .prevented("no crash handler: \(Errno(-installed))") }
        let result = write(abandoned.number, "a line\n", 7)
        return .unharmed("write(2) answered \(result)")
    }
}
