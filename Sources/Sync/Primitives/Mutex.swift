/// Mutual exclusion between threads and fibers of any runtime: a fiber that waits lets its siblings run, and holds the mutex
/// on while it waits for something else.
///
/// Whoever finds it taken sleeps at once: to look at it for a while first made two threads slower, and a pool of 16 too.
///
/// Whoever holds it may lock it again at once when others wait, which is what makes it fast; whoever was woken `patience`
/// times and found it taken is let in next, so that nobody starves.
///
/// Misuse ends the program with a message: to lock it twice, to unlock what one does not hold, to destroy it while it is
/// held, to end while holding it, to close a circle of those who hold what the next one waits for.
@usableFromInline
package struct Mutex<On: Platform>: ~Copyable, Sendable {
    @usableFromInline let platform: On
    @usableFromInline let word: On.Word
    @usableFromInline let owner: OwnedWord<On>
    /// Tells it from other mutexes.
    @usableFromInline let number: UInt32
    /// How often a waiter is woken for nothing until the next release is its own.
    @usableFromInline let patience: Int

    @inlinable
    package init(on platform: On, patience: Int = 8) {
        self.platform = platform
        self.patience = patience
        owner = OwnedWord(0, on: platform, atEnd: .isUnlocked)
        word = owner.word
        number = platform.makeNumber()
    }

    /// Waits until nobody else has it, and has it then; nothing interrupts that.
    @inlinable
    package func lock() {
        let caller = platform.caller
        lock(by: caller, platform.identity(of: caller))
    }

    @inlinable
    func lock(by caller: On.Caller, _ identity: UInt32) {
        if platform.compareExchange(word, 0, identity) != 0 {
            let failure = contention.lock(identity, .endless)
            precondition(failure == nil, "an endless wait ends with what it is for")
        }
        platform.noteLocks(1, of: caller)
    }

    /// - Throws: when the patience has come to its end first.
    @inlinable
    package func lock(_ patience: Patience) throws(WaitFailure) {
        let caller = platform.caller
        let identity = platform.identity(of: caller)
        if platform.compareExchange(word, 0, identity) != 0 {
            if let failure = contention.lock(identity, patience) { throw failure }
        }
        platform.noteLocks(1, of: caller)
    }

    /// Has it if it was free: whether it was.
    @inlinable
    package func tryLock() -> Bool {
        let caller = platform.caller
        let identity = platform.identity(of: caller)
        let found = platform.compareExchange(word, 0, identity)
        if found == 0 {
            platform.noteLocks(1, of: caller)
        } else if MutexState(found).holder == identity {
            platform.fail(.relock)
        }
        return found == 0
    }

    /// Lets go of it, and wakes one who waits.
    @inlinable
    package func unlock() {
        let caller = platform.caller
        unlock(by: caller, platform.identity(of: caller))
    }

    @inlinable
    func unlock(by caller: On.Caller, _ identity: UInt32) {
        // Before the exchange, which has to wait for what was written: so only one of the two does.
        platform.noteLocks(-1, of: caller)
        if platform.compareExchange(word, identity, 0) != identity { contention.unlock(identity) }
    }

    /// Runs `body` while holding it.
    @inlinable
    package func withLock<Value, Failure: Error>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        // Who locks it is who unlocks it: fibers stay on their thread.
        let caller = platform.caller
        let identity = platform.identity(of: caller)
        lock(by: caller, identity)
        defer { unlock(by: caller, identity) }
        return try body()
    }

    /// Whether the caller holds it.
    @inlinable
    package var isHeldByCaller: Bool { MutexState(platform.load(word)).holder == platform.identity }

    /// By value, so that what is called where it is not free keeps the word's address out of memory where it is.
    @inlinable
    var contention: MutexContention<On> { MutexContention(on: platform, word: word, patience: patience) }
}

extension Mutex where On == Native {
    /// For threads and fibers.
    @inlinable
    package init() { self.init(on: Native.shared) }
}
