import Fibers
import Glibc
import Kernel
import Runtimes

/// Connections to a name: in which order its addresses are tried, and which one wins.
enum NameConnectCases {
    // MARK: order

    /// Random lists of addresses.
    static func order(_ effort: Effort) throws(BodyFailure) -> String {
        var generator = effort.generator
        for round in 0..<effort.iterations {
            let count = Int.random(in: 0...8, using: &generator)
            let addresses = (0..<count).map { _ in address(using: &generator) }
            let ordered = AttemptOrder.interleaved(addresses)
            try expect("the set of addresses, round \(round)", Set(ordered), is: Set(addresses))
            try expect("how often one is there, round \(round)", Set(ordered).count, is: ordered.count)
            try expect("the first, round \(round)", Array(ordered.prefix(1)), is: Array(addresses.prefix(1)))
            for family in [AF_INET, AF_INET6] {
                var seen: Set<SocketAddress> = []
                let given = addresses.filter { $0.family == family && seen.insert($0).inserted }
                let found = ordered.filter { $0.family == family }
                try expect("the order within a family, round \(round)", found, is: given)
            }
            // Two of one family follow each other only where the other has run out.
            for place in ordered.indices.dropLast() where ordered[place].family == ordered[place + 1].family {
                let isAlone = ordered[place...].allSatisfy { $0.family == ordered[place].family }
                try expect(isAlone, "round \(round): \(ordered[place]) and the next are of one family")
            }
        }
        return "\(Words.count(effort.iterations, "list")) of addresses: families take turns, none is lost or doubled"
    }

    private static func address(using generator: inout Generator) -> SocketAddress {
        let port = UInt16.random(in: 1...4, using: &generator)
        return Bool.random(using: &generator) ? .loopbackIPv4(port: port) : .loopbackIPv6(port: port)
    }

    // MARK: connect

    static func connect(_ effort: Effort) throws(BodyFailure) -> String {
        try effort.expectTimeForLookups()
        let limit = effort.lookupLimitNanoseconds / 2
        let hosts = try ConnectToLocalhost(limitNanoseconds: limit).onBothRuntimes().threads
        return "a listener at each of \(hosts.joined(separator: ", ")) was reached as localhost, by fibers and threads"
    }

    private struct ConnectToLocalhost: Workout {
        let limitNanoseconds: Int64

        /// The addresses at which a listener was reached.
        func run<Scope: TaskScope>(_ scope: Scope) throws(BodyFailure) -> [String] {
            let found = try LookupCases.Localhost(limitNanoseconds: limitNanoseconds).run(scope)
            var hosts: [String] = []
            for address in AttemptOrder.interleaved(found) {
                let listener: Listener
                do throws(NetworkFailure) { listener = try scope.listen(at: address, backlog: 16) } catch {
                    // A family that is switched off.
                    if error.errno == Errno(EADDRNOTAVAIL) || error.errno == Errno(EAFNOSUPPORT) { continue }
                    throw BodyFailure(error)
                }
                defer { scope.close(listener.socket) }
                try reach(listener, scope)
                hosts.append(address.numericHost ?? "")
            }
            if hosts.isEmpty { throw .prevented("no address of localhost can be listened at") }
            return hosts
        }

        private func reach<Scope: TaskScope>(_ listener: Listener, _ scope: Scope) throws(BodyFailure) {
            let socket: Socket
            do throws(NameConnectFailure) {
                socket = try scope.connect(toName: "localhost", port: listener.address.port ?? 0)
            } catch {
                throw BodyFailure(error)
            }
            defer { scope.close(socket) }
            let peer: SocketAddress
            do throws(CallFailure) { peer = try socket.peerAddress() } catch { throw BodyFailure(error) }
            // Somebody else may listen at this port of the other family.
            guard peer == listener.address else { throw .prevented("another program answers at \(peer)") }
            let accepted: Socket
            do throws(NetworkFailure) { accepted = try scope.accept(listener) } catch { throw BodyFailure(error) }
            scope.close(accepted)
        }
    }

    // MARK: race

    static func race(_ effort: Effort) throws(BodyFailure) -> String {
        try effort.expectTimeForLookups()
        let rounds = max(1, min(effort.iterations, 10_000) / 200)
        _ = try Overtaking(rounds: rounds, limitNanoseconds: effort.lookupLimitNanoseconds / 4).onBothRuntimes()
        return "a silent address was overtaken, and a refused one skipped, \(Words.count(rounds, "time")) each "
            + "on fibers and threads; the losers' sockets are closed"
    }

    private struct Overtaking: Workout {
        let rounds: Int
        /// Of a race: where an attempt cannot be made, it is the silent address that is waited for.
        let limitNanoseconds: Int64

        /// After which the next address is tried.
        private static let delayNanoseconds: Int64 = 5_000_000
        /// A listener takes a few more than its backlog.
        private static let fillerLimit = 8

        func run<Scope: TaskScope>(_ scope: Scope) throws(BodyFailure) {
            let silent = try succeed { () throws(NetworkFailure) in
                try scope.listen(at: .loopbackIPv4(), backlog: 0)
            }
            defer { scope.close(silent.socket) }
            let fillers = try fill(silent, scope)
            defer { for filler in fillers { scope.close(filler) } }
            let ready = try succeed { () throws(NetworkFailure) in
                try scope.listen(at: .loopbackIPv4(), backlog: 16)
            }
            defer { scope.close(ready.socket) }
            let refusing: SocketAddress
            // That of a client, at which nobody listens.
            do throws(CallFailure) { refusing = try fillers[0].localAddress() } catch { throw BodyFailure(error) }
            for _ in 0..<rounds { try race(silent.address, refusing, ready, scope) }
            try expectAllFail(refusing, scope)
        }

        /// Connects until the listener is silent: its queue is full, and the kernel drops who else comes.
        private func fill<Scope: TaskScope>(_ listener: Listener, _ scope: Scope) throws(BodyFailure) -> [Socket] {
            var fillers: [Socket] = []
            while fillers.count < Overtaking.fillerLimit {
                do throws(NetworkFailure) {
                    let filler = try scope.withDeadline(nanoseconds: 100_000_000) { () throws(NetworkFailure) in
                        try scope.connect(to: listener.address)
                    }
                    fillers.append(filler)
                } catch {
                    guard case .interrupted(.deadlinePassed) = error else { throw BodyFailure(error) }
                    break
                }
            }
            if fillers.isEmpty { throw .prevented("a listener that waits for nobody yet did not answer in 100 ms") }
            return fillers
        }

        /// The first one is silent, the second one refuses, the third one wins.
        private func race<Scope: TaskScope>(
            _ silent: SocketAddress, _ refusing: SocketAddress, _ ready: Listener, _ scope: Scope
        ) throws(BodyFailure) {
            let before = OpenDescriptors.count
            let winner: Socket
            do throws(NameConnectFailure) {
                winner = try scope.withDeadline(nanoseconds: limitNanoseconds) { () throws(NameConnectFailure) in
                    try scope.connect(
                        toFirstOf: [silent, refusing, ready.address],
                        attemptDelayNanoseconds: Overtaking.delayNanoseconds)
                }
            } catch {
                throw BodyFailure(error)
            }
            let peer: SocketAddress
            do throws(CallFailure) { peer = try winner.peerAddress() } catch { throw BodyFailure(error) }
            if peer == silent { throw .prevented("a listener with a full queue answers here") }
            try expect("the winner", peer, is: ready.address)
            let accepted = try succeed { () throws(NetworkFailure) in try scope.accept(ready) }
            scope.close(accepted)
            scope.close(winner)
            // A task's thread lets go of its own descriptor after the task was joined.
            for _ in 0..<1000 where OpenDescriptors.count > before { try scope.pause() }
            try expect("how many descriptors are open", OpenDescriptors.count, is: before)
        }

        private func expectAllFail<Scope: TaskScope>(
            _ refusing: SocketAddress, _ scope: Scope
        ) throws(BodyFailure) {
            do throws(NameConnectFailure) {
                scope.close(try scope.connect(toFirstOf: [refusing, refusing]))
            } catch {
                guard case .attempts(let attempts) = error else { throw BodyFailure(error) }
                let errors = attempts.map { attempt in
                    if case .network(let failure) = attempt.cause { failure.errno } else { nil as Errno? }
                }
                if errors != [.connectionRefused, .connectionRefused] { throw BodyFailure(error) }
                return
            }
            throw .prevented("somebody listens at \(refusing)")
        }
    }
}

/// Calls what should succeed.
private func succeed<Value>(_ body: () throws(NetworkFailure) -> Value) throws(BodyFailure) -> Value {
    do throws(NetworkFailure) { return try body() } catch { throw BodyFailure(error) }
}

/// Those of this process.
private enum OpenDescriptors {
    /// More are never open in a case; /proc, which knows, may not be there.
    private static let limit: Int32 = 256

    static var count: Int { (0..<limit).count { fcntl($0, F_GETFD) >= 0 } }
}
