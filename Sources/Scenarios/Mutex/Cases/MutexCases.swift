import Fibers
import Kernel
import Sync
import Synchronization

/// A mutex and a condition among threads and fibers, of a ring and without one.
enum MutexCases {
    /// What a mutex guards.
    private final class Tally: @unchecked Sendable {
        // Unchecked: the cases guard it, and would miscount without.
        var count = 0
        var sum = 0
    }

    /// Threads and fibers add to one number, the fibers with a switch between reading and writing it.
    static func exclusion(_ effort: Effort) throws(BodyFailure) -> String {
        let (threadCount, fiberCount) = (2, 4)
        let additions = max(1, effort.iterations / (threadCount + fiberCount))
        let (mutex, tally) = (Shared(Mutex()), Tally())
        @Sendable func add(_ meanwhile: () -> Void) {
            mutex.value.withLock {
                let found = tally.count
                meanwhile()
                tally.count = found + 1
            }
        }
        try onScheduler { (scope) throws(BodyFailure) in
            let threads = try (0..<threadCount).map { _ throws(BodyFailure) in
                try OtherThread.start { for _ in 0..<additions { add {} } }
            }
            let fibers = try (0..<fiberCount).map { _ throws(BodyFailure) in
                try scope.start("adder") { for _ in 0..<additions { add { scope.yield() } } }
            }
            for fiber in fibers { fiber.join() }
            for thread in threads { thread.join() }
        }
        try expect("the sum", tally.count, is: additions * (threadCount + fiberCount))
        return "\(threadCount) threads and \(fiberCount) fibers counted to \(Words.grouped(tally.count))"
    }

    /// The holder waits for something else; another waits for the holder; a third runs on, and brings about what the
    /// holder waits for.
    static func heldWait(_ effort: Effort) throws(BodyFailure) -> String {
        let rounds = max(1, effort.iterations / 10)
        let turns = 10
        let (mutex, go) = (Shared(Mutex()), Shared(Event()))
        var ticks = 0
        try onScheduler { (scope) throws(BodyFailure) in
            for round in 0..<rounds {
                var isTaken = false
                let holder = try scope.start("holder") { () throws(WaitFailure) in
                    mutex.value.lock()
                    defer { mutex.value.unlock() }
                    try go.value.wait()
                }
                let second = try scope.start("second") { mutex.value.withLock { isTaken = true } }
                for _ in 0..<turns {
                    ticks += 1
                    scope.yield()
                }
                try expect(!isTaken, "round \(round): two held the mutex")
                go.value.set()
                try expectWoken(holder)
                second.join()
                try expect(isTaken, "round \(round): the second did not get the mutex")
                go.value.reset()
            }
        }
        return "held over \(Words.count(rounds, "wait")), a sibling had \(Words.count(ticks, "turn"))"
    }

    /// A thread holds it until a fiber that waits for it has siblings that ran.
    static func threadHolds(_ effort: Effort) throws(BodyFailure) -> String {
        let rounds = max(1, effort.iterations / 100)
        let turns = 100
        var seen = 0
        try onRing { (scope) throws(BodyFailure) in
            for round in 0..<rounds {
                let (mutex, isHeld, letGo) = (Shared(Mutex()), Shared(Event()), Shared(Event()))
                let thread = try OtherThread.start {
                    mutex.value.lock()
                    isHeld.value.set()
                    _ = try? letGo.value.wait(.endless)
                    mutex.value.unlock()
                }
                _ = try? isHeld.value.wait(.endless)
                var ticks = 0
                let waiter = try scope.fibers.start("waiter") { () -> Int in
                    let before = ticks
                    mutex.value.lock()
                    defer { mutex.value.unlock() }
                    return ticks - before
                }
                for _ in 0..<turns {
                    scope.yield()
                    ticks += 1
                }
                letGo.value.set()
                let meanwhile = waiter.join()
                thread.join()
                try expect("round \(round): turns while the fiber waited", meanwhile, is: turns)
                seen += meanwhile
            }
        }
        return "a fiber waited, a sibling had \(Words.count(seen, "turn"))"
    }

    /// A fiber holds it until a thread is about to sleep for it.
    static func fiberHolds(_ effort: Effort) throws(BodyFailure) -> String {
        let rounds = max(1, effort.iterations / 20)
        try onRing { (scope) throws(BodyFailure) in
            for round in 0..<rounds {
                let stage = Staged.Stage(limit: .max)
                let mutex = Shared(Mutex(on: Staged(stage)))
                let (isTaken, isHeld, done) = (Shared(Atomic(false)), Shared(Event()), Shared(Event()))
                let thread = try OtherThread.start {
                    _ = try? isHeld.value.wait(.endless)
                    mutex.value.withLock { isTaken.value.store(true, ordering: .sequentiallyConsistent) }
                    done.value.set()
                }
                mutex.value.lock()
                isHeld.value.set()
                scope.fibers.yield { stage.arrivalCount > 0 }
                let isTakenTwice = isTaken.value.load(ordering: .sequentiallyConsistent)
                mutex.value.unlock()
                _ = try? done.value.wait(.endless)
                thread.join()
                try expect(!isTakenTwice, "round \(round): two held the mutex")
            }
        }
        return "\(Words.count(rounds, "thread")) waited for a fiber, and had it then"
    }

    /// Threads put numbers where there is little room, and fibers take them out.
    static func condition(_ effort: Effort) throws(BodyFailure) -> String {
        let (producers, consumers, room) = (2, 4, 4)
        let each = max(1, effort.iterations / (producers * consumers))
        let total = each * producers * consumers
        let (mutex, tally) = (Shared(Mutex()), Tally())
        let (notFull, notEmpty) = (Shared(Condition()), Shared(Condition()))
        @Sendable func wait(on condition: Shared<Condition<Native>>, _ holds: () -> Bool) {
            while !holds() { _ = try? condition.value.wait(mutex.value, .endless) }
        }
        try onScheduler { (scope) throws(BodyFailure) in
            let threads = try (0..<producers).map { _ throws(BodyFailure) in
                try OtherThread.start {
                    for _ in 0..<each * consumers {
                        mutex.value.withLock {
                            wait(on: notFull) { tally.count < room }
                            tally.count += 1
                        }
                        notEmpty.value.signal()
                    }
                }
            }
            let fibers = try (0..<consumers).map { _ throws(BodyFailure) in
                try scope.start("consumer") {
                    for _ in 0..<each * producers {
                        mutex.value.withLock {
                            wait(on: notEmpty) { tally.count > 0 }
                            tally.count -= 1
                            tally.sum += 1
                        }
                        notFull.value.signal()
                    }
                }
            }
            for fiber in fibers { fiber.join() }
            for thread in threads { thread.join() }
        }
        try expect("what was taken out", tally.sum, is: total)
        return "\(Words.count(total, "thing")) went from threads to fibers, \(room) at a time"
    }

    /// Some give up: for want of time, and cancelled. Whoever waits on has it next.
    static func giveUp(_ effort: Effort) throws(BodyFailure) -> String {
        let rounds = max(1, effort.iterations / 3)
        let mutex = Shared(Mutex())
        try onScheduler { (scope) throws(BodyFailure) in
            for round in 0..<rounds {
                mutex.value.lock()
                var isHeld = true
                defer { if isHeld { mutex.value.unlock() } }
                func waiter(_ patience: Patience) throws(BodyFailure) -> SpawnedFiber<Void, WaitFailure> {
                    try scope.start("waiter") { () throws(WaitFailure) in
                        try mutex.value.lock(patience)
                        mutex.value.unlock()
                    }
                }
                let late = try waiter(.nanoseconds(1000))
                let cancelled = try waiter(.interruptible)
                let patient = try waiter(.interruptible)
                scope.yield()
                cancelled.cancel()
                try expectEnd(late, by: .timedOut, round)
                try expectEnd(cancelled, by: .interrupted, round)
                mutex.value.unlock()
                isHeld = false
                try expectWoken(patient)
            }
        }
        return "\(Words.count(rounds * 2, "wait")) given up, and the next in line had it"
    }

    private static func expectEnd(
        _ fiber: SpawnedFiber<Void, WaitFailure>, by failure: WaitFailure, _ round: Int
    ) throws(BodyFailure) {
        var end: WaitFailure?
        do throws(WaitFailure) { try fiber.join() } catch { end = error }
        try expect("round \(round): how the wait ended", end, is: failure)
    }
}
