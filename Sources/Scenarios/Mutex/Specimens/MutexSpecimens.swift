import Fibers
import Kernel
import Synchronization

/// Mutexes of one runtime, used from where another one runs.
enum MutexSpecimens {
    /// A fiber holds it, and a plain thread locks it.
    static func eventedLock(_ effort: Effort) throws(BodyFailure) -> Finding {
        let mutex = BackendBoundMutex(.evented)
        try BackendBoundMutex.withRuntime { () throws(BodyFailure) in
            try onScheduler { (_) throws(BodyFailure) in
                mutex.lock()
                try OtherThread.run { mutex.lock() }
            }
        }
        return .unharmed("a plain thread had the mutex that a fiber held")
    }

    /// A plain thread holds it, for nobody contends; a fiber waits for it, and the thread unlocks it.
    static func eventedUnlock(_ effort: Effort) throws(BodyFailure) -> Finding {
        let mutex = BackendBoundMutex(.evented)
        try BackendBoundMutex.withRuntime { () throws(BodyFailure) in
            try onScheduler { (scope) throws(BodyFailure) in
                let (held, awaited) = (Flag(), Flag())
                let thread = try OtherThread.start {
                    mutex.lock()
                    held.raise()
                    while !awaited.isUp { Processors.rest(nanoseconds: 20_000) }
                    mutex.unlock()
                }
                scope.yield { held.isUp }
                _ = try scope.start("waiter") { mutex.lock() }
                // The waiter runs until it waits.
                scope.yield()
                awaited.raise()
                thread.join()
            }
        }
        return .unharmed("a plain thread woke the fiber")
    }

    /// How often the holder sees the ring's thread asleep before it lets go.
    private static let looks = 100

    /// A plain thread holds it, and a fiber locks it: the thread of the ring and of all its fibers sleeps.
    static func threadedOnFiber(_ effort: Effort) throws(BodyFailure) -> Finding {
        let mutex = BackendBoundMutex(.threaded)
        let (held, locking) = (Flag(), Flag())
        let turns = Shared(Atomic<Int>(0))
        let meanwhile = try onRing { (scope) throws(BodyFailure) -> Int in
            let holder = try OtherThread.start {
                mutex.lock()
                held.raise()
                while !locking.isUp { Processors.rest(nanoseconds: 20_000) }
                // Either of them: a fiber that waits without its thread sleeps nowhere, and its sibling has turns.
                var seen = 0
                while seen < looks, turns.value.load(ordering: .relaxed) < looks {
                    if mutex.disturbSleeper() { seen += 1 } else { Processors.rest(nanoseconds: 20_000) }
                }
                mutex.unlock()
            }
            var isOver = false
            let sibling = try scope.fibers.start("sibling") {
                while !isOver {
                    turns.value.add(1, ordering: .relaxed)
                    scope.yield()
                }
            }
            scope.fibers.yield { held.isUp }
            turns.value.store(0, ordering: .relaxed)
            locking.raise()
            mutex.lock()
            let meanwhile = turns.value.load(ordering: .relaxed)
            mutex.unlock()
            isOver = true
            sibling.join()
            holder.join()
            return meanwhile
        }
        guard meanwhile == 0 else { return .unharmed("a sibling had \(Words.count(meanwhile, "turn")) meanwhile") }
        return .wrong("siblings had 0 turns meanwhile: the ring's thread slept at \(looks) of \(looks) looks")
    }

    /// A fiber holds it, and its sibling locks it: the thread sleeps that would run the holder.
    static func threadedBySibling(_ effort: Effort) throws(BodyFailure) -> Finding {
        let mutex = BackendBoundMutex(.threaded)
        try onScheduler { (scope) throws(BodyFailure) in
            let holder = try scope.start("holder") {
                mutex.lock()
                scope.yield()
                mutex.unlock()
            }
            let second = try scope.start("second") {
                Workbench.note("the second fiber sleeps with its thread, which the holder needs to go on")
                mutex.lock()
                mutex.unlock()
            }
            holder.join()
            second.join()
        }
        return .unharmed("the second fiber waited for the first")
    }
}
