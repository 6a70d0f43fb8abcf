import Fibers
import Support
import Testing

@testable import Sync

/// Misuse ends the process, and says what it was: in every build, since it is no precondition.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct MisuseTests {
    private static func message(_ result: ExitTest.Result?) throws -> String {
        String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    }

    private final class Held: @unchecked Sendable {
        let mutex = Mutex<Native>()
        let condition = Condition<Native>()
    }

    @Test func lockingTwice() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let mutex = Mutex<Native>()
            mutex.lock()
            mutex.lock()
        }
        #expect(try Self.message(result).contains("\(Misuse.relock)"))
    }

    @Test func tryingToLockTwice() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let mutex = Mutex<Native>()
            mutex.lock()
            _ = mutex.tryLock()
        }
        #expect(try Self.message(result).contains("\(Misuse.relock)"))
    }

    @Test func unlockingWhatNobodyHolds() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let mutex = Mutex<Native>()
            mutex.unlock()
        }
        #expect(try Self.message(result).contains("\(Misuse.unlockOfUnlocked)"))
    }

    /// A fiber and its sibling, and a fiber and the thread it runs on, are each other's others.
    @Test func unlockingWhatASiblingHolds() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let held = Held()
            try Scheduler().run { scope in
                let holder = try scope.spawn { () throws(Never) in
                    held.mutex.lock()
                    scope.yield()
                    held.mutex.unlock()
                }
                let other = try scope.spawn { () throws(Never) in held.mutex.unlock() }
                holder.join()
                other.join()
            }
        }
        #expect(try Self.message(result).contains("\(Misuse.unlockOfOther)"))
    }

    @Test func destroyingWhatIsHeld() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let mutex = Mutex<Native>()
            mutex.lock()
        }
        #expect(try Self.message(result).contains("\(Misuse.destroyedWhileHeld)"))
    }

    @Test func destroyingWhatIsWaitedFor() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let event = UnsafeMutablePointer<Event<Native>>.allocate(capacity: 1)
            event.initialize(to: Event())
            try Scheduler().run { scope in
                // The pointer is what makes this mistake possible.
                nonisolated(unsafe) let shared = event
                _ = try scope.spawn { () throws(WaitFailure) in try shared.pointee.wait() }
                scope.yield()
                event.deinitialize(count: 1)
            }
        }
        #expect(try Self.message(result).contains("\(Misuse.destroyedWhileWaitedOn)"))
    }

    @Test func endingAFiberThatHolds() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let held = Held()
            try Scheduler().run { scope in
                let fiber = try scope.spawn("forgetful") { () throws(Never) in held.mutex.lock() }
                fiber.join()
            }
        }
        #expect(try Self.message(result).contains("fiber 2 (forgetful) ended while it held a lock"))
    }

    @Test func endingAThreadThatHolds() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let held = Held()
            Threads.run(1) { _ in held.mutex.lock() }
        }
        #expect(try Self.message(result).contains("\(Misuse.endedWhileHolding)"))
    }

    @Test func waitingOnAConditionWithoutItsMutex() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let held = Held()
            try held.condition.wait(held.mutex)
        }
        #expect(try Self.message(result).contains("\(Misuse.conditionWithoutMutex)"))
    }

    @Test func waitingOnAConditionWithTwoMutexes() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let held = Held()
            let other = Mutex<Native>()
            held.mutex.lock()
            do throws(WaitFailure) { try held.condition.wait(held.mutex, .nanoseconds(0)) } catch {}
            other.lock()
            try held.condition.wait(other)
        }
        #expect(try Self.message(result).contains("\(Misuse.conditionWithTwoMutexes)"))
    }

    @Test func puttingBackWhatWasNotTaken() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let pool = Pool<Native>(2)
            let resource = try pool.take()
            pool.putBack(resource)
            pool.putBack(resource)
        }
        #expect(try Self.message(result).contains("\(Misuse.foreignResource)"))
    }
}
