import Fibers
import Glibc
import Kernel
import Runtimes
import Sync
import Synchronization

/// Where those act who use a lock: each is a thread, or all are fibers of one.
///
/// Nothing here has a deadline but the process that it runs in, whose time ends.
struct Stage {
    /// nil where they are threads.
    let scope: FiberScope?

    static var threads: Stage { Stage(scope: nil) }

    /// Runs `body` as a fiber of a ring.
    static func onFibers(_ body: @escaping (Stage) throws(BodyFailure) -> Finding) throws(BodyFailure) -> Finding {
        guard hasRing else {
            // A lock asks nothing of the ring.
            Workbench.note("on a scheduler without a ring, because there is none here")
            return try onScheduler { (scope) throws(BodyFailure) in try body(Stage(scope: scope)) }
        }
        return try onRing { (scope) throws(BodyFailure) in try body(Stage(scope: scope.fibers)) }
    }

    private static var hasRing: Bool {
        do {
            _ = try Evented()
            return true
        } catch {
            return false
        }
    }

    /// One who acts.
    enum Actor {
        case thread(ActingThread)
        case fiber(SpawnedFiber<Void, Never>)

        func join() {
            switch self {
            case .thread(let thread): thread.join()
            case .fiber(let fiber): fiber.join()
            }
        }
    }

    func start(_ name: StaticString, _ body: @escaping () -> Void) throws(BodyFailure) -> Actor {
        guard let scope else { return .thread(try ActingThread.start(body)) }
        return .fiber(try scope.start(name, body))
    }

    func wait(until condition: () -> Bool) { while !condition() { rest() } }

    /// Waits until somebody sleeps in the call before which they raised `flag`, or is through with it.
    func wait(for actor: Actor, asleepAfter flag: Flag, or isThrough: Flag) {
        wait { flag.isUp }
        // A fiber that has raised it has let this one run since: by that call, or after it.
        guard case .thread(let thread) = actor else { return }
        wait { isThrough.isUp || thread.isAsleep }
    }

    /// Lets others go on.
    func rest() {
        if let scope { scope.yield() } else { sched_yield() }
    }

    /// A fiber that waits for something else, as a server's wait for requests: without it a runtime may see that all
    /// others wait for each other.
    func startBystander() throws(BodyFailure) {
        guard let scope else { return }
        let requests = Requests()
        do throws(StackFailure) {
            try scope.detach("bystander") { requests.wait() }
        } catch {
            throw .prevented("\(error)")
        }
    }

    private final class Requests {
        private let event = Event()

        /// The scope's end is what it is interrupted by.
        func wait() { try? event.wait() }
    }
}

/// An answer that somebody got.
final class Answer: Sendable {
    private let value = Atomic<Int32>(0)

    /// nil before, and where there was no errno.
    var errno: Errno? {
        let number = value.load(ordering: .sequentiallyConsistent)
        return number == 0 ? nil : Errno(number)
    }

    func set(_ errno: Errno?) { value.store(errno?.number ?? 0, ordering: .sequentiallyConsistent) }
}
