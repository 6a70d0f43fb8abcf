import CSpecimens
import Children
import Fibers

/// Fibers that leave their stacks.
enum StackSpecimens {
    static func overflow(_ effort: Effort) throws(BodyFailure) -> Finding {
        try onScheduler { (scope) throws(BodyFailure) in
            let fiber: SpawnedFiber<Void, Never> = try scope.start("overflow") { specimen_overflow_stack() }
            fiber.join()
        }
        return .unharmed("a recursion without end came to an end")
    }

    /// A frame that is larger than what is left of its stack, and than the guard below it: its lowest word lies in the
    /// stack of a neighbour, which finds it there.
    static func jumpedGuard(_ effort: Effort) throws(BodyFailure) -> Finding {
        let configuration = StackConfiguration(sizeBytes: 64 << 10, guardBytes: 4 << 10)
        // From near the top of the one stack into the middle of what the neighbour has written near the top of its own.
        let frameBytes = configuration.sizeBytes + configuration.guardBytes + (8 << 10)
        let words = 4096
        let value: UInt64 = 0x6a75_6d70_6564_2121
        let pattern: UInt64 = 0x6e65_6967_6862_6f72
        return try onScheduler(configuration) { (scope) throws(BodyFailure) -> Finding in
            // Stacks are handed out from below: the neighbour's is the next below the jumper's.
            let handle = UnsafeMutablePointer<FiberScope>.allocate(capacity: 1)
            handle.initialize(to: scope)
            defer { handle.deallocate() }
            let neighbour = try scope.start("neighbour") {
                specimen_hold_words(
                    words, pattern,
                    { $0.unsafelyUnwrapped.assumingMemoryBound(to: FiberScope.self).pointee.yield() }, handle)
            }
            let jumper = try scope.start("jumper") { specimen_jump_guard(frameBytes, value).before }
            let (before, held) = (jumper.join(), neighbour.join())
            guard held.changed > 0 else { return .unharmed("the frame ended in nothing that the neighbour holds") }
            return .wrong(
                """
                a frame of \(frameBytes >> 10) KiB stepped over a guard of 4 KiB: a word of the neighbouring fiber's \
                is \(hexadecimal(held.found)), was \(hexadecimal(before))
                """)
        }
    }
}
