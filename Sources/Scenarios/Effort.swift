/// How hard a body works, and on what.
package struct Effort: Sendable, Equatable {
    /// How often the case repeats what it repeats.
    package var iterations: Int
    /// What its random numbers come from: the same seed gives the same run.
    package var seed: UInt64
    /// How long one child may take.
    package var timeoutNanoseconds: Int64

    package init(iterations: Int, seed: UInt64, timeoutNanoseconds: Int64) {
        self.iterations = iterations
        self.seed = seed
        self.timeoutNanoseconds = timeoutNanoseconds
    }

    /// Enough to catch what is wrong, and over within a blink.
    package static let usual = Effort(iterations: 1000, seed: 1, timeoutNanoseconds: 5_000_000_000)

    package static let iterationBounds = 1...1_000_000_000
    package static let timeoutBounds: ClosedRange<Int64> = 10_000_000...3_600_000_000_000

    var generator: Generator { Generator(seed: seed) }
}

/// Random numbers from a seed: SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
struct Generator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
