import Sync

/// What several wait for, and others announce: events and counters, as patterns of stress use both.
protocol Notifier: Sendable {
    /// What has been announced so far, for `wait`; read before looking for what is announced.
    func look() -> UInt32
    /// Waits for an announcement, or goes on at once where there is one that `look` did not see.
    func wait(_ seen: UInt32, _ patience: Patience) throws(EventFailure)
    /// Lets one go on who waits, at least.
    func announce()
    /// Lets all go on who wait.
    func announceToAll()
    /// There is nothing left of what was announced.
    func withdraw()
}

/// An event: set as long as there is something.
final class EventNotifier: Notifier {
    private let event = Event<Native>()

    func look() -> UInt32 { 0 }

    func wait(_ seen: UInt32, _ patience: Patience) throws(EventFailure) {
        do throws(WaitFailure) { try event.wait(patience) } catch { throw .ended(error) }
    }

    func announce() { event.set() }
    func announceToAll() { event.set() }
    func withdraw() { event.reset() }
}

/// A counter that only grows: there is nothing to withdraw.
final class CounterNotifier: Notifier {
    private let counter = WakeCounter<Native>()

    func look() -> UInt32 { counter.count }

    func wait(_ seen: UInt32, _ patience: Patience) throws(EventFailure) {
        do throws(WaitFailure) { try counter.wait(past: seen, patience) } catch { throw .ended(error) }
    }

    func announce() { counter.release() }
    func announceToAll() { counter.releaseAll() }
    func withdraw() {}
}

/// The event for one waiter, of which several are made to wait.
final class SingleWaiterNotifier: Notifier {
    private let event: SingleWaiterEvent<Native>

    init(checksContract: Bool) { event = SingleWaiterEvent(on: Native.shared, checksContract: checksContract) }

    func look() -> UInt32 { 0 }
    func wait(_ seen: UInt32, _ patience: Patience) throws(EventFailure) { try event.wait(patience) }
    func announce() { event.set() }
    func announceToAll() { event.set() }
    func withdraw() { event.reset() }
}

extension StressWorker {
    /// Waits for `notifier`; a broken contract is counted, and taken for a wake-up.
    ///
    /// - Returns: whether the patience lasted.
    @discardableResult
    func wait(for notifier: some Notifier, _ seen: UInt32, _ patience: Patience = .endless) -> Bool {
        do throws(EventFailure) {
            try waiting { () throws(EventFailure) in try notifier.wait(seen, patience) }
            return true
        } catch {
            if error == .resetWhileWaiting { bench.count(.resetWhileWaiting) }
            return error == .resetWhileWaiting
        }
    }
}
