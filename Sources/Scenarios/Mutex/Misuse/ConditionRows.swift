import Kernel

/// Rows of the matrix for locks that have a condition.
enum ConditionRows {
    /// A wait lets go of the mutex, whoever has it.
    static func withoutMutex<Lock: ConditionedLock>(_ lock: Lock) throws(BodyFailure) -> Finding {
        let stage = Stage.threads
        let condition = Lock.Condition()
        let (isHeld, asks, isThrough, mayLeave) = (Flag(), Flag(), Flag(), Flag())
        let answer = Answer()
        _ = try stage.start("holder") {
            _ = lock.lock()
            isHeld.raise()
            stage.wait { mayLeave.isUp }
        }
        stage.wait { isHeld.isUp }
        let waiter = try stage.start("waiter") {
            asks.raise()
            answer.set(lock.wait(on: condition))
            isThrough.raise()
        }
        stage.wait(for: waiter, asleepAfter: asks, or: isThrough)
        if let errno = answer.errno { return try LockRows.refusal("the wait", errno) }
        if lock.tryLock() { return .wrong("two were inside at once: the wait let go of a mutex that another one had") }
        return .wrong("the wait said nothing")
    }

    /// A waker that has one of the mutexes can come between the look and the sleep of who has the other one.
    static func withTwoMutexes<Lock: ConditionedLock>(
        _ first: Lock, _ second: Lock
    ) throws(BodyFailure) -> Finding {
        let stage = Stage.threads
        let condition = Lock.Condition()
        let (hasHappened, hasLooked, mayWait) = (Flag(), Flag(), Flag())
        let (firstAsks, secondAsks, isFirstThrough, isSecondThrough) = (Flag(), Flag(), Flag(), Flag())
        let answers = [Answer(), Answer()]
        let one = try stage.start("one") {
            _ = first.lock()
            firstAsks.raise()
            answers[0].set(first.wait(on: condition))
            isFirstThrough.raise()
            _ = first.unlock()
        }
        stage.wait(for: one, asleepAfter: firstAsks, or: isFirstThrough)
        let other = try stage.start("other") {
            _ = second.lock()
            if !hasHappened.isUp {
                hasLooked.raise()
                stage.wait { mayWait.isUp }
                secondAsks.raise()
                answers[1].set(second.wait(on: condition))
            }
            isSecondThrough.raise()
        }
        stage.wait { hasLooked.isUp }
        _ = first.lock()
        hasHappened.raise()
        condition.broadcast()
        _ = first.unlock()
        one.join()
        mayWait.raise()
        stage.wait(for: other, asleepAfter: secondAsks, or: isSecondThrough)
        if let errno = answers[1].errno ?? answers[0].errno { return try LockRows.refusal("the wait", errno) }
        return isSecondThrough.isUp
            ? .wrong("the waits said nothing")
            : .wrong("a wake-up was lost: what it waits for has happened, and it sleeps")
    }
}
