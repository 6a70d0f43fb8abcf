import Sync
import Synchronization

/// A number that a lock guards: the smallest critical section.
protocol GuardedNumber: Sendable {
    init()
    func increment(times: Int)
    var number: Int { get }
}

/// By our own mutex.
final class OwnGuard: GuardedNumber {
    private let mutex = Sync.Mutex<Native>()
    // Only touched while holding the mutex, or when all who did have ended.
    nonisolated(unsafe) private let place = UnsafeMutablePointer<Int>.allocate(capacity: 1)

    init() { place.initialize(to: 0) }
    deinit { place.deallocate() }

    func increment(times: Int) {
        let place = place
        for _ in 0..<times { mutex.withLock { place.pointee &+= 1 } }
    }

    var number: Int { place.pointee }
}

/// By Swift's.
final class StandardGuard: GuardedNumber {
    private let mutex = Synchronization.Mutex<Void>(())
    // Only touched while holding the mutex, or when all who did have ended.
    nonisolated(unsafe) private let place = UnsafeMutablePointer<Int>.allocate(capacity: 1)

    init() { place.initialize(to: 0) }
    deinit { place.deallocate() }

    func increment(times: Int) {
        let place = place
        for _ in 0..<times { mutex.withLock { _ in place.pointee &+= 1 } }
    }

    var number: Int { place.pointee }
}

extension Measurement {
    /// `count` times in all to lock and unlock, by so many who do nothing else.
    static func lockNanoseconds<Guard: GuardedNumber>(
        _ guarding: Guard.Type, _ parties: Parties, _ partyCount: Int, count: Int
    ) throws -> Double {
        let rounds = (count + partyCount - 1) / partyCount
        let guarded = Guard()
        let nanoseconds = try parties.nanoseconds(partyCount) { _ in guarded.increment(times: rounds) }
        precondition(guarded.number == rounds * partyCount)
        return nanoseconds / Double(rounds * partyCount)
    }
}
