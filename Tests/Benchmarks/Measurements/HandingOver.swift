import Sync

extension Measurement {
    /// `count` round trips between two, each of whom sets an event that the other waits for.
    static func eventNanoseconds(_ parties: Parties, count: Int) throws -> Double {
        let events = Row(2) { Event<Native>() }
        return try parties.nanoseconds(2) { number in
            for _ in 0..<count {
                if number == 0 {
                    events[1].set()
                    events[0].receive()
                } else {
                    events[1].receive()
                    events[0].set()
                }
            }
        } / Double(count)
    }

    /// `count` times in all, a mutex that one unlocks and the other, who waits for it, has then.
    ///
    /// Three mutexes in a circle: each of the two holds one, locks the one before that, and unlocks its own, for which
    /// the other comes next.
    static func handOverNanoseconds(_ parties: Parties, count: Int) throws -> Double {
        let rounds = (count + 1) / 2
        let circle = Row(3) { Mutex<Native>() }
        let begun = Row(2) { Event<Native>() }
        return try parties.nanoseconds(2) { number in
            var held = number
            circle[held].lock()
            begun[number].set()
            begun[1 - number].awaitSet()
            for _ in 0..<rounds {
                let next = (held + 2) % 3
                circle[next].lock()
                circle[held].unlock()
                held = next
            }
            circle[held].unlock()
        } / Double(rounds * 2)
    }
}

/// Some of what cannot be copied, for several threads.
final class Row<Element: ~Copyable & Sendable>: Sendable {
    // Not written any more once it is made.
    nonisolated(unsafe) private let start: UnsafeMutablePointer<Element>
    private let count: Int

    init(_ count: Int, _ make: () -> Element) {
        self.count = count
        start = .allocate(capacity: count)
        for index in 0..<count { (start + index).initialize(to: make()) }
    }

    deinit {
        start.deinitialize(count: count)
        start.deallocate()
    }

    subscript(index: Int) -> Element {
        _read { yield start[index] }
    }
}

extension Event where On == Native {
    func receive() {
        awaitSet()
        reset()
    }

    func awaitSet() {
        do throws(WaitFailure) { try wait(.endless) } catch { fatalError("an endless wait failed: \(error)") }
    }
}
