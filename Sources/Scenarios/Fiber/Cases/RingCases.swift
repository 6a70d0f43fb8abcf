import CLiburing
import Fibers
import Glibc
import Kernel
import Ring
import Runtimes

/// Fibers that wait for the kernel: asleep, interrupted, and many at a time.
enum RingCases {
    /// Sleepers wake, none too early, and others run meanwhile.
    static func sleep(_ effort: Effort) throws(BodyFailure) -> String {
        let sleepers = min(effort.iterations, 1 << 14)
        let meanwhile = try onRing { (scope) throws(BodyFailure) -> Int in
            var generator = effort.generator
            var (awake, turns) = (0, 0)
            var spawned: [SpawnedFiber<Void, BodyFailure>] = []
            for index in 0..<sleepers {
                let pause = Int64.random(in: 0...20_000_000, using: &generator)
                spawned.append(
                    try scope.fibers.start("sleep") { () throws(BodyFailure) in
                        defer { awake += 1 }
                        let start = Clock.nanoseconds
                        do throws(Interruption) { try scope.sleep(nanoseconds: pause) } catch {
                            throw .failed("sleeper \(index): \(error)")
                        }
                        let early = pause - (Clock.nanoseconds - start)
                        try expect(early <= 0, "sleeper \(index) of \(pause) ns woke \(early) ns too early")
                    })
            }
            while awake < sleepers {
                turns += 1
                scope.yield()
                // A fiber that only yields leaves the ring its turn, but not the processor.
                if awake < sleepers, turns.isMultiple(of: 64) {
                    do throws(Interruption) { try scope.sleep(nanoseconds: 100_000) } catch {
                        throw .failed("\(error)")
                    }
                }
            }
            for fiber in spawned { try fiber.join() }
            try expect("the number of sleepers awake", awake, is: sleepers)
            return turns
        }
        try expect(meanwhile > 0, "nothing ran while the others slept")
        return "\(Words.count(sleepers, "sleeper")) of up to 20 ms woke, none too early, while another fiber ran on"
    }

    /// Whatever a fiber waits for can be cut short, and it is unwound.
    static func cancel(_ effort: Effort) throws(BodyFailure) -> String {
        let rounds = max(1, effort.iterations / 10)
        let left = 8
        var unwound = 0
        try onRing { (scope) throws(BodyFailure) in
            let pipe = try makePipe()
            defer { extendLifetime(pipe) }
            let reading = pipe.first.number
            try expectReads(scope, pipe.second.number, reading)
            for round in 0..<rounds {
                let sleeper = try scope.fibers.start("sleeper") { () throws(Interruption) in
                    defer { unwound += 1 }
                    try scope.sleep(nanoseconds: .max)
                }
                let reader = try scope.fibers.start("reader") { () throws(Interruption) -> Int32 in
                    defer { unwound += 1 }
                    return try read(scope, reading)
                }
                let parked = try scope.fibers.start("parked") { () throws(Interruption) in
                    defer { unwound += 1 }
                    try scope.fibers.park()
                    try scope.checkInterruption()
                }
                let late = try scope.fibers.start("late") { () throws(Interruption) in
                    defer { unwound += 1 }
                    try scope.withDeadline(nanoseconds: 100_000) { () throws(Interruption) in
                        _ = try read(scope, reading)
                    }
                }
                // All but the last wait before they are cancelled, in every other round.
                if round.isMultiple(of: 2) { scope.yield() }
                sleeper.cancel()
                reader.cancel()
                parked.cancel()
                try expectEnd(of: sleeper, "sleeper \(round)", by: .cancelled)
                try expectEnd(of: reader, "reader \(round)", by: .cancelled)
                try expectEnd(of: parked, "parked fiber \(round)", by: .cancelled)
                try expectEnd(of: late, "late fiber \(round)", by: .deadlinePassed)
            }
            // What is left when the body ends is cancelled and waited for.
            for _ in 0..<left {
                _ = try scope.fibers.start("left") { () throws(Interruption) in
                    defer { unwound += 1 }
                    try scope.sleep(nanoseconds: .max)
                }
            }
            scope.yield()
        }
        try expect("the number of waits that were unwound", unwound, is: rounds * 4 + left)
        return "\(Words.count(unwound, "wait")) were cut short and unwound: sleep, read, park, deadline"
    }

    /// - Throws: `.prevented` where this kernel can't read through a ring: then there is no wait to cut short.
    private static func expectReads(
        _ scope: EventedScope, _ writing: Int32, _ reading: Int32
    ) throws(BodyFailure) {
        do throws(CallFailure) { _ = try checked("write", "pipe") { write(writing, "1", 1) } } catch {
            throw BodyFailure(error)
        }
        let result: Int32
        do throws(Interruption) { result = try read(scope, reading) } catch { throw .failed("a read: \(error)") }
        if result == -EINVAL || result == -EOPNOTSUPP {
            throw .prevented("this kernel has no IORING_OP_READ, which Linux has since 5.6")
        }
        try expect("what a read of one byte answers", result, is: 1)
    }

    private static func read(_ scope: EventedScope, _ descriptor: Int32) throws(Interruption) -> Int32 {
        try withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { buffer throws(Interruption) in
            var submission = Submission()
            submission.opcode = UInt8(IORING_OP_READ.rawValue)
            submission.descriptor = descriptor
            submission.address = UInt64(UInt(bitPattern: buffer.baseAddress))
            submission.length = UInt32(buffer.count)
            submission.offset = .max  // where the file stands
            return try scope.perform(submission).result
        }
    }

    /// - Throws: `.failed` where the fiber does not end by `interruption`.
    private static func expectEnd<Value>(
        of fiber: SpawnedFiber<Value, Interruption>, _ name: @autoclosure () -> String, by interruption: Interruption
    ) throws(BodyFailure) {
        do throws(Interruption) {
            _ = try fiber.join()
        } catch {
            if error == interruption { return }
            throw .failed("\(name()): \(error), where \(interruption)")
        }
        throw .failed("\(name()) was not interrupted")
    }

    private struct Odd: Error, Equatable { var number: Int }

    /// Many fibers at a time that do a bit of everything.
    static func many(_ effort: Effort) throws(BodyFailure) -> String {
        let fibers = min(max(1, effort.iterations) * 4, 100_000)
        let sum = try onRing { (scope) throws(BodyFailure) -> Int in
            var generator = effort.generator
            var spawned: [SpawnedFiber<Int, any Error>] = []
            spawned.reserveCapacity(fibers)
            for index in 0..<fibers {
                let pause = Int64.random(in: 0...2_000_000, using: &generator)
                spawned.append(
                    try scope.fibers.start("many") {
                        scope.yield()
                        try scope.sleep(nanoseconds: pause)
                        guard index.isMultiple(of: 100) else { return index }
                        let inner = try scope.fibers.start("inner") { () throws(Odd) -> Int in
                            scope.yield()
                            if index.isMultiple(of: 200) { return index }
                            throw Odd(number: index)
                        }
                        return try inner.join()
                    })
            }
            var sum = 0
            for (index, fiber) in spawned.enumerated() {
                do {
                    sum += try fiber.join()
                } catch let odd as Odd {
                    try expect("the error of fiber \(index)", odd.number, is: index)
                    sum += odd.number
                } catch let failure as BodyFailure {
                    throw failure
                } catch {
                    throw .failed("fiber \(index): \(error)")
                }
            }
            return sum
        }
        try expect("the sum of all results", sum, is: fibers * (fibers - 1) / 2)
        return "\(Words.count(fibers, "fiber")) at a time yielded, slept, spawned, threw and were joined"
    }
}
