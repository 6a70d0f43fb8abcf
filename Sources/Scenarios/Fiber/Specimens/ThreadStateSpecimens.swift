import Fibers
import Glibc
import Synchronization

/// What belongs to the thread, and is taken for the fiber's.
enum ThreadStateSpecimens {
    static func mutexAcrossYield(_ effort: Effort) throws(BodyFailure) -> Finding {
        let mutex = Guarded()
        try onScheduler { (scope) throws(BodyFailure) in
            let holder = try scope.start("holder") { mutex.value.withLock { _ in scope.yield() } }
            let second = try scope.start("second") { mutex.value.withLock { $0 += 1 } }
            holder.join()
            second.join()
        }
        return .unharmed("the second fiber waited for the first")
    }

    private final class Guarded {
        let value = Mutex(0)
    }

    /// What the lazy constant below needs to wait, and a way to it that is no constant.
    nonisolated(unsafe) private static var scope: FiberScope?

    /// Its first user runs this, and others wait for that one: as threads.
    private static let lazy: Int = {
        scope?.yield()
        return 42
    }()

    static func suspendingStatic(_ effort: Effort) throws(BodyFailure) -> Finding {
        let sum = try onScheduler { (scope) throws(BodyFailure) -> Int in
            self.scope = scope
            defer { self.scope = nil }
            Workbench.note("the second fiber waits for a constant that the first one, which waits for its turn, makes")
            let first = try scope.start("first") { lazy }
            let second = try scope.start("second") { lazy }
            return first.join() + second.join()
        }
        return .unharmed("both fibers have the constant, \(sum) in sum")
    }

    static func errnoAcrossSwitch(_ effort: Effort) throws(BodyFailure) -> Finding {
        try onScheduler { (scope) throws(BodyFailure) -> Finding in
            let first = try scope.start("first") { () -> Int32 in
                errno = ENOENT
                scope.yield()
                return errno
            }
            let second = try scope.start("second") { _ = close(-1) }
            let found = first.join()
            second.join()
            return found == ENOENT
                ? .unharmed("errno was kept")
                : .wrong("errno is \(found) (EBADF) after a switch, was \(ENOENT) (ENOENT) before it")
        }
    }

    @TaskLocal private static var tenant = "nobody"

    static func taskLocalLeak(_ effort: Effort) throws(BodyFailure) -> Finding {
        try onScheduler { (scope) throws(BodyFailure) -> Finding in
            let first = try scope.start("first") { $tenant.withValue("first") { scope.yield() } }
            let second = try scope.start("second") { tenant }
            first.join()
            let found = second.join()
            return found == "nobody"
                ? .unharmed("the second fiber has the default")
                : .wrong("a fiber that set no task-local value reads \"\(found)\", which another fiber set for itself")
        }
    }
}
