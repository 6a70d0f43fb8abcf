import Kernel

/// Rows of the matrix that need a lock and nothing else: each on threads, or on the fibers of one.
///
/// `refused` is what the lock noticed, `wrong` what it did not, `unharmed` what it means to allow.
enum LockRows {
    /// What a call that said no comes to.
    static func refusal(_ what: String, _ errno: Errno) throws(BodyFailure) -> Finding {
        if errno == .notImplemented { throw .prevented("this kernel has no such lock: \(what) answers \(errno)") }
        return .refused("\(what) answers \(errno.shortDescription)")
    }

    static func unlockByOther(_ lock: some OpenLock, _ stage: Stage) throws(BodyFailure) -> Finding {
        let isInside = Flag()
        let mayLeave = Flag()
        _ = try stage.start("holder") {
            _ = lock.lock()
            isInside.raise()
            stage.wait { mayLeave.isUp }
        }
        stage.wait { isInside.isUp }
        let answer = lock.unlock()
        let isOpen = lock.tryLock()
        if isOpen { _ = lock.unlock() }
        mayLeave.raise()
        if let answer { return try refusal("the unlock", answer) }
        return isOpen
            ? .wrong("two were inside at once: another one's unlock let a third in")
            : .wrong("the unlock said nothing, and did nothing")
    }

    static func unlockUnlocked(_ lock: some OpenLock) throws(BodyFailure) -> Finding {
        if let errno = lock.unlock() { return try refusal("the unlock", errno) }
        let isUsable = lock.tryLock()
        if isUsable { _ = lock.unlock() }
        guard isUsable else { return .wrong("the unlock said nothing, and nobody can lock it any more") }
        if let errno = lock.destroy() {
            return .wrong(
                "the unlock said nothing, and counted: destroying the free mutex answers \(errno.shortDescription)")
        }
        return .wrong("the unlock said nothing")
    }

    static func relock(
        _ lock: some ScopedLock, _ stage: Stage, isRecursive: Bool
    ) throws(BodyFailure) -> Finding {
        try stage.startBystander()
        var answer: Errno?
        var isInside = false
        let outer = lock.withLock { answer = lock.withLock { isInside = true } }
        if let errno = answer ?? outer { return try refusal("the second lock", errno) }
        if isRecursive, isInside { return .unharmed("it counts, and was free after as many unlocks") }
        return .wrong("its holder got it twice, \(isInside ? "and was inside twice" : "and was never inside")")
    }

    static func abba(
        _ first: some ScopedLock, _ second: some ScopedLock, _ stage: Stage
    ) throws(BodyFailure) -> Finding {
        try stage.startBystander()
        let (hasFirst, hasSecond, asksForSecond, isThrough) = (Flag(), Flag(), Flag(), Flag())
        let answers = [Answer(), Answer()]
        let one = try stage.start("one") {
            _ = first.withLock {
                hasFirst.raise()
                stage.wait { hasSecond.isUp }
                asksForSecond.raise()
                answers[0].set(second.withLock {})
                isThrough.raise()
            }
        }
        stage.wait { hasFirst.isUp }
        let other = try stage.start("other") {
            _ = second.withLock {
                hasSecond.raise()
                stage.wait(for: one, asleepAfter: asksForSecond, or: isThrough)
                answers[1].set(first.withLock {})
            }
        }
        one.join()
        other.join()
        if let errno = answers[1].errno ?? answers[0].errno {
            return try refusal("the lock that closes the circle", errno)
        }
        return .wrong("both got both")
    }

    /// - Parameter hasOwner: whether the lock's contract says who unlocks it.
    static func moved(_ lock: some OpenLock, hasOwner: Bool) throws(BodyFailure) -> Finding {
        let stage = Stage.threads
        let isLocked = Flag()
        let mayEnd = Flag()
        _ = try stage.start("first") {
            _ = lock.lock()
            isLocked.raise()
            stage.wait { mayEnd.isUp }
        }
        stage.wait { isLocked.isUp }
        let answer = lock.unlock()
        let isOpen = lock.tryLock()
        if isOpen { _ = lock.unlock() }
        mayEnd.raise()
        if let answer { return try refusal("the unlock", answer) }
        guard isOpen else { return .wrong("the unlock said nothing, and did nothing") }
        return hasOwner
            ? .wrong("the unlock said nothing, and unlocked it: what is undefined works here")
            : .unharmed("it has no owner: whoever calls unlocks it")
    }

    static func destroyedWhileHeld(_ lock: some ScopedLock, _ stage: Stage) throws(BodyFailure) -> Finding {
        let isInside = Flag()
        // Its holder must not come back to it: this process ends before.
        let never = Flag()
        _ = try stage.start("holder") {
            _ = lock.withLock {
                isInside.raise()
                stage.wait { never.isUp }
            }
        }
        stage.wait { isInside.isUp }
        if let errno = lock.destroy() { return try refusal("destroying it", errno) }
        let finding = Finding.wrong("nothing was said: its holder would unlock memory that may be another's by then")
        if stage.scope == nil { return finding }
        // Fibers are waited for, and this one waits for ever.
        Workbench.end(.found(finding))
    }

    static func holderDies(_ lock: some OpenLock, _ stage: Stage) throws(BodyFailure) -> Finding {
        try stage.startBystander()
        let holder = try stage.start("holder") { _ = lock.lock() }
        holder.join()
        if let errno = lock.lock() { return try refusal("the next lock", errno) }
        return .wrong("the next one got it, and is not told that what it guards may be half done")
    }
}
