import CFiber
import CSpecimens
import Children
import Fibers
import Glibc

/// What each fiber has for itself: its stack, its registers, how it rounds.
enum StateCases {
    /// Fibers that are deep in their stacks at the same time, each frame with a pattern of its own.
    static func deepStack(_ effort: Effort) throws(BodyFailure) -> String {
        let configuration = StackConfiguration()
        // What is left is for what the frames themselves call.
        let depthBytes = configuration.sizeBytes - (96 << 10)
        let fibers = 4
        let rounds = max(1, min(effort.iterations / 100, 1000))
        let frames = try onScheduler(configuration) { (scope) throws(BodyFailure) in
            var generator = effort.generator
            var frames = 0
            for round in 0..<rounds {
                var spawned: [SpawnedFiber<Int, BodyFailure>] = []
                for _ in 0..<fibers {
                    let seed = generator.next()
                    spawned.append(
                        try scope.start("deep-stack") { () throws(BodyFailure) in
                            let top = UInt(bitPattern: fiber_stack_position())
                            let depth = try descend(scope, seed, frame: 1, downTo: top - UInt(depthBytes))
                            // Pages that were swapped out meanwhile are not counted, so that this proves nothing.
                            if let touched = scope.touchedStackBytes, touched < depthBytes {
                                Workbench.note("\(touched) bytes of a stack are in memory, the rest was swapped out")
                            }
                            return depth
                        })
                }
                for fiber in spawned { frames += try fiber.join() }
                try expect(frames > fibers * (round + 1), "no fiber came down its stack")
            }
            return frames
        }
        let depth = "\(depthBytes >> 10) of \(configuration.sizeBytes >> 10) KiB"
        return "\(fibers) fibers at a time went \(depth) deep, \(Words.count(frames, "frame")) were whole"
    }

    /// One frame: leaves a pattern, goes deeper, and finds the pattern as it was. How many frames there were.
    @inline(never)
    private static func descend(
        _ scope: FiberScope, _ seed: UInt64, frame: Int, downTo low: UInt
    ) throws(BodyFailure) -> Int {
        var failure: BodyFailure?
        let count = withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64) { words in
            for index in words.indices { words[index] = seed &+ UInt64(frame &* 64 &+ index) }
            if frame.isMultiple(of: 16) { scope.yield() }
            var depth = frame
            if UInt(bitPattern: fiber_stack_position()) > low {
                do throws(BodyFailure) {
                    depth = try descend(scope, seed, frame: frame + 1, downTo: low)
                } catch {
                    failure = error
                }
            }
            for index in words.indices where words[index] != seed &+ UInt64(frame &* 64 &+ index) && failure == nil {
                failure = .failed("frame \(frame) of a fiber's stack was written over")
            }
            return depth
        }
        if let failure { throw failure }
        return count
    }

    private static let roundings: [Int32] = [FE_TONEAREST, FE_DOWNWARD, FE_UPWARD, FE_TOWARDZERO]

    /// Rounding modes, and with them the other registers that a switch has to keep.
    static func floatState(_ effort: Effort) throws(BodyFailure) -> String {
        let before = fegetround()
        defer { fesetround(before) }
        // What each rounding makes of one third, learnt without a switch.
        let expected = roundings.map { rounding in
            fesetround(rounding)
            return third()
        }
        fesetround(before)
        try expect(Set(expected.map(\.bitPattern)).count > 1, "this machine rounds one third alike in all modes")
        let witnesses = specimens_available() != 0
        try onScheduler { (scope) throws(BodyFailure) in
            var spawned: [SpawnedFiber<Void, BodyFailure>] = []
            for (index, rounding) in roundings.enumerated() {
                spawned.append(
                    try scope.start("float-state") { () throws(BodyFailure) in
                        fesetround(rounding)
                        for round in 0..<effort.iterations {
                            scope.yield()
                            try expect("round \(round), rounding mode", fegetround(), is: rounding)
                            try expect("round \(round), one third", third().bitPattern, is: expected[index].bitPattern)
                        }
                    })
            }
            if witnesses { spawned += try witnessFibers(scope, effort) }
            for fiber in spawned { try fiber.join() }
            try expect("the joiner's rounding mode", fegetround(), is: before)
        }
        return "4 rounding modes kept over \(Words.count(effort.iterations, "turn")) each"
            + (witnesses ? ", and so were rbx, rbp, r12 to r15, MXCSR and the x87 control word" : "")
    }

    /// Fibers whose registers hold patterns while they yield.
    private static func witnessFibers(
        _ scope: FiberScope, _ effort: Effort
    ) throws(BodyFailure) -> [SpawnedFiber<Void, BodyFailure>] {
        var fibers: [SpawnedFiber<Void, BodyFailure>] = []
        for fiber in 0..<4 {
            var generator = Generator(seed: effort.seed &+ UInt64(fiber))
            fibers.append(
                try scope.start("registers") { () throws(BodyFailure) in
                    for round in 0..<effort.iterations { try witness(scope, &generator, round) }
                })
        }
        return fibers
    }

    private static func witness(
        _ scope: FiberScope, _ generator: inout Generator, _ round: Int
    ) throws(BodyFailure) {
        var pattern = specimen_state()
        pattern.rbx = generator.next()
        pattern.rbp = generator.next()
        pattern.r12 = generator.next()
        pattern.r13 = generator.next()
        pattern.r14 = generator.next()
        pattern.r15 = generator.next()
        pattern.slot = generator.next()
        // All exceptions masked; rounding, flush to zero and denormals are zero at random.
        pattern.mxcsr = 0x1f80 | UInt32(truncatingIfNeeded: generator.next()) & 0xe040
        pattern.x87_control = 0x037f | UInt32(truncatingIfNeeded: generator.next()) & 0x0c00
        var found = specimen_state()
        // The witness calls this while the patterns are in the registers.
        let handle = UnsafeMutablePointer<FiberScope>.allocate(capacity: 1)
        handle.initialize(to: scope)
        defer { handle.deallocate() }
        let differs = specimen_witness(
            &pattern, &found,
            { handle, _ in handle.unsafelyUnwrapped.assumingMemoryBound(to: FiberScope.self).pointee.yield() },
            handle, nil)
        guard differs != 0 else { return }
        let place = UInt32(differs.trailingZeroBitCount)
        let name = SwitchSpecimens.name(of: place)
        let (was, should) = (specimen_place_value(&found, place), specimen_place_value(&pattern, place))
        throw .failed("round \(round): \(name) is \(hexadecimal(was)), should be \(hexadecimal(should))")
    }

    /// One third, as the processor rounds. Its operands come from memory, so that the division can't be moved over a
    /// change of the rounding mode, of which compilers know nothing.
    @inline(never)
    private static func third() -> Double {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2) { numbers in
            numbers[0] = 1
            numbers[1] = 3
            opaque(numbers.baseAddress)
            return numbers[0] / numbers[1]
        }
    }

    @inline(never)
    @_optimize(none)
    private static func opaque(_ pointer: UnsafeMutableRawPointer?) {}
}
