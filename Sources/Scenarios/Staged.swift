import Sync
import Synchronization

/// Threads and fibers as they are, asleep in the lot where all sleep, but for a look at whoever is about to fall asleep: it
/// has said so in the primitive's word by then. That makes a race of two steps a sequence.
struct Staged: Platform {
    typealias Word = Native.Word

    final class Stage: Sendable {
        private let arrivals = Atomic<Int>(0)
        private let limit: Int
        /// Called by whoever is about to fall asleep.
        private let interlude: @Sendable () -> Void

        /// - Parameter limit: how often somebody may; from then on waits end as interrupted, so that a wake-up that did
        ///   not count is a failure and no wait without an end.
        init(limit: Int, interlude: @escaping @Sendable () -> Void = {}) {
            self.limit = limit
            self.interlude = interlude
        }

        /// How often somebody was about to fall asleep.
        var arrivalCount: Int { arrivals.load(ordering: .sequentiallyConsistent) }

        fileprivate func arrive() -> Bool {
            if arrivals.add(1, ordering: .sequentiallyConsistent).newValue > limit { return false }
            interlude()
            return true
        }
    }

    private let base = Native.shared
    private let stage: Stage

    init(_ stage: Stage) { self.stage = stage }

    func wait(_ word: Word, ifEqual expected: UInt32, _ patience: Patience) -> WaitEnd {
        stage.arrive() ? base.wait(word, ifEqual: expected, patience) : .interrupted
    }

    func waitForHolder(_ word: Word, ifEqual expected: UInt32, _ patience: Patience, as identity: UInt32) -> WaitEnd {
        stage.arrive() ? base.waitForHolder(word, ifEqual: expected, patience, as: identity) : .interrupted
    }

    func wake(_ word: Word, count: UInt32) -> UInt32 { base.wake(word, count: count) }
    func hasWaiters(_ word: Word) -> Bool { base.hasWaiters(word) }
    func makeWord(_ value: UInt32) -> Word { base.makeWord(value) }
    func freeWord(_ word: Word) { base.freeWord(word) }
    func load(_ word: Word) -> UInt32 { base.load(word) }
    func exchange(_ word: Word, _ value: UInt32) -> UInt32 { base.exchange(word, value) }
    func compareExchange(_ word: Word, _ expected: UInt32, _ desired: UInt32) -> UInt32 {
        base.compareExchange(word, expected, desired)
    }
    func add(_ word: Word, _ value: UInt32) -> UInt32 { base.add(word, value) }
    func makeNumber() -> UInt32 { base.makeNumber() }
    func fail(_ misuse: Misuse) -> Never { base.fail(misuse) }
    func release(_ word: Word, _ value: UInt32) { base.release(word, value) }
    var caller: ThreadsAndFibers.Party { base.caller }
    func identity(of caller: ThreadsAndFibers.Party) -> UInt32 { base.identity(of: caller) }
    func noteLocks(_ change: Int32, of caller: ThreadsAndFibers.Party) { base.noteLocks(change, of: caller) }
    func holdsLocks(_ caller: ThreadsAndFibers.Party) -> Bool { base.holdsLocks(caller) }
    func pause(_ attempt: Int) { base.pause(attempt) }
}
