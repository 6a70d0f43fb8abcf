import Fibers
import Testing

/// Broken invariants end the process, and say why.
@Suite struct InvariantTests {
    @Test func aDeadlockNamesWhoWaits() async throws {
        let result = try await #require(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) {
            try Scheduler().run { scope in
                let fiber = try scope.spawn("reader") { () throws(Interruption) in try scope.park() }
                try fiber.join()
            }
        }
        let message = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(message.contains("deadlock: nothing is left that could wake fiber 1 (main), 2 (reader)"))
    }

    @Test func aFiberIsJoinedOnce() async throws {
        let result = try await #require(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) {
            try Scheduler().run { scope in
                let fiber = try scope.spawn { () throws(Never) in 1 }
                _ = fiber.join()
                _ = fiber.join()
            }
        }
        #expect(String(decoding: result.standardErrorContent, as: UTF8.self).contains("a fiber is joined once"))
    }

    @Test func onlyAFiberWaits() async throws {
        let result = try await #require(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) {
            let scheduler = Scheduler()
            scheduler.scope.yield()
            try scheduler.run { _ in }
        }
        #expect(String(decoding: result.standardErrorContent, as: UTF8.self).contains("only a fiber can wait"))
    }
}
