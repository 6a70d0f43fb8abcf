import Fibers
import Glibc
import Kernel
import Support
import Sync
import Synchronization
import Testing

@testable import Runtimes

/// Names looked up on either runtime, by getaddrinfo and by lookups that wait for the test.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct NameLookupTests {
    /// A lookup that is under way until the test lets it go on.
    final class Gate: Sendable {
        let event = Event<Native>()
        let begun = Atomic<Int>(0)

        func lookup(_ pool: ThreadPool = ThreadPool(limit: 8)) -> NameLookup {
            NameLookup(pool) { (_, port) in
                self.begun.add(1, ordering: .sequentiallyConsistent)
                try? self.event.wait(.endless)
                return [.loopbackIPv4(port: port)]
            }
        }

        func awaitBegun<Scope: TaskScope>(_ scope: Scope) throws {
            while begun.load(ordering: .sequentiallyConsistent) == 0 {
                try scope.sleep(untilNanoseconds: Clock.nanoseconds(after: 100_000))
            }
        }
    }

    /// What `lookup` of `name` comes to.
    private struct Asking: TaskBody {
        let name: String
        var lookup = NameLookup.shared

        func run<Scope: TaskScope>(_ scope: Scope) -> Result<[SocketAddress], LookupFailure> {
            Result { () throws(LookupFailure) in try scope.lookup(name, port: 80, by: lookup) }
        }
    }

    private static func never(_ name: String, _ port: UInt16) throws(LookupFailure) -> [SocketAddress] {
        throw LookupFailure(name, .other(code: 0))
    }

    // MARK: What is found

    @Test(arguments: BothRuntimes.available)
    func localhostIsLoopback(_ runtime: BothRuntimes) throws {
        let found = try runtime.run(Asking(name: "localhost")).get()
        #expect(!found.isEmpty)
        for address in found {
            #expect(address.port == 80 && ["127.0.0.1", "::1"].contains(address.numericHost), "\(address)")
        }
    }

    /// Nothing is asked but the text itself, and in no thread.
    @Test(
        arguments: BothRuntimes.available,
        [("127.0.0.1", "127.0.0.1:80"), ("::1", "[::1]:80"), ("2001:db8::1", "[2001:db8::1]:80")])
    func anAddressIsItsOwn(_ runtime: BothRuntimes, _ sample: (text: String, address: String)) throws {
        let pool = ThreadPool(limit: 0)
        let found = try runtime.run(Asking(name: sample.text, lookup: NameLookup(pool, by: Self.never))).get()
        #expect(found.map(\.description) == [sample.address])
    }

    /// In forms that getaddrinfo alone knows.
    @Test(arguments: [("127.1", "127.0.0.1:80"), ("0x7f000001", "127.0.0.1:80"), ("fe80::1%1", "[fe80::1%1]:80")])
    func oddAddressesAreAddressesToo(_ text: String, _ address: String) throws {
        let numeric = NameLookup(ThreadPool(), by: NameLookup.numeric)
        let found = try BothRuntimes.threaded.run(Asking(name: text, lookup: numeric))
        #expect(try found.get().map(\.description) == [address])
    }

    @Test(arguments: BothRuntimes.available, ["", "a\0b", String(repeating: "a", count: 254), "[::1]"])
    func badNamesAreNotAskedFor(_ runtime: BothRuntimes, _ name: String) throws {
        let result = try runtime.run(Asking(name: name, lookup: NameLookup(ThreadPool(limit: 0), by: Self.never)))
        let fault = try #require(NameFault(of: name))
        #expect(result == .failure(LookupFailure(name, .refused(fault))))
    }

    @Test(arguments: BothRuntimes.available)
    func noAddressIsNotFound(_ runtime: BothRuntimes) throws {
        let numeric = NameLookup(ThreadPool(), by: NameLookup.numeric)
        let notFound = LookupFailure("no-address", .notFound(code: EAI_NONAME))
        #expect(try runtime.run(Asking(name: "no-address", lookup: numeric)) == .failure(notFound))
        let empty = NameLookup(ThreadPool()) { (_, _) in [] }
        let noData = LookupFailure("nothing", .notFound(code: -5))
        #expect(try runtime.run(Asking(name: "nothing", lookup: empty)) == .failure(noData))
    }

    @Test(
        arguments: [
            (EAI_NONAME, .notFound(code: -2), "EAI_NONAME"), (-5, .notFound(code: -5), "EAI_NODATA"),
            (-9, .notFound(code: -9), "EAI_ADDRFAMILY"), (EAI_AGAIN, .tryAgain, "EAI_AGAIN"),
            (EAI_FAIL, .failed, "EAI_FAIL"), (EAI_MEMORY, .outOfMemory, "EAI_MEMORY"),
            (EAI_SYSTEM, .system(.tooManyFiles), "EMFILE"),
            (EAI_SERVICE, .other(code: -8), "Servname not supported for ai_socktype (-8)"),
            (-12345, .other(code: -12345), "-12345"),
        ] as [(Int32, LookupFailure.Cause, String)])
    func everyCodeHasItsName(_ code: Int32, _ cause: LookupFailure.Cause, _ words: String) {
        let failure = LookupFailure("host", LookupFailure.Cause(code: code, errno: .tooManyFiles))
        #expect(failure.cause == cause)
        #expect(failure.description.hasPrefix("host: ") && failure.description.contains(words), "\(failure)")
    }

    @Test(arguments: BothRuntimes.available)
    func manyLookupsAtATime(_ runtime: BothRuntimes) throws {
        struct Many: TaskBody {
            func run<Scope: TaskScope>(_ scope: Scope) throws -> [[SocketAddress]] {
                let pool = ThreadPool(limit: 32)
                let tasks = try (0..<32).map { index in
                    try scope.task("lookup") { scope throws(LookupFailure) in
                        try scope.lookup("localhost", port: UInt16(index), by: NameLookup(pool))
                    }
                }
                return try tasks.map { try $0.join() }
            }
        }
        let found = try runtime.run(Many())
        for (index, addresses) in found.enumerated() {
            #expect(!addresses.isEmpty && addresses.allSatisfy { $0.port == UInt16(index) })
        }
    }

    // MARK: While a lookup is under way

    /// The lookup ends only when a sibling has run: on the ring's own thread it never would.
    @Test(arguments: BothRuntimes.available)
    func othersGoOn(_ runtime: BothRuntimes) throws {
        struct Beside: TaskBody {
            func run<Scope: TaskScope>(_ scope: Scope) throws -> [SocketAddress] {
                let gate = Gate()
                let sibling = try scope.task("sibling") { scope in
                    try gate.awaitBegun(scope)
                    for _ in 0..<10 { try scope.sleep(untilNanoseconds: Clock.nanoseconds(after: 100_000)) }
                    gate.event.set()
                }
                let found = try scope.lookup("slow", port: 7, by: gate.lookup())
                try sibling.join()
                return found
            }
        }
        #expect(try runtime.run(Beside()) == [.loopbackIPv4(port: 7)])
    }

    @Test(arguments: BothRuntimes.available)
    func aDeadlineCutsItShort(_ runtime: BothRuntimes) throws {
        struct Late: TaskBody {
            func run<Scope: TaskScope>(_ scope: Scope) -> [LookupFailure.Cause?] {
                let gate = Gate()
                defer { gate.event.set() }
                // After its end, and before its beginning.
                return [1_000_000, 0].map { nanoseconds in
                    scope.withDeadline(nanoseconds: nanoseconds) { cause(scope, gate.lookup()) }
                }
            }
        }
        #expect(try runtime.run(Late()) == [.interrupted(.deadlinePassed), .interrupted(.deadlinePassed)])
    }

    @Test(arguments: BothRuntimes.available)
    func cancellationCutsItShort(_ runtime: BothRuntimes) throws {
        struct Cancelled: TaskBody {
            func run<Scope: TaskScope>(_ scope: Scope) throws -> LookupFailure.Cause? {
                let gate = Gate()
                defer { gate.event.set() }
                let task = try scope.task("lookup") { scope in cause(scope, gate.lookup()) }
                try gate.awaitBegun(scope)
                task.cancel()
                return task.join()
            }
        }
        #expect(try runtime.run(Cancelled()) == .interrupted(.cancelled))
    }

    /// Once the thread is done too, nothing holds on to a lookup that nobody waits for.
    @Test func whatNobodyWaitsForIsFreed() throws {
        let gate = Gate()
        let pool = ThreadPool(limit: 1)
        weak let pending: PendingLookup? = try gate.lookup(pool).start("slow", port: 1)
        #expect(pending != nil)
        gate.event.set()
        // The thread lives on, idle.
        while pending != nil { Processors.rest(nanoseconds: 100_000) }
        #expect(pool.threads == 1)
    }

    @Test(arguments: BothRuntimes.available)
    func moreThanThereAreThreadsAreRefused(_ runtime: BothRuntimes) throws {
        struct Full: TaskBody {
            func run<Scope: TaskScope>(_ scope: Scope) throws -> LookupFailure.Cause? {
                let (gate, pool) = (Gate(), ThreadPool(limit: 1))
                let task = try scope.task("lookup") { scope in cause(scope, gate.lookup(pool)) }
                try gate.awaitBegun(scope)
                let second = cause(scope, gate.lookup(pool))
                gate.event.set()
                #expect(task.join() == nil)
                return second
            }
        }
        #expect(try runtime.run(Full()) == .thread(.limitReached(threads: 1)))
        let words = LookupFailure("host", .thread(.limitReached(threads: 1))).description
        #expect(words.contains("1 is the configured limit") && words.hasSuffix("wait until other lookups have ended"))
    }
}

/// What a lookup fails for; nil where it does not.
private func cause<Scope: TaskScope>(_ scope: Scope, _ lookup: NameLookup) -> LookupFailure.Cause? {
    do throws(LookupFailure) {
        _ = try scope.lookup("slow", port: 0, by: lookup)
        return nil
    } catch {
        return error.cause
    }
}
