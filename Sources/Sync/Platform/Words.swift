/// Atomic words of 32 bits. Every operation but `release` is sequentially consistent, so that what an exploration of
/// interleavings shows holds for what ships.
@usableFromInline
package protocol Words: Sendable {
    /// A handle, for any thread: the word lives from `makeWord` to `freeWord`.
    associatedtype Word: Sendable, Hashable

    func makeWord(_ value: UInt32) -> Word
    func freeWord(_ word: Word)
    func load(_ word: Word) -> UInt32
    func exchange(_ word: Word, _ value: UInt32) -> UInt32
    /// Ends what began with taking a lock that is this word: whoever sees `value` sees all that came before. What comes
    /// after it may be done before others see it, so that it must not be relied on for more than that.
    func release(_ word: Word, _ value: UInt32)
    /// Puts `desired` where it finds `expected`, and says what it found.
    func compareExchange(_ word: Word, _ expected: UInt32, _ desired: UInt32) -> UInt32
    /// Adds with wrap-around, and says what was there before.
    func add(_ word: Word, _ value: UInt32) -> UInt32

    /// Another number with each call, to tell objects by: 0 never, and none twice within 2^32 calls.
    func makeNumber() -> UInt32

    /// Ends the program, or this course of it, for a mistake of its own.
    func fail(_ misuse: Misuse) -> Never
}

extension Words {
    @inlinable
    package func release(_ word: Word, _ value: UInt32) { _ = exchange(word, value) }
}

/// Who runs: a thread or a fiber.
@usableFromInline
package protocol Identities: Sendable {
    /// A handle to somebody who runs, by which they are asked and told things without finding out each time who they are.
    associatedtype Caller

    var caller: Caller { get }

    /// The number of `caller`, 1 to 2^30 − 1, which nobody else has who lives.
    func identity(of caller: Caller) -> UInt32

    /// Counts the locks that `caller` holds: with any, it must not end.
    func noteLocks(_ change: Int32, of caller: Caller)

    /// Whether `caller` holds any: only then can it be one of those who wait for each other.
    func holdsLocks(_ caller: Caller) -> Bool

    /// Between two looks at what is taken for a moment only, number `attempt` from 0 on. Whoever has it may need the
    /// processor.
    func pause(_ attempt: Int)
}

extension Identities {
    /// The caller's number.
    @inlinable
    package var identity: UInt32 { identity(of: caller) }
}

extension Identities where Caller == UInt32 {
    @inlinable
    package func identity(of caller: UInt32) -> UInt32 { caller }
}
