/// What the primitives are written over: words, waiting for them as futex(2) does, and who the caller is.
///
/// The real one is `Native`; another runs the very same primitives under a scheduler that tries interleavings.
@usableFromInline
package protocol Platform: Words, Identities {
    /// Sleeps if `word` holds `expected`, until it is woken: reading the word and falling asleep are one step for whoever
    /// wakes.
    ///
    /// Where a wake-up and the end of the patience meet, the answer is `.woken`: none is lost. There are no others: each
    /// `.woken` is one that `wake` counted.
    func wait(_ word: Word, ifEqual expected: UInt32, _ patience: Patience) -> WaitEnd

    /// `wait` by the caller, whose number is `identity`, for a mutex, whose word it is: its holder ends the wait, and
    /// nobody else. Where that holder waits in turn for what the caller holds, it fails (`Misuse.circularWait`) instead
    /// of waiting for ever.
    func waitForHolder(_ word: Word, ifEqual expected: UInt32, _ patience: Patience, as identity: UInt32) -> WaitEnd

    /// Wakes at most `count` that sleep for `word`, those first that fell asleep first: how many.
    @discardableResult
    func wake(_ word: Word, count: UInt32) -> UInt32

    func hasWaiters(_ word: Word) -> Bool
}

extension Platform {
    /// Without a look at what the holder does.
    @inlinable
    package func waitForHolder(
        _ word: Word, ifEqual expected: UInt32, _ patience: Patience, as identity: UInt32
    ) -> WaitEnd {
        wait(word, ifEqual: expected, patience)
    }
}

@frozen
@usableFromInline
package enum WaitEnd: Sendable, Equatable {
    case woken
    /// The word held something else.
    case changed
    case timedOut
    case interrupted

    /// What to throw, where it ended for want of patience.
    @inlinable
    package var failure: WaitFailure? {
        switch self {
        case .woken, .changed: nil
        case .timedOut: .timedOut
        case .interrupted: .interrupted
        }
    }
}
