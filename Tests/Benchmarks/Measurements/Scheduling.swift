import Fibers
import Runtimes

/// What fibers run on.
enum Runtime: String {
    case fibers, evented

    func run<Value>(_ body: @escaping (FiberScope) throws -> Value) throws -> Value {
        switch self {
        case .fibers: try Scheduler().run(body)
        case .evented: try Evented().run { try body($0.fibers) }
        }
    }
}

extension Measurement {
    /// `count` yields in all, through the run queue.
    static func yieldNanoseconds(on runtime: Runtime, fibers: Int, count: Int) throws -> Double {
        let rounds = (count + fibers - 1) / fibers
        return try runtime.run { scope in
            func run(rounds: Int) throws -> Int {
                let spawned = try (0..<fibers).map { _ in
                    try scope.spawn {
                        for _ in 0..<rounds { scope.yield() }
                        return rounds
                    }
                }
                return spawned.reduce(0) { $0 + $1.join() }
            }
            // Makes the stacks.
            _ = try run(rounds: 1)
            return try nanoseconds(count: rounds * fibers) {
                let sum = try run(rounds: rounds)
                precondition(sum == rounds * fibers)
            }
        }
    }

    /// Spawning and joining a fiber, whose stack comes from the pool.
    static func spawnNanoseconds(on runtime: Runtime, count: Int) throws -> Double {
        try spawnNanoseconds(on: runtime, count: count) { scope, count in
            var sum = 0
            for value in 0..<count { sum += try scope.spawn { value }.join() }
            return sum
        }
    }

    /// The same with a function, which holds on to nothing.
    static func spawnFunctionNanoseconds(on runtime: Runtime, count: Int) throws -> Double {
        try spawnNanoseconds(on: runtime, count: count) { scope, count in
            var sum = 0
            for value in 0..<count { sum += try scope.spawn { 0 }.join() + value }
            return sum
        }
    }

    private static func spawnNanoseconds(
        on runtime: Runtime, count: Int, _ spawnAndJoin: @escaping (FiberScope, Int) throws -> Int
    ) throws -> Double {
        try runtime.run { scope in
            _ = try spawnAndJoin(scope, 1)
            return try nanoseconds(count: count) {
                let sum = try spawnAndJoin(scope, count)
                precondition(sum == count * (count - 1) / 2)
            }
        }
    }
}
