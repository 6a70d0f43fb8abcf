import Fibers
import Glibc
import Kernel
import Sync

/// One of those who stress a primitive: a thread, or a fiber.
struct StressWorker {
    let bench: StressBench
    let index: Int
    /// nil for a thread.
    let scope: FiberScope?
    private let record: UnsafeMutablePointer<WorkerRecord>
    var random: Generator

    init(_ bench: StressBench, index: Int, scope: FiberScope?) {
        self.bench = bench
        self.index = index
        self.scope = scope
        record = bench.record(of: index)
        random = bench.effort.generator(ofWorker: index)
    }

    var isOver: Bool { bench.isOver.load(ordering: .relaxed) }

    func cycle() { record.pointee.cycles.wrappingAdd(1, ordering: .relaxed) }

    func enter(_ phase: WorkerRecord.Phase) { record.pointee.enter(phase, atNanoseconds: Clock.nanoseconds) }

    /// Runs what may wait, and sees how long it does.
    func waiting<Value, Failure: Error>(_ wait: () throws(Failure) -> Value) throws(Failure) -> Value {
        let start = startWaiting()
        defer { stopWaiting(since: start) }
        return try wait()
    }

    /// - Returns: the moment, for `stopWaiting`.
    func startWaiting() -> Int64 {
        let now = Clock.nanoseconds
        record.pointee.enter(.waiting, atNanoseconds: now)
        return now
    }

    func stopWaiting(since start: Int64) {
        let now = Clock.nanoseconds
        record.pointee.noteWait(now - start)
        record.pointee.enter(.working, atNanoseconds: now)
    }

    /// Lets others run, now and then: how often is random.
    mutating func pause() {
        for _ in 0..<Int.random(in: 0...3, using: &random) { yield() }
    }

    /// Lets others run once.
    func yield() { if let scope { scope.yield() } else { sched_yield() } }

    mutating func chance(_ one: Int, in all: Int) -> Bool { Int.random(in: 0..<all, using: &random) < one }

    /// A short time to wait.
    mutating func shortPatience() -> Patience { .nanoseconds(Int64.random(in: 0...200_000, using: &random)) }
}
