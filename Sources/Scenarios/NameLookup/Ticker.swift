import Fibers
import Kernel
import Runtimes

/// A fiber that wants to run every millisecond, beside others on the same ring: how long it is kept from that shows
/// whether the ring goes on.
final class Ticker: Sendable {
    static let periodNanoseconds: Int64 = 1_000_000

    private let tickCount = Count()
    private let isOver = Flag()

    /// What came of a piece of work beside it.
    struct Reading: Sendable, Equatable {
        /// Of the work.
        var durationNanoseconds: Int64
        /// While the work was under way.
        var ticks: Int
        /// Between two ticks, of which the second may come right after the work.
        var worstGapNanoseconds: Int64

        /// Less says nothing: this machine may have had something else to do.
        static let enoughNanoseconds: Int64 = 100_000_000

        /// Whether the work took so long that it would show in the ticks.
        var isLong: Bool { durationNanoseconds >= Reading.enoughNanoseconds }

        /// Whether it was kept waiting for a good part of the work.
        var stoodStill: Bool { worstGapNanoseconds >= durationNanoseconds / 2 }

        /// "1,480 ticks, worst gap 1.4 ms".
        var words: String { "\(Words.count(ticks, "tick")), worst gap \(Words.time(worstGapNanoseconds))" }

        /// For whoever reckons with it.
        var note: String {
            "duration \(durationNanoseconds) ns, \(ticks) ticks of a fiber that wants one each "
                + "\(Words.time(Ticker.periodNanoseconds)), worst gap \(worstGapNanoseconds) ns"
        }
    }

    /// How often it has ticked, for any thread.
    var ticks: Int { tickCount.value }

    /// Runs `work` on the calling fiber, beside the ticking one.
    func measure(_ scope: EventedScope, _ work: () throws(BodyFailure) -> Void) throws(BodyFailure) -> Reading {
        var (last, worst): (Int64, Int64) = (Clock.nanoseconds, 0)
        let fiber = try scope.fibers.start("ticker") {
            while true {
                // Cancelled, it has no more to see.
                guard (try? scope.sleep(nanoseconds: Ticker.periodNanoseconds)) != nil else { return }
                let now = Clock.nanoseconds
                worst = max(worst, now - last)
                last = now
                if self.isOver.isUp { return }
                self.tickCount.add(1)
            }
        }
        let measured = Result { () throws(BodyFailure) in
            // It is under way once it has ticked.
            while ticks == 0 { try scope.pause() }
            worst = 0
            let (before, start) = (ticks, Clock.nanoseconds)
            try work()
            return (duration: Clock.nanoseconds - start, ticks: ticks - before)
        }
        isOver.raise()
        fiber.join()
        let (duration, counted) = try measured.get()
        return Reading(durationNanoseconds: duration, ticks: counted, worstGapNanoseconds: worst)
    }
}
