import Kernel
import Support
import Synchronization
import Testing

@testable import Fibers

/// The way to wake a thread that another room lends a doorbell.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct DoorbellTests {
    private final class Marks: Sendable {
        let isInside = Atomic(false)
        let isToldToShut = Atomic(false)
        let hasLeft = Atomic(false)
        let hadLeft = Atomic(false)
    }

    private final class Counter: Sendable {
        private let count = Atomic(0)
        var value: Int { count.load(ordering: .relaxed) }
        func add() { count.wrappingAdd(1, ordering: .relaxed) }
    }

    @Test func whoIsInsideIsWaitedFor() {
        for _ in 0..<100 {
            nonisolated(unsafe) let bell = Doorbell.take()
            let marks = Marks()
            Doorbell.openOtherWay(of: bell) {
                marks.isInside.store(true, ordering: .sequentiallyConsistent)
                while !marks.isToldToShut.load(ordering: .sequentiallyConsistent) {}
                Processors.rest(nanoseconds: 200_000)
                marks.hasLeft.store(true, ordering: .sequentiallyConsistent)
                return true
            }
            Threads.run([
                { #expect(Doorbell.useOtherWay(bell)) },
                {
                    while !marks.isInside.load(ordering: .sequentiallyConsistent) {}
                    marks.isToldToShut.store(true, ordering: .sequentiallyConsistent)
                    Doorbell.shutOtherWay(of: bell)
                    marks.hadLeft.store(
                        marks.hasLeft.load(ordering: .sequentiallyConsistent), ordering: .sequentiallyConsistent)
                },
            ])
            let hadLeft = marks.hadLeft.load(ordering: .sequentiallyConsistent)
            #expect(hadLeft)
            #expect(!Doorbell.useOtherWay(bell))
            Doorbell.putBack(bell)
        }
    }

    /// Opened and shut by one thread while others use it: never from outside of that time.
    @Test func nobodyUsesItWhileItIsShut() {
        nonisolated(unsafe) let bell = Doorbell.take()
        let isOpen = Atomic(false)
        let isOver = Atomic(false)
        let (uses, failures) = (Counter(), Counter())
        let user: @Sendable () -> Void = {
            while !isOver.load(ordering: .relaxed) { if Doorbell.useOtherWay(bell) { uses.add() } }
        }
        Threads.run([
            {
                for round in 0..<5000 {
                    isOpen.store(true, ordering: .sequentiallyConsistent)
                    Doorbell.openOtherWay(of: bell) {
                        for _ in 0..<20 {
                            if !isOpen.load(ordering: .sequentiallyConsistent) { failures.add() }
                        }
                        return true
                    }
                    if round % 100 == 0 {
                        let before = uses.value
                        while uses.value == before {}
                    }
                    Doorbell.shutOtherWay(of: bell)
                    isOpen.store(false, ordering: .sequentiallyConsistent)
                }
                isOver.store(true, ordering: .relaxed)
            },
            user, user,
        ])
        #expect(failures.value == 0)
        Doorbell.putBack(bell)
    }
}
