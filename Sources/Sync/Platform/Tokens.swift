public import Fibers

/// What parking is written over: words, and a token for each waiter, which is its own way of being woken.
@usableFromInline
package protocol Tokens: Words, Identities {
    /// A handle to somebody who can wait.
    associatedtype Waiter: Sendable

    /// A number that spreads words evenly, in its lowest bits.
    func spread(_ word: Word) -> Int

    /// The caller.
    var waiter: Waiter { get }

    /// Waits until the caller's token is given, and takes it. A token may come before the wait for it; it is never lost.
    func awaitToken(_ patience: Patience) -> TokenWait

    /// Gives `waiter` its token, which waits for it, or is sure to: once for each wait. From here on the waiter may be gone.
    func giveToken(to waiter: Waiter)
}
