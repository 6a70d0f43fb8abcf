import Kernel

/// Rows of the matrix in which a lock meets fibers that share their thread, and threads besides.
enum RuntimeRows {
    static func heldAcrossYield(_ lock: some ScopedLock) throws(BodyFailure) -> Finding {
        try Stage.onFibers { (stage) throws(BodyFailure) in
            let inside = Count()
            let mostInside = Count()
            let asks = Flag()
            let answer = Answer()
            let holder = try stage.start("holder") {
                _ = lock.withLock {
                    inside.add(1)
                    stage.wait { asks.isUp }
                    inside.add(-1)
                }
            }
            let sibling = try stage.start("sibling") {
                stage.wait { inside.value == 1 }
                asks.raise()
                answer.set(lock.withLock { mostInside.add(inside.value + 1) })
            }
            holder.join()
            sibling.join()
            if let errno = answer.errno { return try LockRows.refusal("the sibling's lock", errno) }
            return mostInside.value > 1
                ? .wrong("two were inside at once: it takes the fibers of a thread for one")
                : .unharmed("the sibling waited until the holder was out")
        }
    }

    /// How often a sibling has to get its turn for others to be said to go on.
    private static let enoughTicks = 100

    static func eventedLocksThreaded(_ lock: some ScopedLock) throws(BodyFailure) -> Finding {
        let (isHeld, asks, isThrough) = (Flag(), Flag(), Flag())
        let (ticks, ticksMeanwhile) = (Count(), Count())
        let answer = Answer()
        let ring = try ActingThread.start {
            let statement = Statement { () throws(BodyFailure) in
                try BackendBoundMutex.withRuntime { () throws(BodyFailure) in
                    .found(
                        try Stage.onFibers { (stage) throws(BodyFailure) in
                            let fiber = try stage.start("fiber") {
                                stage.wait { isHeld.isUp }
                                asks.raise()
                                answer.set(lock.withLock {})
                                isThrough.raise()
                            }
                            let sibling = try stage.start("sibling") {
                                stage.wait { asks.isUp }
                                while !isThrough.isUp {
                                    ticks.add(1)
                                    stage.rest()
                                }
                            }
                            fiber.join()
                            sibling.join()
                            return .unharmed("")
                        })
                }
            }
            // Whatever kept the fibers from running is what there is to say.
            if case .failed = statement { Workbench.end(statement) }
        }
        _ = lock.withLock {
            isHeld.raise()
            Stage.threads.wait { asks.isUp }
            Stage.threads.wait { isThrough.isUp || ticks.value >= enoughTicks || ring.isAsleep }
            ticksMeanwhile.add(ticks.value)
        }
        ring.join()
        if let errno = answer.errno { return try LockRows.refusal("the fiber's lock", errno) }
        return ticksMeanwhile.value >= enoughTicks
            ? .unharmed("the fiber waited, and its siblings went on: \(enoughTicks) turns and more meanwhile")
            : .wrong("the whole ring slept with the fiber: its siblings had \(ticksMeanwhile.value) turns meanwhile")
    }

    static func threadLocksEvented(_ lock: some ScopedLock) throws(BodyFailure) -> Finding {
        try BackendBoundMutex.withRuntime { () throws(BodyFailure) in
            try Stage.onFibers { (stage) throws(BodyFailure) in
                let (isHeld, asks, isThrough) = (Flag(), Flag(), Flag())
                let answer = Answer()
                let hadItMeanwhile = Flag()
                let thread = try ActingThread.start {
                    while !isHeld.isUp { Stage.threads.rest() }
                    asks.raise()
                    answer.set(lock.withLock {})
                    isThrough.raise()
                }
                let holder = try stage.start("holder") {
                    _ = lock.withLock {
                        isHeld.raise()
                        stage.wait(for: .thread(thread), asleepAfter: asks, or: isThrough)
                        if isThrough.isUp { hadItMeanwhile.raise() }
                    }
                }
                holder.join()
                thread.join()
                if let errno = answer.errno { return try LockRows.refusal("the thread's lock", errno) }
                return hadItMeanwhile.isUp
                    ? .wrong("two were inside at once")
                    : .unharmed("the thread slept until the fiber was out")
            }
        }
    }
}
