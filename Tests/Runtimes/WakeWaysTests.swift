import CKernel
import CLiburing
import Fibers
import Glibc
import Kernel
import Ring
import Support
import Sync
import Synchronization
import Testing

@testable import Runtimes

/// What this kernel lets this process do.
private let ways: WakeWays? = {
    do throws(CallFailure) {
        let ring = try Ring(entries: 1, ladder: .singleThread)
        var ways: WakeWays = []
        if ring.knownOpcodes().contains(UInt8(IORING_OP_MSG_RING.rawValue)) { ways.insert(.message) }
        if Ring.send(.message(to: ring.descriptor, userData: 0)) == nil { ways.insert(.register) }
        return ways
    } catch {
        return nil
    }
}()

/// Each way in which a ring is woken.
@Suite(
    .timeLimit(.minutes(Bound.testMinutes)), .enabled(if: ways != nil, "this kernel refuses io_uring to this process"))
struct WakeWaysTests {
    /// Hands a turn round a circle.
    private final class Circle: Sendable {
        let turns: [Holder]

        final class Holder: Sendable {
            let event = Event<Native>()
        }

        init(_ count: Int) { turns = (0..<count).map { _ in Holder() } }

        /// What the one with that number does, who begins if it is the first.
        func go(_ number: Int, rounds: Int) {
            let (own, next) = (turns[number], turns[(number + 1) % turns.count])
            for _ in 0..<rounds {
                if number == 0 { next.event.set() }
                try! own.event.wait(.endless)
                own.event.reset()
                if number > 0 { next.event.set() }
            }
        }
    }

    private static func configuration(
        _ ways: WakeWays, entries: UInt32 = 64, completionEntries: UInt32 = 0
    ) -> Evented.Configuration {
        var configuration = Evented.Configuration()
        configuration.wakeWays = ways
        configuration.entries = entries
        configuration.completionEntries = completionEntries
        return configuration
    }

    static let allWays: [WakeWays] = [[], .message, .register, .all]

    /// The counts of what is sure to be used, and zeros for the rest.
    private func expect(_ counts: WakeCounts, only way: WakeWays) {
        #expect((counts.messages > 0) == (way == .message), "\(counts)")
        #expect((counts.registers > 0) == (way == .register), "\(counts)")
        #expect((counts.events > 0) == way.isEmpty, "\(counts)")
    }

    @Test(arguments: allWays)
    func byAThread(_ allowed: WakeWays) {
        let circle = Circle(2)
        nonisolated(unsafe) var counts = WakeCounts()
        Threads.run([
            { circle.go(0, rounds: 1000) },
            {
                let evented = try! Evented(Self.configuration(allowed))
                try! evented.run { _ in circle.go(1, rounds: 1000) }
                counts = evented.counters.wakes
            },
        ])
        expect(counts, only: allowed.intersection(ways!).intersection(.register))
    }

    /// Two rings, and three.
    @Test(arguments: [2, 3], allWays)
    func byARing(_ rings: Int, _ allowed: WakeWays) {
        let circle = Circle(rings)
        nonisolated(unsafe) let counts = UnsafeMutablePointer<WakeCounts>.allocate(capacity: rings)
        defer { counts.deallocate() }
        Threads.run(rings) { number in
            let evented = try! Evented(Self.configuration(allowed))
            try! evented.run { _ in circle.go(number, rounds: 1000) }
            counts[number] = evented.counters.wakes
        }
        let possible = allowed.intersection(ways!)
        for number in 0..<rings {
            expect(counts[number], only: possible.contains(.message) ? .message : possible)
        }
    }

    /// Fibers that have no ring are threads to those who have one.
    @Test(arguments: allWays)
    func byAFiberWithoutARing(_ allowed: WakeWays) {
        let circle = Circle(2)
        nonisolated(unsafe) var counts = WakeCounts()
        Threads.run([
            { try! Scheduler().run { _ in circle.go(0, rounds: 500) } },
            {
                let evented = try! Evented(Self.configuration(allowed))
                try! evented.run { _ in circle.go(1, rounds: 500) }
                counts = evented.counters.wakes
            },
        ])
        expect(counts, only: allowed.intersection(ways!).intersection(.register))
    }

    /// Many fibers of three rings that each wake all the time, while their rings have other things to do.
    @Test(arguments: allWays)
    func amongManyFibers(_ allowed: WakeWays) {
        let circles = (0..<20).map { _ in Circle(3) }
        let ended = Atomic(0)
        Threads.run(3) { number in
            try! Evented(Self.configuration(allowed)).run { scope in
                for _ in 0..<3 {
                    try scope.detach {
                        while (try? scope.sleep(nanoseconds: 50_000)) != nil,
                            (try? scope.perform(Submission())) != nil
                        {
                            scope.yield()
                        }
                    }
                }
                let fibers = try circles.map { circle in
                    try scope.spawn { () throws(Never) in circle.go(number, rounds: 100) }
                }
                for fiber in fibers {
                    fiber.join()
                    ended.wrappingAdd(1, ordering: .relaxed)
                }
            }
        }
        #expect(ended.load(ordering: .relaxed) == 60)
    }

    /// Rings that come and go, each of which gives up waiting at about the moment at which it is woken: by a thread and
    /// a ring, who know only of the event.
    @Test(arguments: allWays)
    func whileTheRingEnds(_ allowed: WakeWays) {
        let event = Event<Native>()
        let isOver = Atomic(false)
        let woken = Atomic(0)
        @Sendable func setAgainAndAgain() {
            while !isOver.load(ordering: .relaxed) {
                event.set()
                FiberScope.ofRunningFiber?.yield()
                event.reset()
            }
        }
        Threads.run([
            { setAgainAndAgain() },
            { try! Evented(Self.configuration(allowed)).run { _ in setAgainAndAgain() } },
            {
                var random = Generator(seed: 7)
                for _ in 0..<1000 {
                    let patience = Int64.random(in: 0..<100_000, using: &random)
                    let isSet = try! Evented(Self.configuration(allowed)).run { _ in
                        (try? event.wait(.nanoseconds(patience))) != nil
                    }
                    if isSet { woken.wrappingAdd(1, ordering: .relaxed) }
                }
                isOver.store(true, ordering: .relaxed)
            },
        ])
        #expect(woken.load(ordering: .relaxed) > 0)
    }

    /// A ring within a fiber of another, on one thread: each of the two is woken for its own fibers, by others and by
    /// the fibers of the other.
    @Test(arguments: allWays)
    func oneRingWithinAnother(_ allowed: WakeWays) {
        let (outer, inner) = (Circle(2), Circle(2))
        let passed = Circle(1)
        Threads.run([
            { outer.go(0, rounds: 200) },
            { try! Evented(Self.configuration(allowed)).run { _ in inner.go(0, rounds: 200) } },
            {
                try! Evented(Self.configuration(allowed)).run { scope in
                    let waiter = try scope.spawn { () throws(Never) in try! passed.turns[0].event.wait(.endless) }
                    let partner = try scope.spawn { () throws(Never) in outer.go(1, rounds: 200) }
                    for _ in 0..<20 { scope.yield() }
                    try Evented(Self.configuration(allowed)).run { _ in
                        inner.go(1, rounds: 200)
                        passed.turns[0].event.set()
                    }
                    waiter.join()
                    partner.join()
                }
            },
        ])
        #expect((outer.turns + inner.turns).allSatisfy { !$0.event.isSet })
    }

    /// Completions of operations fill the queue together with what wakes the ring.
    @Test(arguments: allWays, [true, false])
    func theCompletionQueueOverflows(_ allowed: WakeWays, byRing: Bool) throws {
        let small = Self.configuration(allowed, entries: 2, completionEntries: 2)
        let circle = Circle(2)
        let pipe = try Descriptor.pipe()
        let (reading, writing) = (pipe.first.number, pipe.second.number)
        nonisolated(unsafe) var counters = EventedCounters()
        @Sendable func fill() {
            for _ in 0..<200 {
                #expect(write(writing, "12345678", 8) == 8)
                circle.go(0, rounds: 1)
            }
        }
        Threads.run([
            { if byRing { try! Evented(Self.configuration(allowed)).run { _ in fill() } } else { fill() } },
            {
                let evented = try! Evented(small)
                try! evented.run { scope in
                    let readers = try (0..<8).map { _ in
                        try scope.spawn { () throws(Interruption) in
                            for _ in 0..<200 {
                                try withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) {
                                    buffer throws(Interruption) in
                                    #expect(try scope.perform(.read(reading, buffer)).result == 1)
                                }
                            }
                        }
                    }
                    circle.go(1, rounds: 200)
                    for reader in readers { try reader.join() }
                }
                counters = evented.counters
            },
        ])
        #expect(counters.completionOverflows > 0 && counters.lostCompletions == 0)
    }

    /// The queue of the ring that wakes others is full of what its fibers do.
    @Test func theSendersQueueIsFull() throws {
        let circle = Circle(2)
        nonisolated(unsafe) var counts = WakeCounts()
        // Of completions it has room for all: where those overflow, a message is not relied on.
        let sender = Self.configuration(.all, entries: 1, completionEntries: 64)
        Threads.run([
            {
                try! Evented(sender).run { scope in
                    var isOver = false
                    for _ in 0..<8 {
                        try scope.detach { while !isOver { _ = try? scope.perform(Submission()) } }
                    }
                    circle.go(0, rounds: 1000)
                    isOver = true
                }
            },
            {
                let evented = try! Evented()
                try! evented.run { _ in circle.go(1, rounds: 1000) }
                counts = evented.counters.wakes
            },
        ])
        expect(counts, only: ways!.contains(.message) ? .message : ways!)
    }

    // MARK: What fails

    private static let hasMessages = ways?.contains(.message) == true

    private static func isReadable(_ descriptor: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) == 1
    }

    /// Here to what is no ring: a kernel that forbids messages answers at once, too.
    @Test(.enabled(if: hasMessages, "this kernel has no IORING_OP_MSG_RING"))
    func aRefusedMessageIsNotTriedAgain() throws {
        let event = Descriptor(owning: try checked("eventfd") { make_event(0) })
        let target = WakeTarget(ring: event.number, ways: .message, event: event.number)
        let number = event.number
        try Evented().run { scope in
            #expect(!scope.sendMessage(to: target))
            #expect(!scope.sendMessage(to: target))
            #expect(scope.counters.operations[Int(IORING_OP_MSG_RING.rawValue)] == 1)
            #expect(!Self.isReadable(number))
        }
    }

    /// It was handed to a thread of the kernel, say, and failed there.
    @Test(.enabled(if: hasMessages, "this kernel has no IORING_OP_MSG_RING"))
    func whatFailsLaterIsMadeUpForByTheEvent() throws {
        let event = Descriptor(owning: try checked("eventfd") { make_event(0) })
        let number = event.number
        try Evented().run { scope in
            scope.enqueue(.message(to: number, userData: Tag.message), userData: Tag.failedMessage | UInt64(number))
            #expect(!Self.isReadable(number))
            _ = try scope.perform(Submission())
            #expect(Self.isReadable(number))
            #expect(scope.state.pointee.canSendMessages == false)
        }
    }

    /// As where it was refused before.
    @Test(.enabled(if: hasMessages, "this kernel has no IORING_OP_MSG_RING"))
    func aSenderThatCannotSendRingsTheEvent() {
        let circle = Circle(2)
        nonisolated(unsafe) var counts = WakeCounts()
        Threads.run([
            {
                try! Evented().run { scope in
                    scope.state.pointee.canSendMessages = false
                    circle.go(0, rounds: 500)
                }
            },
            {
                let evented = try! Evented(Self.configuration(.message))
                try! evented.run { _ in circle.go(1, rounds: 500) }
                counts = evented.counters.wakes
            },
        ])
        expect(counts, only: [])
    }

    @Test func whatBindsOthersIsRefused() async throws {
        let result = try await #require(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try Evented().run { scope in
                var submission = Submission()
                submission.flags = 1 << 1
                _ = try scope.perform(submission)
            }
        }
        #expect(String(decoding: result.standardErrorContent, as: UTF8.self).contains("stands alone"))
    }
}
