/// Set or not: whoever waits goes on as soon as it is set. Several may wait, and it may be reset at any moment: who has
/// begun to wait before it was set goes on, whatever was reset before they came to look.
///
/// To have begun to wait is to have written to the word: that write and the setting of the event are in one order for all.
@usableFromInline
package struct Event<On: Platform>: ~Copyable, Sendable {
    @usableFromInline let platform: On
    @usableFromInline let word: On.Word
    @usableFromInline let mark = DeinitMark()

    @inlinable
    package init(on platform: On, isSet: Bool = false) {
        self.platform = platform
        word = platform.makeWord(isSet ? EventState.set : 0)
    }

    @inlinable
    deinit {
        if platform.hasWaiters(word) { platform.fail(.destroyedWhileWaitedOn) }
        platform.freeWord(word)
    }

    @inlinable
    package var isSet: Bool { EventState(platform.load(word)).isSet }

    /// Lets all go on who wait, and all who come until it is reset.
    @inlinable
    package func set() {
        var found = EventState(platform.load(word))
        while let new = found.afterSet {
            let now = EventState(platform.compareExchange(word, found.bits, new.bits))
            if now == found {
                if found.isAwaited { platform.wake(word, count: .max) }
                return
            }
            found = now
        }
    }

    /// Whoever comes from here on waits.
    @inlinable
    package func reset() {
        var found = EventState(platform.load(word))
        while let new = found.afterReset {
            let now = EventState(platform.compareExchange(word, found.bits, new.bits))
            if now == found { return }
            found = now
        }
    }

    /// - Throws: when the patience has come to its end before the event was set.
    @inlinable
    package func wait(_ patience: Patience = .interruptible) throws(WaitFailure) {
        var found = EventState(platform.load(word))
        while true {
            if found.isSet { return }
            let now = EventState(platform.compareExchange(word, found.bits, found.awaited.bits))
            if now == found { break }
            found = now
        }
        let registered = found.awaited
        while true {
            let end = platform.wait(word, ifEqual: registered.bits, patience)
            if EventState(platform.load(word)).round != registered.round { return }
            if let failure = end.failure { throw failure }
        }
    }
}

/// What an event's word means, and what may become of it.
@frozen
@usableFromInline
struct EventState: Equatable {
    @usableFromInline let bits: UInt32

    @usableFromInline static var set: UInt32 { 1 }
    @usableFromInline static var awaited: UInt32 { 2 }
    /// The rest counts how often it was set, modulo 2^30: a waiter that sleeps through exactly that many would not see
    /// them.
    @usableFromInline static var round: UInt32 { 4 }

    @inlinable
    init(_ bits: UInt32) { self.bits = bits }

    @inlinable
    var isSet: Bool { bits & EventState.set != 0 }

    /// Somebody waits in this round, or did.
    @inlinable
    var isAwaited: Bool { bits & EventState.awaited != 0 }

    @inlinable
    var round: UInt32 { bits / EventState.round }

    @inlinable
    var awaited: EventState { EventState(bits | EventState.awaited) }

    /// nil where it is set already: then nobody waits in this round.
    @inlinable
    var afterSet: EventState? {
        isSet ? nil : EventState((bits &+ EventState.round) & ~EventState.awaited | EventState.set)
    }

    /// nil where it is not set.
    @inlinable
    var afterReset: EventState? { isSet ? EventState(bits & ~EventState.set) : nil }
}

extension Event where On == Native {
    /// For threads and fibers.
    @inlinable
    package init(isSet: Bool = false) { self.init(on: Native.shared, isSet: isSet) }
}
