import Fibers
import Kernel
import Ring
import Runtimes
import Testing

@Suite struct EventedTests {
    @Test func sleepersWakeInTheOrderOfTheirMoments() throws {
        let order = try Evented().run { scope in
            var order: [Int] = []
            let fibers = try [3, 1, 2].map { number in
                try scope.spawn { () throws(Interruption) in
                    try scope.sleep(nanoseconds: Int64(number) * 2_000_000)
                    order.append(number)
                }
            }
            for fiber in fibers { try fiber.join() }
            return order
        }
        #expect(order == [1, 2, 3])
    }

    @Test func aCancelledSleeperIsUnwound() throws {
        let outcome = try Evented().run { scope in
            let fiber = try scope.spawn { () throws(Interruption) in try scope.sleep(nanoseconds: .max) }
            scope.yield()
            fiber.cancel()
            do throws(Interruption) { try fiber.join(); return "woke" } catch { return "\(error)" }
        }
        #expect(outcome == "the fiber was cancelled")
    }
}
