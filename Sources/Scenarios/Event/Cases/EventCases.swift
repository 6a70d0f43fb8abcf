import Fibers
import Kernel
import Sync

/// Events and counters: who has begun to wait goes on, whatever comes right after.
enum EventCases {
    /// Threads and fibers wait; the event is set and reset before any of them looks.
    static func setAndReset(_ effort: Effort) throws(BodyFailure) -> String {
        let rounds = max(1, effort.iterations / 20)
        let (threadCount, fiberCount) = (3, 3)
        try onScheduler { (scope) throws(BodyFailure) in
            for _ in 0..<rounds {
                let stage = Staged.Stage(limit: threadCount + fiberCount)
                let event = Shared(Event(on: Staged(stage)))
                let threads = try (0..<threadCount).map { _ throws(BodyFailure) in
                    try OtherThread.start { _ = try? event.value.wait(.endless) }
                }
                let fibers = try (0..<fiberCount).map { _ throws(BodyFailure) in
                    try scope.start("waiter") { () throws(WaitFailure) in try event.value.wait() }
                }
                scope.yield { stage.arrivalCount == threadCount + fiberCount }
                event.value.set()
                event.value.reset()
                for fiber in fibers { try expectWoken(fiber) }
                for thread in threads { thread.join() }
                try expect(!event.value.isSet, "the event is set after its reset")
            }
        }
        let waiters = "\(threadCount) threads and \(fiberCount) fibers"
        return "\(waiters) went on, \(Words.count(rounds, "time"))"
    }

    /// Somebody has begun to wait; the event is set and reset before it sleeps.
    static func beforeSleep(_ effort: Effort) throws(BodyFailure) -> String {
        let event = Late<Event<Staged>>()
        defer { event.empty() }
        let stage = Staged.Stage(limit: effort.iterations * 2) {
            event.value.set()
            event.value.reset()
        }
        event.fill(Event(on: Staged(stage)))
        try onThreadAndFiber(effort.iterations) { () throws(WaitFailure) in try event.value.wait(.endless) }
        try expect("how many were about to sleep", stage.arrivalCount, is: effort.iterations * 2)
        return "\(Words.count(effort.iterations * 2, "waiter")) went on that came before it was set"
    }

    /// A counter's release between the look and the wait, and once more between the wait and the sleep.
    static func snapshot(_ effort: Effort) throws(BodyFailure) -> String {
        let counter = Late<WakeCounter<Staged>>()
        defer { counter.empty() }
        let stage = Staged.Stage(limit: effort.iterations * 2) { counter.value.release() }
        counter.fill(WakeCounter(on: Staged(stage)))
        try onThreadAndFiber(effort.iterations) { () throws(WaitFailure) in
            let seen = counter.value.count
            counter.value.release()
            try counter.value.wait(past: seen, .endless)
            try counter.value.wait(past: counter.value.count, .endless)
        }
        try expect("the count", counter.value.count, is: UInt32(truncatingIfNeeded: effort.iterations * 4))
        return "\(Words.count(effort.iterations * 4, "release")) were seen, none of them by a sleeper"
    }

    /// A thread wakes a fiber on a ring, whose thread waits for completions, and the fiber the thread.
    static func threadAndFiber(_ effort: Effort) throws(BodyFailure) -> String {
        let rounds = effort.iterations
        let (toThread, toFiber) = (Shared(Event()), Shared(Event()))
        try onRing { (scope) throws(BodyFailure) in
            let thread = try OtherThread.start {
                for _ in 0..<rounds {
                    _ = try? toThread.value.wait(.endless)
                    toThread.value.reset()
                    toFiber.value.set()
                }
            }
            for _ in 0..<rounds {
                toThread.value.set()
                _ = try? toFiber.value.wait(.endless)
                toFiber.value.reset()
            }
            thread.join()
        }
        return "they woke each other \(Words.count(rounds, "time"))"
    }

    // MARK: Common to them

    /// What its own stage needs to know.
    private final class Late<Value: ~Copyable & Sendable>: @unchecked Sendable {
        // Unchecked: filled before another thread or fiber knows of it.
        private var content: Shared<Value>?
        var value: Value { _read { yield content.unsafelyUnwrapped.value } }
        func fill(_ value: consuming Value) { content = Shared(value) }
        /// The stage would keep what it knows, and that the stage.
        func empty() { content = nil }
    }

    /// Runs `body` that often on this thread, and as a fiber.
    private static func onThreadAndFiber(
        _ count: Int, _ body: @escaping () throws(WaitFailure) -> Void
    ) throws(BodyFailure) {
        func repeated() throws(BodyFailure) {
            for _ in 0..<count {
                do throws(WaitFailure) { try body() } catch { throw .failed("a wait without an end: \(error)") }
            }
        }
        try repeated()
        try onScheduler { _ throws(BodyFailure) in try repeated() }
    }
}

/// - Throws: `.failed` where the fiber's wait ended for want of patience.
func expectWoken(_ fiber: SpawnedFiber<Void, WaitFailure>) throws(BodyFailure) {
    do throws(WaitFailure) { try fiber.join() } catch { throw .failed("a fiber was not woken: \(error)") }
}
