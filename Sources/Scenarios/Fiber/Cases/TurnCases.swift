import Children
import Fibers

/// Who runs when: fibers that never wait, fibers that take turns, fibers that make fibers.
enum TurnCases {
    /// Each round's fibers run to their end in the order in which they were spawned.
    static func noSleep(_ effort: Effort) throws(BodyFailure) -> String {
        let fibers = 8
        try onScheduler { (scope) throws(BodyFailure) in
            var generator = effort.generator
            var order: [Int] = []
            for round in 0..<effort.iterations {
                let start = UInt64.random(in: 0...1 << 40, using: &generator)
                order.removeAll(keepingCapacity: true)
                var spawned: [SpawnedFiber<UInt64, Never>] = []
                for index in 0..<fibers {
                    spawned.append(
                        try scope.start("no-sleep") {
                            order.append(index)
                            return mixed(start &+ UInt64(index))
                        })
                }
                for (index, fiber) in spawned.enumerated() {
                    try expect("round \(round), result \(index)", fiber.join(), is: mixed(start &+ UInt64(index)))
                }
                try expect("the order of round \(round)", order, is: Array(0..<fibers))
            }
        }
        return "\(Words.count(effort.iterations * fibers, "fiber")) ran to their end in order, with their results"
    }

    /// Fibers that yield run in turn, each once a round.
    static func yield(_ effort: Effort) throws(BodyFailure) -> String {
        let fibers = 16
        try onScheduler { (scope) throws(BodyFailure) in
            var turn = 0
            var spawned: [SpawnedFiber<Void, BodyFailure>] = []
            for index in 0..<fibers {
                spawned.append(
                    try scope.start("yield") { () throws(BodyFailure) in
                        for round in 0..<effort.iterations {
                            try expect("the turn of fiber \(index)", turn, is: round * fibers + index)
                            turn += 1
                            scope.yield()
                        }
                    })
            }
            for fiber in spawned { try fiber.join() }
            try expect("the number of turns", turn, is: effort.iterations * fibers)
        }
        return "\(fibers) fibers took \(Words.count(effort.iterations * fibers, "turn")), none out of order"
    }

    /// A tree of fibers: each spawns others and joins them.
    static func spawn(_ effort: Effort) throws(BodyFailure) -> String {
        let (fanout, depth) = (4, 3)
        let leaves = 64  // fanout to the power of depth
        let trees = max(1, effort.iterations / leaves)
        let numbers = try onScheduler { (scope) throws(BodyFailure) -> UInt64 in
            func grow(_ depth: Int, _ seed: UInt64) throws(BodyFailure) -> UInt64 {
                guard depth > 0 else { return mixed(seed) }
                var children: [SpawnedFiber<UInt64, BodyFailure>] = []
                for child in 0..<fanout {
                    children.append(
                        try scope.start("spawn") { () throws(BodyFailure) in
                            scope.yield()
                            return try grow(depth - 1, seed &* 31 &+ UInt64(child))
                        })
                }
                var sum: UInt64 = 0
                for child in children { sum = sum &* 7 &+ (try child.join()) }
                return sum
            }
            func expected(_ depth: Int, _ seed: UInt64) -> UInt64 {
                guard depth > 0 else { return mixed(seed) }
                return (0..<fanout).reduce(UInt64(0)) { sum, child in
                    sum &* 7 &+ expected(depth - 1, seed &* 31 &+ UInt64(child))
                }
            }
            var generator = effort.generator
            var sums: UInt64 = 0
            for tree in 0..<trees {
                let seed = generator.next()
                let sum = try grow(depth, seed)
                try expect("the sum of tree \(tree)", sum, is: expected(depth, seed))
                sums ^= sum
            }
            Workbench.note("the sums of all trees, combined: \(hexadecimal(sums))")
            return try scope.start("last") {}.number
        }
        // The main fiber and the last one besides.
        let spawned = UInt64(trees * (fanout + fanout * fanout + leaves) + 2)
        try expect("the number of the last fiber", numbers, is: spawned)
        let size = fanout + fanout * fanout + leaves
        return "\(Words.count(trees, "tree")) of \(size) fibers grew, and no number came twice"
    }
}

/// A number that is easily told from others.
func mixed(_ number: UInt64) -> UInt64 {
    var generator = Generator(seed: number)
    return generator.next()
}
