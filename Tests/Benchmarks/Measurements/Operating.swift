import Fibers
import Ring
import Runtimes

extension Measurement {
    /// `count` NOPs in all through the ring, each fiber waiting for its own.
    static func operationNanoseconds(fibers: Int, count: Int) throws -> Double {
        let rounds = (count + fibers - 1) / fibers
        return try Evented().run { scope in
            func run(rounds: Int) throws {
                let spawned = try (0..<fibers).map { _ in
                    try scope.spawn { () throws(Interruption) in
                        // Opcode 0 is IORING_OP_NOP.
                        for _ in 0..<rounds {
                            let completion = try scope.perform(Submission())
                            precondition(completion.result == 0)
                        }
                    }
                }
                for fiber in spawned { try fiber.join() }
            }
            try run(rounds: 1)
            return try nanoseconds(count: rounds * fibers) { try run(rounds: rounds) }
        }
    }
}
