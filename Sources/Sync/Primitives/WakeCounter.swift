/// A counter that only grows, to wait on for a change: the cure for events that several wait for, since nobody can undo what
/// another has yet to see.
///
/// Whoever looks for something reads `count` first, then looks, then waits for more than that: what came in between is not
/// missed. What is guarded by a mutex is looked for, and the count read, while holding it.
@usableFromInline
package struct WakeCounter<On: Platform>: ~Copyable, Sendable {
    @usableFromInline let platform: On
    @usableFromInline let word: On.Word
    @usableFromInline let mark = DeinitMark()

    @inlinable
    package init(on platform: On) {
        self.platform = platform
        word = platform.makeWord(0)
    }

    @inlinable
    deinit {
        if platform.hasWaiters(word) { platform.fail(.destroyedWhileWaitedOn) }
        platform.freeWord(word)
    }

    /// Modulo 2^32: a waiter that sleeps through exactly that many releases would not see them.
    @inlinable
    package var count: UInt32 { platform.load(word) }

    /// Counts, and wakes one who waits.
    @inlinable
    package func release() {
        _ = platform.add(word, 1)
        platform.wake(word, count: 1)
    }

    /// Counts, and wakes all who wait.
    @inlinable
    package func releaseAll() {
        _ = platform.add(word, 1)
        platform.wake(word, count: .max)
    }

    /// Waits until there was a release after `count` was `seen`.
    ///
    /// - Throws: when the patience has come to its end first; then no release was meant for the caller.
    @inlinable
    package func wait(past seen: UInt32, _ patience: Patience = .interruptible) throws(WaitFailure) {
        while platform.load(word) == seen {
            let end = platform.wait(word, ifEqual: seen, patience)
            if end == .woken { return }
            if let failure = end.failure { throw failure }
        }
    }
}

extension WakeCounter where On == Native {
    /// For threads and fibers.
    @inlinable
    package init() { self.init(on: Native.shared) }
}
