import Fibers
import Testing

@Suite struct SchedulerTests {
    @Test func aFiberGivesItsResultToItsJoiner() throws {
        let scheduler = Scheduler()
        let sum = try scheduler.run { scope in
            let fibers = try (1...10).map { number in try scope.spawn { () throws(Never) in number * number } }
            return fibers.reduce(0) { $0 + $1.join() }
        }
        #expect(sum == 385)
    }
}
