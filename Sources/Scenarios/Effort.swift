/// How hard a body works, and on what.
package struct Effort: Sendable, Equatable {
    /// How often the case repeats what it repeats.
    package var iterations: Int
    /// What its random numbers come from: the same seed gives the same run.
    package var seed: UInt64
    /// How long one child may take.
    package var timeoutNanoseconds: Int64
    /// What to do it with, where a scenario can be given something, such as a name; nil for what needs no other.
    package var target: String?

    package init(iterations: Int, seed: UInt64, timeoutNanoseconds: Int64, target: String? = nil) {
        self.iterations = iterations
        self.seed = seed
        self.timeoutNanoseconds = timeoutNanoseconds
        self.target = target
    }

    /// Enough to catch what is wrong, and over within a blink.
    package static let usual = Effort(iterations: 1000, seed: 1, timeoutNanoseconds: 5_000_000_000)

    package static let iterationBounds = 1...1_000_000_000
    package static let timeoutBounds: ClosedRange<Int64> = 10_000_000...3_600_000_000_000

    var generator: Generator { Generator(seed: seed) }
}
