import Support
import Testing

@testable import Fibers

@Suite struct TimerHeapTests {
    /// Timers that are never given to a fiber: the heap does not look at whose they are.
    private func withTimers<Value>(
        _ count: Int, _ body: (UnsafeMutableBufferPointer<FiberTimer>) throws -> Value
    ) rethrows -> Value {
        let noFiber = UnsafeMutablePointer<FiberControl>(bitPattern: 16).unsafelyUnwrapped
        let timers = UnsafeMutableBufferPointer<FiberTimer>.allocate(capacity: count)
        timers.initialize(repeating: FiberTimer(.wake, of: noFiber))
        defer { timers.deallocate() }
        return try body(timers)
    }

    /// Against a sorted list: random adding, removing and taking, with many equal moments.
    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func theEarliestComesFirst(seed: UInt64) {
        var random = Generator(seed: seed)
        withTimers(500) { timers in
            var heap = TimerHeap()
            var model: [(moment: Int64, index: Int)] = []
            var free = Array(timers.indices)
            for _ in 0..<5000 {
                switch Int.random(in: 0..<4, using: &random) {
                case 0, 1:
                    guard let index = free.popLast() else { continue }
                    let moment = Int64.random(in: 0..<50, using: &random)
                    heap.add(timers.baseAddress! + index, atNanoseconds: moment)
                    let place = model.firstIndex { $0.moment > moment } ?? model.endIndex
                    model.insert((moment, index), at: place)
                case 2:
                    guard let place = model.indices.randomElement(using: &random) else { continue }
                    let removed = model.remove(at: place)
                    heap.remove(timers.baseAddress! + removed.index)
                    #expect(timers[removed.index].index == -1)
                    free.append(removed.index)
                default:
                    let now = Int64.random(in: 0..<50, using: &random)
                    let taken = heap.takeEarliest(notAfterNanoseconds: now)
                    let expected = model.first.flatMap { $0.moment <= now ? $0.index : nil }
                    #expect(taken == expected.map { timers.baseAddress! + $0 })
                    if let expected {
                        model.removeFirst()
                        free.append(expected)
                    }
                }
                #expect(heap.earliestNanoseconds == model.first?.moment)
            }
        }
    }
}
