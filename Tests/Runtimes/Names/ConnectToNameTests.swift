import Fibers
import Glibc
import Kernel
import Support
import Testing

@testable import Runtimes

/// Connections to names, on either runtime, by real sockets: listeners, ports at which nobody listens, and a listener
/// that is silent because its queue is full.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct ConnectToNameTests {
    /// Long enough that a test which waits for it runs into its bound.
    private static let hour: Int64 = 3_600_000_000_000

    /// What answers in each way there is.
    private struct Addresses {
        let ready: Listener
        let silent: Listener
        /// Those that fill its queue.
        let fillers: [Socket]
        /// A client's own, at which nobody listens as long as the client is there.
        let refusing: SocketAddress

        init<Scope: TaskScope>(_ scope: Scope) throws {
            ready = try scope.listen(at: .loopbackIPv4(), backlog: 16)
            let silent = try scope.listen(at: .loopbackIPv4(), backlog: 0)
            self.silent = silent
            var fillers: [Socket] = []
            while true {
                do throws(NetworkFailure) {
                    let filler = try scope.withDeadline(nanoseconds: 500_000_000) { () throws(NetworkFailure) in
                        try scope.connect(to: silent.address)
                    }
                    fillers.append(filler)
                } catch {
                    #expect(error == .interrupted(.deadlinePassed))
                    break
                }
                try #require(fillers.count < 8, "a full listener is silent")
            }
            self.fillers = fillers
            refusing = try #require(fillers.first).localAddress()
        }
    }

    /// Which address answered first.
    private struct Racing: TaskBody {
        let addresses: @Sendable (Addresses) -> [SocketAddress]
        let delayNanoseconds: Int64

        func run<Scope: TaskScope>(_ scope: Scope) throws -> Bool {
            let there = try Addresses(scope)
            let list = addresses(there)
            let lookup = NameLookup(ThreadPool(limit: 1)) { (_, _) in list }
            let socket = try scope.connect(
                toName: "name", port: 1, attemptDelayNanoseconds: delayNanoseconds, by: lookup)
            // It can be used.
            let accepted = try scope.accept(there.ready)
            try scope.write([42], to: socket)
            #expect(try scope.read(accepted, limit: 1) == [42])
            return try socket.peerAddress() == there.ready.address
        }
    }

    @Test(arguments: BothRuntimes.available)
    func theFirstThatAnswersWins(_ runtime: BothRuntimes) throws {
        let racing = Racing(addresses: { [$0.ready.address, $0.silent.address] }, delayNanoseconds: Self.hour)
        #expect(try runtime.run(racing))
    }

    @Test(arguments: BothRuntimes.available)
    func whoRefusesIsFollowedAtOnce(_ runtime: BothRuntimes) throws {
        #expect(try runtime.run(Racing(addresses: { [$0.refusing, $0.ready.address] }, delayNanoseconds: Self.hour)))
    }

    @Test(arguments: BothRuntimes.available)
    func whoIsSilentIsOvertaken(_ runtime: BothRuntimes) throws {
        #expect(
            try runtime.run(Racing(addresses: { [$0.silent.address, $0.ready.address] }, delayNanoseconds: 1_000_000)))
    }

    /// The silent one is under way when another fails: the next one is tried at once all the same.
    @Test(arguments: BothRuntimes.available)
    func aFailureIsNoticedWhileOthersAreUnderWay(_ runtime: BothRuntimes) throws {
        #expect(
            try runtime.run(
                Racing(
                    addresses: { [$0.silent.address, $0.refusing, $0.ready.address] }, delayNanoseconds: 300_000_000)))
    }

    /// Where the other loses, its socket is closed: the listener whose queue it was to enter never sees it.
    @Test(arguments: BothRuntimes.available)
    func theLosersAreGone(_ runtime: BothRuntimes) throws {
        struct Losing: TaskBody {
            func run<Scope: TaskScope>(_ scope: Scope) throws -> Int {
                let there = try Addresses(scope)
                let winner = try scope.connect(
                    toFirstOf: [there.silent.address, there.ready.address], attemptDelayNanoseconds: 1_000_000)
                #expect(try winner.peerAddress() == there.ready.address)
                // There is room in the queue now, and a second is when the kernel knocks again (TCP_TIMEOUT_INIT).
                for _ in there.fillers { scope.close(try scope.accept(there.silent)) }
                var late = 0
                scope.withDeadline(nanoseconds: 2_500_000_000) {
                    while (try? scope.accept(there.silent)) != nil { late += 1 }
                }
                return late
            }
        }
        #expect(try runtime.run(Losing()) == 0)
    }

    @Test(arguments: BothRuntimes.available)
    func whereAllFailEachIsListed(_ runtime: BothRuntimes) throws {
        struct Failing: TaskBody {
            func run<Scope: TaskScope>(_ scope: Scope) throws -> (failure: NameConnectFailure?, SocketAddress) {
                let there = try Addresses(scope)
                do throws(NameConnectFailure) {
                    _ = try scope.connect(toFirstOf: [there.refusing, .abstract("nobody-\(getpid())")])
                    return (nil, there.refusing)
                } catch {
                    return (error, there.refusing)
                }
            }
        }
        let (failure, refusing) = try runtime.run(Failing())
        guard case .attempts(let attempts) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(attempts.map(\.address) == [refusing, .abstract("nobody-\(getpid())")])
        for attempt in attempts {
            guard case .network(let cause) = attempt.cause else {
                Issue.record("\(attempt)")
                continue
            }
            #expect(cause.errno == .connectionRefused)
        }
        let words = "\(attempts[0]); \(attempts[1])"
        #expect("\(NameConnectFailure.attempts(attempts))" == "none of 2 addresses answered: \(words)")
        #expect(words.contains("(\(refusing)): ECONNREFUSED"), "\(words)")
    }

    @Test(arguments: BothRuntimes.available)
    func aDeadlineAndCancellationHoldForAll(_ runtime: BothRuntimes) throws {
        struct Cut: TaskBody {
            func run<Scope: TaskScope>(_ scope: Scope) throws -> [Interruption?] {
                let there = try Addresses(scope)
                let silent = [there.silent.address, there.silent.address, there.silent.address]
                @Sendable func interruption(_ scope: Scope) -> Interruption? {
                    do throws(NameConnectFailure) {
                        _ = try scope.connect(toFirstOf: silent, attemptDelayNanoseconds: 1_000_000)
                    } catch {
                        if case .interrupted(let interruption, after: _) = error { return interruption }
                    }
                    return nil
                }
                let late = scope.withDeadline(nanoseconds: 20_000_000) { interruption(scope) }
                let before = scope.withDeadline(nanoseconds: 0) { interruption(scope) }
                let task = try scope.task("connect") { scope in interruption(scope) }
                try scope.sleep(untilNanoseconds: Clock.nanoseconds(after: 10_000_000))
                task.cancel()
                return [late, before, task.join()]
            }
        }
        #expect(try runtime.run(Cut()) == [.deadlinePassed, .deadlinePassed, .cancelled])
    }

    /// What had failed by then is told; those that were under way are not to blame.
    @Test(arguments: BothRuntimes.available)
    func whatFailedBeforeTheDeadlineIsListed(_ runtime: BothRuntimes) throws {
        struct Cut: TaskBody {
            func run<Scope: TaskScope>(_ scope: Scope) throws -> (listed: [SocketAddress], refusing: SocketAddress) {
                let there = try Addresses(scope)
                var listed: [SocketAddress] = []
                // The first may be too short for an attempt on a busy machine.
                for nanoseconds in (0..<8).map({ 20_000_000 << $0 }) as [Int64] where listed.isEmpty {
                    scope.withDeadline(nanoseconds: nanoseconds) {
                        do throws(NameConnectFailure) {
                            _ = try scope.connect(toFirstOf: [there.refusing, there.silent.address])
                        } catch {
                            guard case .interrupted(.deadlinePassed, after: let attempts) = error else {
                                Issue.record("\(error)")
                                return
                            }
                            listed = attempts.map(\.address)
                        }
                    }
                }
                return (listed, there.refusing)
            }
        }
        let (listed, refusing) = try runtime.run(Cut())
        #expect(listed == [refusing])
    }

    @Test(arguments: BothRuntimes.available)
    func whatCannotBeLookedUpSaysSo(_ runtime: BothRuntimes) throws {
        struct Unknown: TaskBody {
            func run<Scope: TaskScope>(_ scope: Scope) -> LookupFailure? {
                do throws(NameConnectFailure) {
                    _ = try scope.connect(
                        toName: "no-address", port: 1, by: NameLookup(ThreadPool(), by: NameLookup.numeric))
                } catch {
                    if case .lookup(let failure) = error { return failure }
                }
                return nil
            }
        }
        #expect(try runtime.run(Unknown()) == LookupFailure("no-address", .notFound(code: EAI_NONAME)))
    }

    @Test(arguments: BothRuntimes.available)
    func localhostIsReached(_ runtime: BothRuntimes) throws {
        struct Local: TaskBody {
            func run<Scope: TaskScope>(_ scope: Scope) throws -> Bool {
                let listener = try scope.listen(at: .loopbackIPv4(), backlog: 16)
                let socket = try scope.connect(toName: "localhost", port: listener.address.port ?? 0)
                return try socket.peerAddress().port == listener.address.port
            }
        }
        #expect(try runtime.run(Local()))
    }
}
