import Sync

/// Resources among more takers: what the seed's pool of connections was.
protocol SharedResources: Sendable {
    /// - Returns: a resource, or nil where the patience came to its end first.
    func take(_ worker: StressWorker, _ patience: Patience) -> Int?
    func putBack(_ resource: Int)
    /// Whether there is one that nobody has.
    var hasFree: Bool { get }
}

/// Takers that wait for a notifier where nothing is left, and look again: set as long as something is there.
final class NotifiedResources<Kind: Notifier>: SharedResources, @unchecked Sendable {
    // Unchecked: `free` is guarded by `mutex`.

    private let notifier: Kind
    private let mutex = Sync.Mutex<Native>()
    private var free: [Int]

    init(_ count: Int, _ notifier: Kind) {
        self.notifier = notifier
        free = Array(0..<count)
        notifier.announce()
    }

    func take(_ worker: StressWorker, _ patience: Patience) -> Int? {
        while true {
            mutex.lock()
            if let resource = free.popLast() {
                if free.isEmpty { notifier.withdraw() }
                mutex.unlock()
                return resource
            }
            let seen = notifier.look()
            mutex.unlock()
            if !worker.wait(for: notifier, seen, patience) { return nil }
        }
    }

    func putBack(_ resource: Int) {
        mutex.lock()
        free.append(resource)
        notifier.announce()
        mutex.unlock()
    }

    var hasFree: Bool { mutex.withLock { !free.isEmpty } }
}

/// The cure as it ships.
final class PooledResources: SharedResources {
    private let pool: Pool<Native>

    init(_ count: Int) { pool = Pool(count) }

    func take(_ worker: StressWorker, _ patience: Patience) -> Int? {
        do throws(WaitFailure) {
            return try worker.waiting { () throws(WaitFailure) in try pool.take(patience) }
        } catch {
            return nil
        }
    }

    func putBack(_ resource: Int) { pool.putBack(resource) }

    var hasFree: Bool { pool.freeCount > 0 }
}

/// Resources without a difference between them.
final class CountedResources: SharedResources, @unchecked Sendable {
    // Unchecked: `free` is guarded by `mutex`.

    private let semaphore: Semaphore<Native>
    private let mutex = Sync.Mutex<Native>()
    private var free: [Int]

    init(_ count: Int) {
        semaphore = Semaphore(count)
        free = Array(0..<count)
    }

    func take(_ worker: StressWorker, _ patience: Patience) -> Int? {
        do throws(WaitFailure) {
            try worker.waiting { () throws(WaitFailure) in try semaphore.acquire(patience) }
        } catch {
            return nil
        }
        return mutex.withLock { free.removeLast() }
    }

    func putBack(_ resource: Int) {
        mutex.withLock { free.append(resource) }
        semaphore.release()
    }

    var hasFree: Bool { mutex.withLock { !free.isEmpty } }
}

/// Takers that wait on a condition.
final class ConditionResources: SharedResources, @unchecked Sendable {
    // Unchecked: `free` is guarded by `mutex`.

    private let mutex = Sync.Mutex<Native>()
    private let condition = Sync.Condition<Native>()
    private var free: [Int]

    init(_ count: Int) { free = Array(0..<count) }

    func take(_ worker: StressWorker, _ patience: Patience) -> Int? {
        mutex.lock()
        defer { mutex.unlock() }
        while free.isEmpty {
            do throws(WaitFailure) {
                try worker.waiting { () throws(WaitFailure) in try condition.wait(mutex, patience) }
            } catch {
                if free.isEmpty { return nil }
            }
        }
        return free.removeLast()
    }

    func putBack(_ resource: Int) {
        mutex.withLock { free.append(resource) }
        condition.signal()
    }

    var hasFree: Bool { mutex.withLock { !free.isEmpty } }
}
