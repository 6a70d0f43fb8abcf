import Fibers
import Ring
import Support
import Testing

@testable import Runtimes

/// What belongs to a runtime, used from elsewhere, ends the program and says what was wrong.
@Suite(
    .timeLimit(.minutes(Bound.testMinutes)),
    .enabled(if: BothRuntimes.available.contains(.evented), "this kernel refuses io_uring to this process"))
struct SegregationTests {
    /// A scope in the hands of another thread, which the compiler would not allow.
    private struct Smuggled: @unchecked Sendable {
        let scope: EventedScope
        let address = SocketAddress.loopbackIPv4()
    }

    private static func onOtherThread(_ body: @escaping @Sendable (Smuggled) -> Void) throws {
        try Evented().run { scope in
            let smuggled = Smuggled(scope: scope)
            Threads.run([{ body(smuggled) }])
        }
    }

    private static let elsewhere = "was called by a thread or fiber that is not of this ring"

    @Test func anEventedCallOnAnotherThread() async throws {
        let result = try await #require(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try SegregationTests.onOtherThread { _ = try? $0.scope.connect(to: $0.address) }
        }
        let message = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(message.contains("EventedScope.perform") && message.contains(SegregationTests.elsewhere))
    }

    @Test func anEventedTaskStartedByAnotherThread() async throws {
        let result = try await #require(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try SegregationTests.onOtherThread { _ = try? $0.scope.start("late") { _ in } }
        }
        let message = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(message.contains("EventedScope.start") && message.contains(SegregationTests.elsewhere))
    }

    @Test func anEventedTaskCancelledByAnotherThread() async throws {
        let result = try await #require(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try Evented().run { scope in
                let task = try scope.task { scope in try scope.sleep(untilNanoseconds: .max) }
                Threads.run([{ task.cancel() }])
            }
        }
        let message = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(message.contains("cancelled by a thread or fiber that is not of its ring"))
    }

    /// The fiber of a scheduler without a ring, on the ring's own thread.
    @Test func anEventedCallByAForeignFiber() async throws {
        let result = try await #require(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try Evented().run { scope in
                let smuggled = Smuggled(scope: scope)
                try Scheduler().run { _ in _ = try smuggled.scope.perform(Submission()) }
            }
        }
        #expect(String(decoding: result.standardErrorContent, as: UTF8.self).contains(SegregationTests.elsewhere))
    }

    @Test func threadsWithinAFiber() async throws {
        let result = try await #require(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try Evented().run { _ in try Threaded().run { _ in } }
        }
        let message = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(message.contains("Threaded.run was called by a fiber, whose siblings it would keep waiting"))
    }

    @Test func aThreadedScopeOnAnotherThread() async throws {
        let result = try await #require(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try Threaded().run { scope in
                Threads.run([{ try? scope.checkInterruption() }])
            }
        }
        let message = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(message.contains("a ThreadedScope was used by a thread or fiber that is not its task"))
    }
}
