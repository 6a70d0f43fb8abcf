import Fibers
import Support
import Testing

/// Fibers among themselves, without a ring.
@Suite struct SchedulerTests {
    private enum Sorrow: Error, Equatable { case deep(Int) }

    @Test func aFiberGivesItsResultToItsJoiner() throws {
        let sum = try Scheduler().run { scope in
            let fibers = try (1...10).map { number in try scope.spawn { () throws(Never) in number * number } }
            return fibers.reduce(0) { $0 + $1.join() }
        }
        #expect(sum == 385)
    }

    @Test func whatAFiberThrowsIsThrownByJoin() throws {
        let error = try Scheduler().run { scope in
            let fiber = try scope.spawn { () throws(Sorrow) -> Int in
                scope.yield()
                throw .deep(7)
            }
            do throws(Sorrow) { return Sorrow.deep(try fiber.join() - 1000) } catch { return error }
        }
        #expect(error == .deep(7))
    }

    @Test func whatTheBodyThrowsIsThrownByRun() {
        #expect {
            try Scheduler().run { _ throws(Sorrow) -> Int in throw .deep(1) }
        } throws: { error in
            if case .body(.deep(1))? = error as? RunFailure<Sorrow> { true } else { false }
        }
    }

    @Test func fibersTakeTurnsInTheOrderTheyCame() throws {
        let order = try Scheduler().run { scope in
            var order: [Int] = []
            let fibers = try (0..<3).map { number in
                try scope.spawn { () throws(Never) in
                    for round in 0..<3 {
                        order.append(10 * round + number)
                        scope.yield()
                    }
                }
            }
            for fiber in fibers { fiber.join() }
            return order
        }
        #expect(order == [0, 1, 2, 10, 11, 12, 20, 21, 22])
    }

    @Test func joinDoesNotMindWhoIsFirst() throws {
        let results = try Scheduler().run { scope in
            let early = try scope.spawn { () throws(Never) in "ended before" }
            scope.yield()
            let late = try scope.spawn { () throws(Never) in
                for _ in 0..<100 { scope.yield() }
                return "ended after"
            }
            return [early.join(), late.join()]
        }
        #expect(results == ["ended before", "ended after"])
    }

    @Test func aParkedFiberGoesOnWhenUnparked() throws {
        let order = try Scheduler().run { scope in
            var order: [String] = []
            var parked: UnsafeMutablePointer<FiberControl>?
            let fiber = try scope.spawn { () throws(Interruption) in
                order.append("parks")
                parked = scope.current
                try scope.park()
                order.append("goes on")
            }
            scope.yield()
            order.append("unparks")
            let first = scope.unpark(try #require(parked))
            let second = scope.unpark(try #require(parked))
            order.append("\(first), \(second)")
            try fiber.join()
            return order
        }
        #expect(order == ["parks", "unparks", "true, false", "goes on"])
    }

    @Test func cancellationUnwindsAFiberWhereverItWaits() throws {
        let unwound = try Scheduler().run { scope in
            var unwound: [String] = []
            func waiting(_ name: String, _ wait: @escaping () throws(Interruption) -> Void) throws -> SpawnedFiber<Void, Never> {
                try scope.spawn { () throws(Never) in
                    do throws(Interruption) { try wait() } catch { unwound.append("\(name): \(error)") }
                }
            }
            let parked = try waiting("parked") { () throws(Interruption) in try scope.park() }
            scope.yield()
            parked.cancel()
            let ready = try waiting("not begun") { () throws(Interruption) in try scope.checkInterruption() }
            ready.cancel()
            let late = try waiting("parks later") { () throws(Interruption) in
                scope.yield()
                try scope.park()
            }
            scope.yield()
            late.cancel()
            for fiber in [parked, ready, late] { fiber.join() }
            late.cancel()  // has ended: nothing happens
            return unwound
        }
        #expect(unwound == [
            "parked: the fiber was cancelled", "not begun: the fiber was cancelled",
            "parks later: the fiber was cancelled",
        ])
    }

    @Test func fibersThatAreLeftAreCancelledAndWaitedFor() throws {
        var ended = 0
        try Scheduler().run { scope in
            for depth in 0..<20 {
                try scope.detach {
                    _ = try? scope.park()
                    for _ in 0..<depth { scope.yield() }
                    ended += 1
                }
            }
            _ = try scope.spawn { () throws(Interruption) in
                defer { ended += 1 }
                try scope.park()
            }
            scope.yield()
        }
        #expect(ended == 21)
    }

    @Test func fibersThatComeWhileAScopeEndsAreCancelledToo() throws {
        var ended = 0
        try Scheduler().run { scope in
            try scope.detach {
                _ = try? scope.park()
                let late = try? scope.spawn { () throws(Interruption) in
                    defer { ended += 1 }
                    try scope.park()
                }
                _ = late.map { late in #expect(throws: Interruption.cancelled) { try late.join() } }
                ended += 1
            }
            scope.yield()
        }
        #expect(ended == 2)
    }

    @Test func onlyWhoParksIsUnparked() throws {
        let log = try Scheduler().run { scope in
            var log: [String] = []
            var joiner: UnsafeMutablePointer<FiberControl>?
            let worker = try scope.spawn { () throws(Never) in
                for _ in 0..<5 { scope.yield() }
                log.append("worker ends")
                return "result"
            }
            let joining = try scope.spawn { () throws(Never) in
                joiner = scope.current
                log.append(worker.join())
            }
            scope.yield()
            log.append("\(scope.unpark(try #require(joiner)))")
            joining.join()
            return log
        }
        #expect(log == ["false", "worker ends", "result"])
    }

    @Test func whoJoinsPassesItsCancellationOn() throws {
        let outcomes = try Scheduler().run { scope in
            var outcomes: [String] = []
            func outcome(_ fiber: SpawnedFiber<Void, Interruption>) -> String {
                do throws(Interruption) { try fiber.join(); return "ended" } catch { return "\(error)" }
            }
            for isEarly in [true, false] {
                let grandchild = try scope.spawn { () throws(Interruption) in try scope.park() }
                let child = try scope.spawn { () throws(Never) in outcomes.append(outcome(grandchild)) }
                if !isEarly { scope.yield() }
                child.cancel()
                child.join()
            }
            return outcomes
        }
        #expect(outcomes == ["the fiber was cancelled", "the fiber was cancelled"])
    }

    @Test func schedulersRunAgainAndWithinFibersOfOthers() throws {
        let outer = Scheduler()
        for round in 1...3 {
            let sum = try outer.run { scope in
                let fiber = try scope.spawn { () throws(RunFailure<StackFailure>) in
                    try Scheduler().run { inner throws(StackFailure) in
                        let fiber = try inner.spawn { () throws(Never) in
                            inner.yield()
                            return round
                        }
                        return fiber.join()
                    }
                }
                scope.yield()
                return try fiber.join()
            }
            #expect(sum == round)
        }
    }

    /// A random tree of fibers: each spawns some, yields, joins or cancels them. All of them end, and every result is
    /// the sum of its subtree.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func everyTreeOfFibersEnds(seed: UInt64) throws {
        var random = Generator(seed: seed)
        var (begun, ended) = (0, 0)
        func grow(_ scope: FiberScope, depth: Int) throws(StackFailure) -> Int {
            begun += 1
            defer { ended += 1 }
            var children: [SpawnedFiber<Int, StackFailure>] = []
            for _ in 0..<Int.random(in: 0...4, using: &random) where depth > 0 {
                children.append(try scope.spawn { () throws(StackFailure) in try grow(scope, depth: depth - 1) })
                if Bool.random(using: &random) { scope.yield() }
            }
            var size = 1
            for child in children.shuffled(using: &random) {
                if Bool.random(using: &random) { child.cancel() }
                size += try child.join()
            }
            return size
        }
        let size = try Scheduler().run { scope throws(StackFailure) in try grow(scope, depth: 6) }
        #expect(size == begun)
        #expect(ended == begun)
    }
}
