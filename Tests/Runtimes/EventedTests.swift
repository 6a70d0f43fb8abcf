import CKernel
import CLiburing
import Glibc
import Support
import Testing

@testable import Fibers
@testable import Kernel
@testable import Ring
@testable import Runtimes

private let isAvailable: Bool = {
    do throws(CallFailure) { _ = try Ring(entries: 1) } catch { return false }
    return true
}()

extension Submission {
    static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Submission {
        var submission = Submission()
        submission.opcode = UInt8(IORING_OP_READ.rawValue)
        submission.descriptor = descriptor
        submission.address = UInt64(UInt(bitPattern: buffer.baseAddress))
        submission.length = UInt32(buffer.count)
        submission.offset = .max
        return submission
    }
}

/// Fibers on real rings of the running kernel.
@Suite(.enabled(if: isAvailable, "this kernel refuses io_uring to this process"))
struct EventedTests {
    /// A configuration for each rung of the ladder that this kernel takes.
    private static let configurations: [Evented.Configuration] = SetupLadder.singleThread.rungs.compactMap { flags in
        var configuration = Evented.Configuration()
        configuration.setup = SetupLadder([flags])
        do throws(CallFailure) { _ = try Evented(configuration) } catch { return nil }
        return configuration
    }

    @Test func theBestRungIsTakenAndVisible() throws {
        let best = try #require(EventedTests.configurations.first?.setup.rungs.first)
        let evented = try Evented()
        #expect(evented.setupFlags == best)
        var unknown = Evented.Configuration()
        unknown.setup = SetupLadder([1 << 31, 1 << 30, best])
        let steppedDown = try Evented(unknown)
        #expect(steppedDown.setupFlags == best)
        unknown.setup = SetupLadder([1 << 31])
        #expect(throws: CallFailure.self) { _ = try Evented(unknown) }
    }

    @Test(arguments: configurations)
    func sleepersWakeInTheOrderOfTheirMoments(configuration: Evented.Configuration) throws {
        let order = try Evented(configuration).run { scope in
            var order: [Int] = []
            let start = Clock.nanoseconds + 300_000_000
            // Each earlier than the ones before, and the ring waits between: its timeout has to be brought forward.
            let fibers = try (0..<20).reversed().map { number in
                let fiber = try scope.spawn { () throws(Interruption) in
                    try scope.sleep(untilNanoseconds: start + Int64(number) * 100_000)
                    order.append(number)
                }
                scope.yield()
                _ = try scope.perform(Submission())
                return fiber
            }
            for fiber in fibers { try fiber.join() }
            return order
        }
        #expect(order == Array(0..<20))
    }

    @Test(arguments: configurations)
    func nobodySleepsTooShort(configuration: Evented.Configuration) throws {
        let shortest = try Evented(configuration).run { scope in
            var shortest = Int64.max
            for _ in 0..<10 {
                let before = Clock.nanoseconds
                try scope.sleep(nanoseconds: 300_000)
                shortest = min(shortest, Clock.nanoseconds - before)
            }
            try scope.sleep(nanoseconds: 0)
            try scope.sleep(nanoseconds: -1)
            return shortest
        }
        #expect(shortest >= 300_000)
    }

    @Test(arguments: configurations)
    func whatFibersReadIsWhatOthersWrote(configuration: Evented.Configuration) throws {
        let sum = try Evented(configuration).run { scope in
            var fibers: [SpawnedFiber<Int, any Error>] = []
            for number in 0..<50 {
                fibers.append(
                    try scope.spawn {
                        let pipe = try Descriptor.pipe()
                        let writing = pipe.second.number
                        let writer = try scope.spawn { () throws(Interruption) in
                            try scope.sleep(nanoseconds: Int64(number % 5) * 200_000)
                            var byte = UInt8(number)
                            write(writing, &byte, 1)
                        }
                        let byte = try withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { buffer in
                            let completion = try scope.perform(.read(pipe.first.number, buffer))
                            #expect(completion.result == 1)
                            return Int(buffer[0])
                        }
                        try writer.join()
                        return byte
                    })
            }
            return try fibers.reduce(0) { try $0 + $1.join() }
        }
        #expect(sum == (0..<50).reduce(0, +))
    }

    @Test func aRefusedOperationCarriesItsErrno() throws {
        let errno = try Evented().run { scope in
            try withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { buffer in
                try scope.perform(.read(-1, buffer)).errno
            }
        }
        #expect(errno == .badDescriptor)
    }

    @Test(arguments: configurations)
    func anInterruptedOperationIsWaitedFor(configuration: Evented.Configuration) throws {
        let pipe = try Descriptor.pipe()
        let (reading, writing) = (pipe.first.number, pipe.second.number)
        try Evented(configuration).run { scope in
            let fiber = try scope.spawn { () throws(Interruption) in
                try withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { buffer throws(Interruption) in
                    _ = try scope.perform(.read(reading, buffer))
                }
            }
            try scope.sleep(nanoseconds: 100_000)
            fiber.cancel()
            #expect(throws: Interruption.cancelled) { try fiber.join() }
            // The kernel has let go of the pipe: this byte is not swallowed.
            var byte: UInt8 = 7
            #expect(write(writing, &byte, 1) == 1)
            let read = try withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { buffer in
                (try scope.perform(.read(reading, buffer)).result, buffer[0])
            }
            #expect(read == (1, 7))
        }
    }

    @Test(arguments: configurations)
    func aDeadlineEndsWhatIsWithinIt(configuration: Evented.Configuration) throws {
        let pipe = try Descriptor.pipe()
        let reading = pipe.first.number
        let outcomes = try Evented(configuration).run { scope in
            var outcomes: [String] = []
            func attempt(_ name: String, nanoseconds: Int64, _ body: () throws(Interruption) -> Void) {
                do throws(Interruption) {
                    try scope.withDeadline(nanoseconds: nanoseconds, body)
                    outcomes.append("\(name) ended")
                } catch {
                    outcomes.append("\(name): \(error)")
                }
            }
            func readForEver() throws(Interruption) {
                try withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { buffer throws(Interruption) in
                    _ = try scope.perform(.read(reading, buffer))
                }
            }
            attempt("read", nanoseconds: 500_000, readForEver)
            attempt("sleep", nanoseconds: 500_000) { () throws(Interruption) in try scope.sleep(nanoseconds: .max) }
            attempt("nothing", nanoseconds: 60_000_000_000) {}
            attempt("outer", nanoseconds: 60_000_000_000) { () throws(Interruption) in
                attempt("inner", nanoseconds: 500_000, readForEver)
                try scope.sleep(nanoseconds: 500_000)
            }
            attempt("outer", nanoseconds: 500_000) { () throws(Interruption) in
                attempt("inner", nanoseconds: 60_000_000_000, readForEver)
                try scope.sleep(nanoseconds: .max)
            }
            try scope.sleep(nanoseconds: 100_000)
            return outcomes
        }
        #expect(outcomes == [
            "read: the deadline has passed", "sleep: the deadline has passed", "nothing ended",
            "inner: the deadline has passed", "outer ended",
            "inner: the deadline has passed", "outer: the deadline has passed",
        ])
    }

    @Test func aDeadlineReachesWhoIsJoined() throws {
        let error = try Evented().run { scope in
            let child = try scope.spawn { () throws(Interruption) in try scope.sleep(nanoseconds: .max) }
            do throws(Interruption) {
                try scope.withDeadline(nanoseconds: 500_000) { () throws(Interruption) in try child.join() }
                return nil as Interruption?
            } catch {
                return error
            }
        }
        #expect(error == .cancelled)
    }

    @Test func whoTriesAgainLearnsOfTheOuterDeadline() throws {
        let tries = try Evented().run { scope in
            var tries = 0
            do throws(Interruption) {
                try scope.withDeadline(nanoseconds: 5_000_000) { () throws(Interruption) in
                    while true {
                        tries += 1
                        do throws(Interruption) {
                            try scope.withDeadline(nanoseconds: 60_000_000_000) { () throws(Interruption) in
                                try scope.sleep(nanoseconds: .max)
                            }
                        } catch {
                            try scope.checkInterruption()
                        }
                    }
                }
            } catch {
                #expect(error == .deadlinePassed)
            }
            return tries
        }
        #expect(tries == 1)
    }

    @Test func whoSleepsOrReadsIsNotUnparked() throws {
        let pipe = try Descriptor.pipe()
        let reading = pipe.first.number
        let woken = try Evented().run { scope in
            var waiting: [UnsafeMutablePointer<FiberControl>] = []
            let sleeper = try scope.spawn { () throws(Interruption) in
                waiting.append(scope.fibers.current)
                try scope.sleep(nanoseconds: 2_000_000)
            }
            let reader = try scope.spawn { () throws(Interruption) in
                waiting.append(scope.fibers.current)
                try withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { buffer throws(Interruption) in
                    _ = try scope.perform(.read(reading, buffer))
                }
            }
            scope.yield()
            let woken = waiting.map { scope.fibers.unpark($0) }
            try sleeper.join()
            reader.cancel()
            #expect(throws: Interruption.cancelled) { try reader.join() }
            return woken
        }
        #expect(woken == [false, false])
    }

    /// As on kernels that cannot move a timeout (before 5.11): earlier moments get timeouts of their own, one each.
    @Test func timeoutsThatCannotBeMovedDoNotPileUp() throws {
        let evented = try Evented()
        evented.state.pointee.canUpdateTimeout = false
        let most = try evented.run { scope in
            var most = 0
            let far = try scope.spawn { () throws(Interruption) in try scope.sleep(nanoseconds: 3_600_000_000_000) }
            scope.yield()
            for _ in 0..<50 {
                try scope.sleep(nanoseconds: 50_000)
                most = max(most, scope.state.pointee.armedMoments.count)
            }
            far.cancel()
            #expect(throws: Interruption.cancelled) { try far.join() }
            return most
        }
        #expect(most <= 2)
    }

    /// What kernels before 5.11 answer: the timeout is still armed for the later moment.
    @Test func aTimeoutThatCouldNotBeMovedIsWhereItWas() throws {
        try Evented().run { scope in
            let far = try scope.spawn { () throws(Interruption) in try scope.sleep(nanoseconds: 3_600_000_000_000) }
            scope.yield()
            _ = try scope.perform(Submission())
            let armed = try #require(scope.state.pointee.armedMoments.first)
            scope.state.pointee.momentBeforeUpdate = armed
            scope.state.pointee.armedMoments = [armed - 1]
            scope.settleUpdate(Completion(userData: 0, result: -EINVAL, flags: 0))
            #expect(scope.state.pointee.armedMoments == [armed] && !scope.state.pointee.canUpdateTimeout)
            try scope.sleep(nanoseconds: 50_000)
            far.cancel()
            #expect(throws: Interruption.cancelled) { try far.join() }
        }
    }

    @Test(arguments: configurations)
    func manyOperationsFitThroughASmallQueue(configuration: Evented.Configuration) throws {
        var configuration = configuration
        configuration.entries = 2
        let done = try Evented(configuration).run { scope in
            var (ended, done) = (0, 0)
            for _ in 0..<500 {
                try scope.detach {
                    defer { ended += 1 }
                    for _ in 0..<20 {
                        guard let completion = try? scope.perform(Submission()), completion.result == 0 else { return }
                        done += 1
                    }
                }
            }
            while ended < 500 { try scope.sleep(nanoseconds: 100_000) }
            return done
        }
        #expect(done == 10_000)
    }

    @Test(arguments: configurations)
    func fibersThatOnlyYieldDoNotStarveTheRing(configuration: Evented.Configuration) throws {
        let wereStarving = try Evented(configuration).run { scope in
            var (isOver, wereStarving) = (false, false)
            for _ in 0..<3 {
                try scope.detach {
                    // Many times what is needed: whoever starves the ring starves deadlines too.
                    var yields = 0
                    while !isOver, yields < 5_000_000 {
                        scope.yield()
                        yields += 1
                    }
                    if !isOver { wereStarving = true }
                }
            }
            for _ in 0..<100 {
                let completion = try scope.perform(Submission())
                #expect(completion.result == 0)
            }
            try scope.sleep(nanoseconds: 200_000)
            isOver = true
            return wereStarving
        }
        #expect(!wereStarving)
    }

    /// Sleepers, readers and workers who are cancelled at random moments: all are unwound, and nothing is left behind.
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func randomCancellationLeavesNothing(seed: UInt64) throws {
        let pipe = try Descriptor.pipe()
        let reading = pipe.first.number
        let evented = try Evented()
        var random = Generator(seed: seed)
        var ended = 0
        try evented.run { scope in
            for _ in 0..<200 {
                let kind = Int.random(in: 0..<4, using: &random)
                let fiber = try scope.spawn { () throws(Interruption) in
                    defer { ended += 1 }
                    switch kind {
                    case 0: try scope.sleep(nanoseconds: .max)
                    case 1:
                        try withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { buffer throws(Interruption) in
                            _ = try scope.perform(.read(reading, buffer))
                        }
                    case 2:
                        try scope.withDeadline(nanoseconds: 50_000) { () throws(Interruption) in
                            try scope.sleep(nanoseconds: .max)
                        }
                    default:
                        while true {
                            _ = try scope.perform(Submission())
                        }
                    }
                }
                for _ in 0..<Int.random(in: 0..<4, using: &random) { scope.yield() }
                if Bool.random(using: &random) { fiber.cancel() }
                if Bool.random(using: &random) { try scope.sleep(nanoseconds: 10_000) }
                if Int.random(in: 0..<4, using: &random) == 0 {
                    fiber.cancel()
                    #expect(throws: Interruption.self) { try fiber.join() }
                }
            }
        }
        #expect(ended == 200)
    }

    @Test func aDeadlockNamesWhoWaits() async throws {
        let result = try await #require(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) {
            try Evented().run { scope in
                try scope.sleep(nanoseconds: 100_000)
                try scope.fibers.park()
            }
        }
        let message = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(message.contains("deadlock: nothing is left that could wake fiber 1 (main)"))
    }
}
