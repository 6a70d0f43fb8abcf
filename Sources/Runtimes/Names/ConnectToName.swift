import Fibers
import Kernel
import Sync

extension TaskScope {
    /// Looks `name` up, and connects to whichever of its addresses answers first (RFC 8305).
    ///
    /// A deadline around it (`withDeadline`) holds for all of it.
    ///
    /// - Parameters:
    ///   - attemptDelayNanoseconds: after which the next address is tried too.
    ///   - lookup: on whose threads the name is looked up, and how.
    package func connect(
        toName name: String, port: UInt16, attemptDelayNanoseconds: Int64 = AttemptOrder.delayNanoseconds,
        by lookup: NameLookup = .shared
    ) throws(NameConnectFailure) -> Socket {
        let addresses: [SocketAddress]
        do throws(LookupFailure) { addresses = try self.lookup(name, port: port, by: lookup) } catch {
            if case .interrupted(let interruption) = error.cause { throw .interrupted(interruption, after: []) }
            throw .lookup(error)
        }
        return try connect(
            toFirstOf: AttemptOrder.interleaved(addresses), attemptDelayNanoseconds: attemptDelayNanoseconds)
    }

    /// Connects to whichever of `addresses` answers first: each has the time `attemptDelayNanoseconds` before the next
    /// one is tried too, which is at once where one fails. Each attempt is a task; when this returns or throws, those
    /// that did not win have ended, and their sockets are closed.
    ///
    /// Where there is no thread or stack for an attempt, it has failed, and those under way are waited for.
    ///
    /// - Throws: `.attempts` when none is left; without any address at once.
    package func connect(
        toFirstOf addresses: [SocketAddress], attemptDelayNanoseconds: Int64 = AttemptOrder.delayNanoseconds
    ) throws(NameConnectFailure) -> Socket {
        do throws(Interruption) { try checkInterruption() } catch { throw .interrupted(error, after: []) }
        let race = ConnectRace()
        var attempts: [RuntimeTask<Void, Never>] = []
        var end = ConnectRace.End.next
        for (index, address) in addresses.enumerated() where end == .next {
            do throws(SpawnFailure) {
                let attempt: RuntimeTask<Void, Never> = try task("connect") { scope in
                    do throws(NetworkFailure) {
                        let socket = try scope.connect(to: address)
                        if !race.win(by: socket) { scope.close(socket) }
                    } catch {
                        race.note(FailedAttempt(address: address, cause: .network(error)), of: index)
                    }
                }
                attempts.append(attempt)
            } catch {
                race.note(FailedAttempt(address: address, cause: .task(error)), of: index)
            }
            let isLast = index == addresses.count - 1
            end = race.wait(attempts: index + 1, isLast ? .max : Clock.nanoseconds(after: attemptDelayNanoseconds))
        }
        for attempt in attempts { attempt.cancel() }
        for attempt in attempts { attempt.join() }
        if let socket = race.winner { return socket }
        if end == .interrupted {
            do throws(Interruption) { try checkInterruption() } catch {
                throw .interrupted(error, after: race.failures.filter { !$0.wasInterrupted })
            }
        }
        throw .attempts(race.failures)
    }
}

/// What attempts have come to.
private final class ConnectRace: @unchecked Sendable {
    // Unchecked: the mutex guards what is below it.
    private let changes = WakeCounter()
    private let mutex = Mutex()
    private var socket: Socket?
    private var failed: [(index: Int, attempt: FailedAttempt)] = []
    /// Failures for which the next one has been tried.
    private var answered = 0

    enum End {
        case won
        /// Try the next address.
        case next
        case allFailed
        case interrupted
    }

    /// False where another was faster.
    func win(by socket: Socket) -> Bool {
        let isFirst = mutex.withLock {
            guard self.socket == nil else { return false }
            self.socket = socket
            return true
        }
        changes.releaseAll()
        return isFirst
    }

    func note(_ attempt: FailedAttempt, of index: Int) {
        mutex.withLock { failed.append((index, attempt)) }
        changes.releaseAll()
    }

    /// Waits until there is something to do.
    ///
    /// - Parameters:
    ///   - attempts: how many there are by now.
    ///   - untilNanoseconds: when to try the next one; `Int64.max` where there is none.
    func wait(attempts: Int, _ untilNanoseconds: Int64) -> End {
        while true {
            let (seen, end) = mutex.withLock { () -> (UInt32, End?) in
                if socket != nil { return (changes.count, .won) }
                let isLast = untilNanoseconds == .max
                if isLast { return (changes.count, failed.count == attempts ? .allFailed : nil) }
                defer { answered = failed.count }
                return (changes.count, failed.count > answered ? .next : nil)
            }
            if let end { return end }
            do throws(WaitFailure) {
                try changes.wait(past: seen, Patience(untilNanoseconds: untilNanoseconds))
            } catch {
                return error == .timedOut ? .next : .interrupted
            }
        }
    }

    var winner: Socket? { mutex.withLock { socket } }

    /// In the order of the attempts.
    var failures: [FailedAttempt] {
        mutex.withLock { failed.sorted { $0.index < $1.index }.map(\.attempt) }
    }
}
