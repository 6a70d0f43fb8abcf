import Fibers
import Sync

/// An event for one waiter, and what becomes of the others.
enum EventSpecimens {
    private static func makeEvent(checksContract: Bool) -> Shared<SingleWaiterEvent<Native>> {
        Shared(SingleWaiterEvent(on: .shared, checksContract: checksContract))
    }

    /// Three wait; the first to go on resets the event for the next time.
    static func checked(_ effort: Effort) throws(BodyFailure) -> Finding {
        let event = makeEvent(checksContract: true)
        try onScheduler { (scope) throws(BodyFailure) in
            let fibers = try (0..<3).map { _ throws(BodyFailure) in
                try scope.start("waiter") {
                    do throws(EventFailure) { try event.value.wait() } catch {
                        // What Zig's debug builds say.
                        if error == .resetWhileWaiting { fatalError("reset called before pending wait returned") }
                    }
                    event.value.reset()
                }
            }
            scope.yield()
            event.value.set()
            for fiber in fibers { fiber.join() }
        }
        return .unharmed("all three waiters went on")
    }

    /// One waits; the event is reset, though it is not set, and then set.
    static func silent(_ effort: Effort) throws(BodyFailure) -> Finding {
        let event = makeEvent(checksContract: false)
        return try onScheduler { (scope) throws(BodyFailure) -> Finding in
            let waiter = try scope.start("waiter") { () throws(EventFailure) in try event.value.wait() }
            scope.yield { event.value.isAwaited }
            event.value.reset()
            event.value.set()
            // Turns enough for whoever was woken.
            for _ in 0..<100 { scope.yield() }
            let sleepsOn = event.value.isSet && event.value.isAwaited
            // Ends the wait, so that this process comes to its end.
            waiter.cancel()
            return sleepsOn
                ? .wrong("a fiber sleeps on, though the event is set: set woke nobody")
                : .unharmed("the waiter went on")
        }
    }
}
