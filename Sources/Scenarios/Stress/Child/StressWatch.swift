import Fibers
import Kernel

/// Watches workers until their time is up and they have ended, or until one is stuck.
struct StressWatch {
    let bench: StressBench

    /// How long somebody may wait before it counts as stuck: more than any queue of workers takes, on a machine that has
    /// other things to do.
    static let patienceNanoseconds: Int64 = 5_000_000_000
    /// Where a mistake is harmless, and likely none.
    static let specimenPatienceNanoseconds: Int64 = 1_000_000_000
    /// How often it looks, and tells the parent.
    private static let intervalNanoseconds = 50_000_000

    /// Starts `crew` and has it work until the time is up and all have ended.
    ///
    /// Where somebody is stuck it notes the states of all who have not ended, and ends this process, which nothing else can.
    func run(_ crew: Crew) throws(BodyFailure) {
        try crew.start()
        let end = bench.startNanoseconds + bench.effort.durationNanoseconds
        while true {
            Processors.rest(nanoseconds: Int(max(1, min(Int64(Self.intervalNanoseconds), end - Clock.nanoseconds))))
            let now = Clock.nanoseconds
            if now >= end { bench.isOver.store(true, ordering: .sequentiallyConsistent) }
            Workbench.say(bench.tally.line)
            let left = unfinished
            if left.isEmpty {
                return crew.join()
            }
            if !waiting(now, since: bench.patienceNanoseconds).isEmpty {
                // With the first go all who wait with it.
                let stuck = waiting(now, since: bench.patienceNanoseconds / 2)
                bench.count(bench.shouldGoOn() ? .lostWakeUp : .stuckWaiter, stuck.count)
                let others = left.filter { !stuck.contains($0) }
                for worker in (stuck + others).prefix(Self.notesLimit) { Workbench.note(description(of: worker, now)) }
                if left.count > Self.notesLimit { Workbench.note("and \(left.count - Self.notesLimit) more") }
                Workbench.say(bench.tally.line)
                Workbench.end(.ok("stuck"))
            }
        }
    }

    private static let notesLimit = 12

    private var unfinished: [Int] {
        (0..<bench.effort.workers).filter { bench.record(of: $0).pointee.currentPhase != .done }
    }

    private func waiting(_ now: Int64, since nanoseconds: Int64) -> [Int] {
        unfinished.filter { worker in
            let record = bench.record(of: worker)
            return record.pointee.currentPhase == .waiting
                && now - record.pointee.since.load(ordering: .relaxed) > nanoseconds
        }
    }

    /// "thread 3 waits since 5.1 s, after 1042 cycles".
    private func description(of worker: Int, _ now: Int64) -> String {
        let record = bench.record(of: worker)
        let threads = bench.effort.threads
        let name = worker < threads ? "thread \(worker + 1)" : "fiber \(worker - threads + 1)"
        let phase =
            switch record.pointee.currentPhase {
            case .starting: "has not started"
            case .working: "works"
            case .waiting: "waits"
            case .holding: "holds a resource"
            case .done: "has ended"
            }
        let milliseconds = (now - record.pointee.since.load(ordering: .relaxed)) / 1_000_000
        return "\(name) \(phase) since \(milliseconds) ms, after \(record.pointee.cycles.load(ordering: .relaxed)) cycles"
    }
}
