import Fibers
import Kernel
import Runtimes

/// The workers of one pattern: threads, and fibers that share one more thread, on a ring where there is one.
final class Crew {
    typealias Work = @Sendable (inout StressWorker) -> Void

    private let bench: StressBench
    private let work: Work
    private var threads: [OtherThread] = []

    /// - Parameter work: what each does, by its index: threads have the lower ones.
    init(_ bench: StressBench, _ work: @escaping Work) {
        self.bench = bench
        self.work = work
    }

    /// Starts all of them.
    func start() throws(BodyFailure) {
        let (bench, work) = (bench, work)
        for index in 0..<bench.effort.threads {
            threads.append(try OtherThread.start {
                var worker = StressWorker(bench, index: index, scope: nil)
                Crew.run(&worker, work)
            })
        }
        if bench.effort.fibers > 0 { threads.append(try OtherThread.start { Crew.runFibers(bench, work) }) }
    }

    private static func run(_ worker: inout StressWorker, _ work: Work) {
        worker.enter(.working)
        work(&worker)
        worker.enter(.done)
    }

    private static func runFibers(_ bench: StressBench, _ work: @escaping Work) {
        do throws(BodyFailure) {
            let fibers = { (scope: FiberScope) throws(BodyFailure) in
                var spawned: [SpawnedFiber<Void, Never>] = []
                for index in 0..<bench.effort.fibers {
                    let fiber = try scope.start("worker") { () throws(Never) in
                        var worker = StressWorker(bench, index: bench.effort.threads + index, scope: scope)
                        run(&worker, work)
                    }
                    spawned.append(fiber)
                }
                for fiber in spawned { fiber.join() }
            }
            let ring: Evented?
            do throws(CallFailure) {
                ring = try Evented()
            } catch {
                Workbench.note("fibers without a ring, which is refused: \(error)")
                ring = nil
            }
            if let ring {
                do throws(RunFailure<BodyFailure>) {
                    try ring.run { (scope) throws(BodyFailure) in try fibers(scope.fibers) }
                } catch { throw BodyFailure(error) }
            } else {
                try onScheduler { (scope) throws(BodyFailure) in try fibers(scope) }
            }
        } catch {
            Workbench.end(.failed(error))
        }
    }

    /// Waits until all have ended.
    func join() {
        for thread in threads { thread.join() }
        threads = []
    }
}
