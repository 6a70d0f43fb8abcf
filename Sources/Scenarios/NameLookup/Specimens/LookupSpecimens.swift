import Fibers
import Kernel
import Runtimes
import Sync

/// Lookups where they should not be.
enum LookupSpecimens {
    /// getaddrinfo(3) has been seen to need less; what it loads where nsswitch.conf(5) says so may need more.
    private static let stacks = StackConfiguration(sizeBytes: 1 << 20)
    /// So many ticks should have come at least.
    private static let missedTicks: Int64 = 10

    /// A fiber calls getaddrinfo, or its stand-in, beside one that ticks.
    static func onFiber(_ effort: Effort) throws(BodyFailure) -> Finding {
        try effort.expectTimeForLookups()
        if effort.target == nil { Workbench.note(StandIn.note) }
        let ticker = Ticker()
        let watch = try Watch(ticker, effort.lookupLimitNanoseconds)
        defer { watch.join() }
        var answer: Result<[SocketAddress], LookupFailure>?
        let reading = try onRing(stacks) { (scope) throws(BodyFailure) in
            try ticker.measure(scope) {
                watch.begin()
                if let name = effort.target {
                    answer = Result { () throws(LookupFailure) in try NameLookup.system(name, 0) }
                } else {
                    _ = StandIn.resolve(StandIn.name, port: 0)
                }
                watch.end()
            }
        }
        Workbench.note("\(effort.target == nil ? "the stand-in" : "the name"): \(reading.note)")
        let lookup: String
        if let name = effort.target, let answer {
            lookup = LookupAnswer.words(name, answer, after: reading.durationNanoseconds)
        } else {
            lookup = "a stand-in after \(Words.time(reading.durationNanoseconds))"
        }
        if reading.ticks > 0 { return .unharmed("\(lookup); \(reading.words)") }
        guard reading.durationNanoseconds >= missedTicks * Ticker.periodNanoseconds else {
            return .unharmed("\(lookup); too short to show: \(reading.words)")
        }
        return .wrong("\(lookup); the ring's fibers had \(reading.words)")
    }

    /// A thread that tells what was seen where the lookup takes longer than there is time.
    private struct Watch {
        private let begun = Shared(Event())
        private let ended = Shared(Event())
        private let thread: OtherThread

        init(_ ticker: Ticker, _ limitNanoseconds: Int64) throws(BodyFailure) {
            let (begun, ended) = (begun, ended)
            thread = try OtherThread.start {
                // Without patience there is no failure.
                try? begun.value.wait(.endless)
                let before = ticker.ticks
                if (try? ended.value.wait(.nanoseconds(limitNanoseconds))) != nil { return }
                let ticks = ticker.ticks - before
                let words = "the lookup had no end after \(Words.time(limitNanoseconds)): the ring's fibers had "
                    + Words.count(ticks, "tick") + " meanwhile"
                Workbench.end(.found(ticks == 0 ? .wrong(words) : .unharmed(words)))
            }
        }

        func begin() { begun.value.set() }
        func end() { ended.value.set() }

        /// The thread ends with the lookup, or where there was none.
        func join() {
            begun.value.set()
            ended.value.set()
            thread.join()
        }
    }
}
