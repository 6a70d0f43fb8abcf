import Fibers
import Kernel
import Runtimes

/// A lookup is slow, and the ring of whoever waits for it goes on.
enum RingGoesOnCase {
    static func run(_ effort: Effort) throws(BodyFailure) -> String {
        try effort.expectTimeForLookups()
        let end = Clock.nanoseconds(after: effort.lookupLimitNanoseconds)
        Workbench.note(StandIn.note)
        let (words, isLeftBehind) = try onRing { (scope) throws(BodyFailure) -> (String, Bool) in
            let (reading, _) = try measure(scope, StandIn.name, until: end) { (name, port) throws(LookupFailure) in
                StandIn.resolve(name, port: port)
            }
            Workbench.note("the stand-in: \(reading.note)")
            let standIn = "a stand-in after \(Words.time(reading.durationNanoseconds)): \(reading.words)"
            guard let name = effort.target else { return (standIn, false) }
            let (real, answer) = try measure(scope, name, until: end, by: NameLookup.system)
            Workbench.note("the name: \(real.note)")
            let isShort = real.isLong ? "" : " (too short to tell)"
            let found = LookupAnswer.words(name, answer, after: real.durationNanoseconds)
            var isLeftBehind = false
            if case .failure(let failure) = answer, case .interrupted = failure.cause { isLeftBehind = true }
            return ("\(found); \(real.words)\(isShort); \(standIn)", isLeftBehind)
        }
        // A thread waits for name servers still: an orderly end would take away what it uses.
        if isLeftBehind { Workbench.end(.ok(words)) }
        return words
    }

    /// A machine that has something else to do stands still too, but not each time.
    private static let attemptLimit = 5

    /// Looks `name` up beside a ticking fiber, until it has gone on.
    private static func measure(
        _ scope: EventedScope, _ name: String, until end: Int64, by resolver: @escaping NameLookup.Resolver
    ) throws(BodyFailure) -> (Ticker.Reading, Result<[SocketAddress], LookupFailure>) {
        let lookup = NameLookup(.forCases(), by: resolver)
        var attempts = 0
        while true {
            attempts += 1
            var answer: Result<[SocketAddress], LookupFailure> = .failure(LookupFailure(name, .tryAgain))
            let reading = try Ticker().measure(scope) {
                answer = scope.withDeadline(nanoseconds: max(0, end - Clock.nanoseconds)) {
                    Result { () throws(LookupFailure) in try scope.lookup(name, port: 0, by: lookup) }
                }
            }
            // Without a thread nothing was looked up.
            if case .failure(let failure) = answer, case .thread = failure.cause { throw BodyFailure(failure) }
            if !reading.isLong || !reading.stoodStill { return (reading, answer) }
            let isOver = attempts == attemptLimit || Clock.nanoseconds + reading.durationNanoseconds > end
            guard isOver else { continue }
            let times = Words.count(attempts, "lookup")
            // Without a tick all the time it is no chance; with some, a busy machine does that.
            let words = "the ring stood still through \(times), the last of "
                + "\(Words.time(reading.durationNanoseconds)): \(reading.words)"
            throw reading.ticks == 0 || attempts == attemptLimit ? .failed(words) : .prevented(words)
        }
    }
}
