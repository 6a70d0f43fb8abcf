import Support
import Testing

@testable import Runtimes

/// The queue of a log, without threads and descriptors.
struct LogQueueTests {
    private func line(_ count: Int) -> [UInt8] { Array(repeating: 1, count: count) }

    private func queue(lines: Int = 100, bytes: Int = 10_000) -> LogQueue {
        LogQueue(Log.Limits(lines: lines, bytes: bytes))
    }

    @Test func linesComeOutInOrder() {
        var queue = queue()
        for count in 1...3 { queue.append(line(count)) }
        #expect(queue.count == 3 && queue.bytes == 6)
        for number in 1...3 {
            #expect(queue.takeFirst() == LogQueue.Item(dropped: 0, line: line(number), number: number))
        }
        #expect(queue.takeFirst() == nil && queue.count == 0 && queue.bytes == 0)
    }

    @Test func whatDoesNotFitIsCountedBeforeTheNextThatDoes() {
        var queue = queue(lines: 2)
        for count in 1...5 { queue.append(line(count)) }
        #expect(queue.dropped == 3 && queue.count == 2)
        #expect(queue.takeFirst() == LogQueue.Item(dropped: 0, line: line(1), number: 1))
        queue.append(line(6))
        queue.append(line(7))
        #expect(queue.takeFirst() == LogQueue.Item(dropped: 0, line: line(2), number: 2))
        #expect(queue.takeFirst() == LogQueue.Item(dropped: 3, line: line(6), number: 6))
        // Nothing comes after the last that was dropped.
        #expect(queue.takeFirst() == LogQueue.Item(dropped: 1, line: nil, number: 7))
        #expect(queue.takeFirst() == nil)
        queue.append(line(8))
        #expect(queue.takeFirst() == LogQueue.Item(dropped: 0, line: line(8), number: 8))
    }

    @Test func bytesAreABoundToo() {
        var queue = queue(bytes: 4096)
        queue.append(line(4000))
        queue.append(line(97))
        queue.append(line(96))
        #expect(queue.dropped == 1 && queue.count == 2 && queue.bytes == 4096)
        #expect(queue.takeFirst()?.number == 1)
        #expect(queue.takeFirst() == LogQueue.Item(dropped: 1, line: line(96), number: 3))
    }

    /// Against a simpler one.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func itAgreesWithASimplerOne(_ seed: UInt64) {
        var random = Generator(seed: seed)
        let limits = Log.Limits(
            lines: Int.random(in: 1...3000, using: &random), bytes: 4096 + Int.random(in: 0...9000, using: &random))
        var queue = LogQueue(limits)
        var (model, bytes): ([LogQueue.Item], Int) = ([], 0)
        var (logged, pending, dropped) = (0, 0, 0)
        for step in 0..<20_000 {
            // Bursts, and times to catch up.
            if Int.random(in: 0..<10, using: &random) < (step / 6000 % 2 == 0 ? 8 : 4) {
                let line = line(Int.random(in: 1...8, using: &random))
                queue.append(line)
                logged += 1
                if model.count < limits.lines, bytes + line.count <= limits.bytes {
                    model.append(LogQueue.Item(dropped: pending, line: line, number: logged))
                    bytes += line.count
                    pending = 0
                } else {
                    pending += 1
                    dropped += 1
                }
            } else {
                var expected: LogQueue.Item?
                if !model.isEmpty {
                    expected = model.removeFirst()
                    bytes -= expected?.line?.count ?? 0
                } else if pending > 0 {
                    expected = LogQueue.Item(dropped: pending, line: nil, number: logged)
                    pending = 0
                }
                guard queue.takeFirst() == expected else {
                    Issue.record("step \(step) differs")
                    return
                }
            }
            guard queue.count == model.count, queue.bytes == bytes, queue.dropped == dropped else {
                Issue.record("step \(step): \(queue.count) lines, \(queue.bytes) bytes, \(queue.dropped) dropped")
                return
            }
        }
        #expect(queue.logged == logged && dropped > 0)
    }
}
