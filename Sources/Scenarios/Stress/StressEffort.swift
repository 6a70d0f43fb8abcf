import Kernel

/// How hard a primitive is stressed, and by how many.
package struct StressEffort: Sendable, Equatable {
    package var threads: Int
    /// On one ring, with a thread of its own.
    package var fibers: Int
    /// How many resources workers share where they share any.
    package var resources: Int
    /// For each primitive: its patterns share it.
    package var durationNanoseconds: Int64
    /// What random numbers come from: it repeats a run as far as threads and the machine allow.
    package var seed: UInt64

    package init(threads: Int, fibers: Int, resources: Int, durationNanoseconds: Int64, seed: UInt64) {
        self.threads = threads
        self.fibers = fibers
        self.resources = resources
        self.durationNanoseconds = durationNanoseconds
        self.seed = seed
    }

    package var workers: Int { threads + fibers }

    /// As the server of the seed had it: 16 takers of 5 connections.
    package static let usual = StressEffort(
        threads: 8, fibers: 8, resources: 5, durationNanoseconds: 2_000_000_000, seed: 1)

    package static let threadBounds = 0...1024
    package static let fiberBounds = 0...10_000
    /// With more there is one for each worker.
    package static let resourceBounds = 1...threadBounds.upperBound + fiberBounds.upperBound
    package static let durationBounds: ClosedRange<Int64> = 10_000_000...86_400_000_000_000
    /// Fewer cannot get in each other's way.
    package static let fewestWorkers = 2

    func generator(ofWorker index: Int) -> Generator {
        Generator(seed: seed &+ UInt64(index) &* 0x9e37_79b9_7f4a_7c15)
    }
}
