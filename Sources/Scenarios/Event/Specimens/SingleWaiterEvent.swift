import Sync

/// An event for one waiter, which several use: unset, waiting and set are all that its word can say, so that a reset undoes
/// what others have yet to see.
///
/// Its contract, as Zig's `std.Io.Event` has it: no reset while a wait is pending.
struct SingleWaiterEvent<On: Platform>: ~Copyable, Sendable {
    private let platform: On
    private let owner: OwnedWord<On>
    private let checksContract: Bool

    private enum State {
        static var unset: UInt32 { 0 }
        static var waiting: UInt32 { 1 }
        static var set: UInt32 { 2 }
    }

    /// - Parameter checksContract: whether a waiter that was woken and finds the event unset says so; otherwise it takes
    ///   that for a wake-up without a reason, and waits on.
    init(on platform: On, checksContract: Bool) {
        self.platform = platform
        self.checksContract = checksContract
        owner = OwnedWord(State.unset, on: platform, atEnd: .nothing)
    }

    private var word: On.Word { owner.word }

    var isSet: Bool { platform.load(word) == State.set }

    /// Whether somebody sleeps for it now.
    var isAwaited: Bool { platform.hasWaiters(word) }

    func set() {
        if platform.exchange(word, State.set) == State.waiting { platform.wake(word, count: .max) }
    }

    func reset() { _ = platform.exchange(word, State.unset) }

    func wait(_ patience: Patience = .interruptible) throws(EventFailure) {
        while true {
            if platform.compareExchange(word, State.unset, State.waiting) == State.set { return }
            while true {
                let end = platform.wait(word, ifEqual: State.waiting, patience)
                let found = platform.load(word)
                if found == State.set { return }
                if let failure = end.failure { throw .ended(failure) }
                if found == State.unset {
                    if checksContract { throw .resetWhileWaiting }
                    break
                }
            }
        }
    }
}

/// Why a wait for an event ended without it.
enum EventFailure: Error, Equatable {
    case ended(WaitFailure)
    /// The contract is broken: what release builds of a runtime take for unreachable.
    case resetWhileWaiting
}
