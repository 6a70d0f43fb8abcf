import Kernel
import Synchronization

/// What the workers of one stressed pattern share with whoever watches them.
final class StressBench: @unchecked Sendable {
    // Unchecked: counters are atomic, and the rest is set before the workers start.

    let effort: StressEffort
    let startNanoseconds = Clock.nanoseconds
    /// Its time is up: workers come to an end, and see to it that others can.
    let isOver = Atomic<Bool>(false)
    private let records: UnsafeMutablePointer<WorkerRecord>
    private let violations: UnsafeMutablePointer<Atomic<Int>>
    private let firstViolation = Atomic<Int64>(.max)

    /// How long somebody may wait before it counts as stuck.
    let patienceNanoseconds: Int64

    /// Whether those who wait now ought to go on, where that can be told: then they have lost a wake-up.
    var shouldGoOn: @Sendable () -> Bool = { false }

    init(_ effort: StressEffort, patienceNanoseconds: Int64) {
        self.effort = effort
        self.patienceNanoseconds = patienceNanoseconds
        records = .allocate(capacity: effort.workers)
        for index in 0..<effort.workers { (records + index).initialize(to: WorkerRecord()) }
        violations = .allocate(capacity: Violation.allCases.count)
        for index in Violation.allCases.indices { (violations + index).initialize(to: Atomic(0)) }
    }

    deinit {
        records.deinitialize(count: effort.workers)
        records.deallocate()
        violations.deinitialize(count: Violation.allCases.count)
        violations.deallocate()
    }

    func record(of worker: Int) -> UnsafeMutablePointer<WorkerRecord> { records + worker }

    /// By any worker, or whoever watches.
    func count(_ violation: Violation, _ number: Int = 1) {
        let index = Violation.allCases.firstIndex(of: violation).unsafelyUnwrapped
        violations[index].wrappingAdd(number, ordering: .relaxed)
        firstViolation.min(Clock.nanoseconds - startNanoseconds, ordering: .relaxed)
    }

    /// What has come of it so far.
    var tally: StressTally {
        var tally = StressTally()
        for worker in 0..<effort.workers { tally.add(records[worker]) }
        for (index, violation) in Violation.allCases.enumerated() {
            let number = violations[index].load(ordering: .relaxed)
            if number > 0 { tally.violations[violation] = number }
        }
        let first = firstViolation.load(ordering: .relaxed)
        tally.firstViolationNanoseconds = first == .max ? nil : first
        tally.elapsedNanoseconds = Clock.nanoseconds - startNanoseconds
        return tally
    }
}

/// What one worker does, for whoever watches it.
struct WorkerRecord: ~Copyable {
    enum Phase: UInt8, CaseIterable {
        case starting, working, waiting, holding, done
    }

    let phase = Atomic<UInt8>(0)
    /// When it came into that phase, on the monotonic clock.
    let since = Atomic<Int64>(0)
    let cycles = Atomic<Int>(0)
    let longestWaitNanoseconds = Atomic<Int64>(0)

    func enter(_ new: Phase, atNanoseconds now: Int64) {
        phase.store(new.rawValue, ordering: .relaxed)
        since.store(now, ordering: .relaxed)
    }

    /// A waiting ends; a long one counts also while it lasts.
    func noteWait(_ nanoseconds: Int64) { longestWaitNanoseconds.max(nanoseconds, ordering: .relaxed) }

    var currentPhase: Phase { Phase(rawValue: phase.load(ordering: .relaxed)) ?? .starting }
}
