import Fibers
import Glibc
import Kernel
import Ring
import Support
import Testing

@testable import Runtimes

/// Buffers that the streams of a ring share.
@Suite(
    .timeLimit(.minutes(Bound.testMinutes)),
    .enabled(if: canShareBuffers, "this kernel has no shared buffers for this process"))
struct ReceiveBufferTests {
    /// All hold a buffer at the same time.
    @Test func whereTheKernelFindsNoneThereAreMore() throws {
        try Evented().run { scope in
            try scope.withReceiveBuffers(few(initialCount: 1, limit: 64)) { buffers in
                var holding = 0
                let fibers = try (0..<32).map { number in
                    let (receiving, sending) = try scope.pair()
                    try scope.write([UInt8(number)], to: sending)
                    return try scope.spawn { () throws(NetworkFailure) in
                        // Else the other end is closed.
                        defer { scope.close(sending) }
                        return try scope.withReceiveStream(receiving, buffers) { stream throws(NetworkFailure) in
                            try stream.next { bytes throws(NetworkFailure) in
                                holding += 1
                                do throws(Interruption) { try scope.wait { holding == 32 } } catch {
                                    throw .interrupted(error)
                                }
                                #expect(Array(bytes) == [UInt8(number)])
                            }
                        }
                    }
                }
                for fiber in fibers { #expect(try fiber.join()) }
                #expect(buffers.count == 32 && buffers.freeCount == 32)
                let counters = buffers.counters
                #expect(counters.growths == 5 && counters.shortages >= 5 && counters.waitsAtLimit == 0)
            }
        }
    }

    /// Of many who find none at the same time, one has their number doubled, even where some came back meanwhile.
    @Test func aShortageIsMetOnce() throws {
        try Evented().run { scope in
            scope.withReceiveBuffers(few(initialCount: 2, limit: 4)) { buffers in
                func mayTryAgain(afterSeeing count: Int) -> Bool {
                    buffers.state.pointee.replenish(seenCount: count)
                }
                #expect(mayTryAgain(afterSeeing: 2) && buffers.count == 4)
                #expect(mayTryAgain(afterSeeing: 2) && buffers.count == 4)
                #expect(mayTryAgain(afterSeeing: 4) && buffers.count == 4)
                #expect(buffers.freeCount == 4 && buffers.counters.growths == 1 && buffers.counters.shortages == 3)
                // As if all were out.
                for _ in 0..<4 { buffers.state.pointee.noteTaken() }
                #expect(!mayTryAgain(afterSeeing: 4) && buffers.count == 4)
                for buffer in 0..<4 as Range<UInt16> { buffers.state.pointee.giveBack(buffer, scope.fibers) }
            }
        }
    }

    /// Beside streams that have nothing to receive, which must not get in the way.
    @Test(arguments: [1, 2, 8])
    func atTheLimitStreamsWaitForEachOther(limit: Int) throws {
        try Evented().run { scope in
            try scope.withReceiveBuffers(few(initialCount: 1, limit: limit)) { buffers in
                var (holding, most) = (0, 0)
                let pairs = try (0..<40).map { _ in try scope.pair() }
                let fibers = try pairs.enumerated().map { number, pair in
                    try scope.spawn { () throws(NetworkFailure) in
                        try scope.withReceiveStream(pair.0, buffers) { stream throws(NetworkFailure) in
                            var all: [UInt8] = []
                            while try stream.next({ bytes throws(NetworkFailure) in
                                holding += 1
                                most = max(most, holding)
                                all += bytes
                                do throws(Interruption) {
                                    try scope.wait { buffers.counters.waitsAtLimit > 0 }
                                    if number % 3 == 0 { try scope.sleep(nanoseconds: 50_000) }
                                } catch {
                                    throw .interrupted(error)
                                }
                                holding -= 1
                            }) {}
                            return all
                        }
                    }
                }
                for _ in 0..<20 {
                    for (number, pair) in pairs.enumerated() where number % 2 == 0 {
                        try scope.write([UInt8](repeating: UInt8(number), count: 100), to: pair.1)
                    }
                }
                for pair in pairs { try scope.shutdown(pair.1, .writing) }
                for (number, fiber) in fibers.enumerated() {
                    let expected = [UInt8](repeating: UInt8(number), count: number % 2 == 0 ? 2000 : 0)
                    #expect(try fiber.join() == expected)
                }
                #expect(most <= limit && buffers.count == limit && buffers.freeCount == limit)
                #expect(buffers.counters.waitsAtLimit > 0)
            }
        }
    }

    /// Streams that are cancelled wherever they are: while they wait for bytes, for a buffer, or hold one.
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func cancellationLosesNoBuffer(seed: UInt64) throws {
        var random = Generator(seed: seed)
        let limit = 1 << Int.random(in: 0...4, using: &random)
        try Evented().run { scope in
            try scope.withReceiveBuffers(few(initialCount: 1, limit: limit, limitPerStream: 4)) { buffers in
                let pairs = try (0..<30).map { _ in try scope.pair() }
                let fibers = try pairs.enumerated().map { number, pair in
                    try scope.spawn { () throws(NetworkFailure) in
                        try scope.withReceiveStream(pair.0, buffers) { stream throws(NetworkFailure) in
                            var kept = 0
                            while try stream.next({ bytes throws(NetworkFailure) in
                                kept += bytes.count
                                switch number % 3 {
                                case 0: scope.yield()
                                case 1: try scope.write([1], to: pair.0)
                                default:
                                    do throws(Interruption) { try scope.sleep(nanoseconds: 100_000) } catch {
                                        throw .interrupted(error)
                                    }
                                }
                            }) {}
                            return kept
                        }
                    }
                }
                var cancelled = Set<Int>()
                for _ in 0..<300 {
                    let number = Int.random(in: 0..<30, using: &random)
                    switch Int.random(in: 0..<10, using: &random) {
                    case 0:
                        fibers[number].cancel()
                        cancelled.insert(number)
                    case 1: try scope.sleep(nanoseconds: 50_000)
                    case 2...4: scope.yield()
                    default: try scope.write([UInt8](repeating: 0, count: 90), to: pairs[number].1)
                    }
                }
                for pair in pairs { try scope.shutdown(pair.1, .writing) }
                for (number, fiber) in fibers.enumerated() {
                    do throws(NetworkFailure) { _ = try fiber.join() } catch {
                        #expect(error == .interrupted(.cancelled) && cancelled.contains(number), "\(error)")
                    }
                }
                #expect(buffers.freeCount == buffers.count && buffers.count <= limit)
            }
        }
    }

    /// And what it had received is the socket's no more.
    @Test func whatAStreamLeavesBehindIsFreeAgain() throws {
        try Evented().run { scope in
            try scope.withReceiveBuffers(few(initialCount: 16, limit: 16)) { buffers in
                let (receiving, sending) = try scope.pair()
                try scope.withReceiveStream(receiving, buffers) { stream throws(NetworkFailure) in
                    for byte in 0..<5 as Range<UInt8> {
                        try scope.write([byte], to: sending)
                        if byte == 0 { _ = try stream.next { _ in } }
                    }
                    do throws(Interruption) { try scope.wait { buffers.freeCount == 12 } } catch {
                        throw .interrupted(error)
                    }
                }
                #expect(buffers.freeCount == 16)
            }
        }
    }

    /// Whoever is slow does not get all the buffers.
    @Test func aStreamThatIsNotReadHoldsOnlySoMany() throws {
        try Evented().run { scope in
            let limits = few(initialCount: 64, limit: 1024, limitPerStream: 4)
            try scope.withReceiveBuffers(limits) { buffers in
                let (receiving, sending) = try scope.pair()
                var most = 0
                let received = try scope.withReceiveStream(receiving, buffers) { stream throws(NetworkFailure) in
                    var received: [UInt8] = []
                    _ = try scope.write([0], to: sending)
                    _ = try stream.next { bytes throws(NetworkFailure) in received += bytes }
                    for byte in 1..<200 as Range<UInt8> {
                        try scope.write([byte], to: sending)
                        // A turn of the ring.
                        _ = try? scope.perform(Submission())
                        most = max(most, buffers.count - buffers.freeCount)
                    }
                    try scope.shutdown(sending, .writing)
                    received += try stream.all()
                    return received
                }
                #expect(received == Array(0..<200))
                #expect(most >= 4 && most < 16 && buffers.counters.stops > 0, "\(most)")
                #expect(buffers.freeCount == buffers.count && buffers.counters.growths == 0)
            }
        }
    }

    @Test func buffersOfARingHaveNumbersOfTheirOwn() throws {
        try Evented().run { scope in
            func one(_ byte: UInt8, _ buffers: ReceiveBuffers) throws {
                let (receiving, sending) = try scope.pair()
                try scope.write([byte], to: sending)
                scope.close(sending)
                let bytes = try scope.receiveAll(receiving, buffers)
                #expect(bytes == [byte] && buffers.freeCount == buffers.count)
            }
            for round in 0..<3 as Range<UInt8> {
                try scope.withReceiveBuffers(few(initialCount: 1, limit: 2)) { outer in
                    try scope.withReceiveBuffers(few(initialCount: 1, limit: 4)) { inner in
                        try one(round, inner)
                        try one(round + 100, outer)
                    }
                    try one(round + 200, outer)
                }
            }
        }
    }

    /// Memory is for as many as there are, not as there may be.
    @Test func buffersThatAreNotThereCostNothing() throws {
        try Evented().run { scope in
            var most = few(initialCount: 1, limit: 32_768)
            most.bufferBytes = 1 << 20
            scope.withReceiveBuffers(most) { buffers in
                #expect(buffers.path == .shared || buffers.refusal?.errno == .outOfMemory, "\(buffers.refusal!)")
            }
        }
    }

    @Test func streamsThatOutliveTheirBuffersAreNoticed() async throws {
        let result = try await #require(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try Evented().run { scope in
                var ends: [Int32] = [-1, -1]
                _ = try checked("socketpair") { socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) }
                let socket = Socket(owning: ends[0])
                try scope.withReceiveBuffers { buffers in
                    try scope.detach {
                        _ = try? scope.withReceiveStream(socket, buffers) { stream throws(NetworkFailure) in
                            try stream.next { _ in }
                        }
                    }
                    scope.yield()
                }
            }
        }
        let message = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(message.contains("receive streams end before their buffers"), "\(message)")
    }
}
