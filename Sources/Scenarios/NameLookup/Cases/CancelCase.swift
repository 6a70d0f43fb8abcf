import Fibers
import Kernel
import Runtimes
import Sync

/// Lookups that are cut short while a thread still does them.
enum CancelCase {
    static func run(_ effort: Effort) throws(BodyFailure) -> String {
        try effort.expectTimeForLookups()
        let rounds = max(1, min(effort.iterations, 10_000) / 50)
        _ = try CutShort(rounds: rounds).onBothRuntimes()
        let each = Words.count(rounds * 2, "lookup")
        return "\(each) by fibers and as many by threads were cut short, by deadlines and cancellation; "
            + "then all was freed"
    }

    private struct CutShort: Workout {
        let rounds: Int

        func run<Scope: TaskScope>(_ scope: Scope) throws(BodyFailure) {
            for _ in 0..<rounds { try Round().run(scope) }
        }
    }

    /// Part of what a lookup holds: gone when all of it is.
    private final class Part: Sendable {
        private let gone: Count

        init(_ gone: Count) { self.gone = gone }

        deinit { gone.add(1) }
    }

    private struct Round: Sendable {
        private let gate = Shared(Event())
        private let begun = Count()
        private let gone = Count()
        private let pool = ThreadPool.forCases(limit: 2)

        /// A lookup whose thread waits for the gate.
        private func makeLookup() -> NameLookup {
            let (gate, begun, part) = (gate, begun, Part(gone))
            return NameLookup(pool) { (_, port) in
                begun.add(1)
                // Without patience there is no failure.
                try? gate.value.wait(.endless)
                return withExtendedLifetime(part) { [.loopbackIPv4(port: port)] }
            }
        }

        func run<Scope: TaskScope>(_ scope: Scope) throws(BodyFailure) {
            // Whatever happens, no thread waits for ever.
            defer { gate.value.set() }
            // A deadline that had passed before a thread was asked shows nothing.
            var unasked = 0
            repeat {
                unasked = gone.value
                try cutShort(scope)
            } while gone.value > unasked
            while begun.value < 1 { try scope.pause() }
            try cancel(scope)
            let third = cause(scope, makeLookup())
            // Here it is no hindrance, but what should come of it.
            let limit = LookupFailure.Cause.thread(.limitReached(threads: 2))
            if third != limit { try expectCause(of: "a third lookup on two threads", third, is: limit) }
            try expect("how many lookups are gone while two threads do them", gone.value - unasked, is: 1)
            gate.value.set()
            for _ in 0..<2000 where gone.value - unasked < 3 { try scope.pause() }
            try expect("how many lookups are gone once threads have done them", gone.value - unasked, is: 3)
            // A thread that has done its work takes a moment to be free for more.
            let after = NameLookup(pool) { (_, port) in [.loopbackIPv4(port: port)] }
            while let cause = cause(scope, after) {
                if cause != limit { throw BodyFailure(LookupFailure(StandIn.name, cause)) }
                try scope.pause()
            }
        }

        private func cutShort<Scope: TaskScope>(_ scope: Scope) throws(BodyFailure) {
            let lookup = makeLookup()
            let found = scope.withDeadline(nanoseconds: 2_000_000) { cause(scope, lookup) }
            try expectCause(of: "a lookup with a deadline", found, is: .interrupted(.deadlinePassed))
        }

        private func cancel<Scope: TaskScope>(_ scope: Scope) throws(BodyFailure) {
            let lookup = makeLookup()
            let task = try scope.begin("lookup") { scope in cause(scope, lookup) }
            while begun.value < 2, !task.hasEnded { try scope.pause() }
            task.cancel()
            try expectCause(of: "a lookup that was cancelled", task.join(), is: .interrupted(.cancelled))
        }

        private func cause<Scope: TaskScope>(_ scope: Scope, _ lookup: NameLookup) -> LookupFailure.Cause? {
            do throws(LookupFailure) {
                _ = try scope.lookup(StandIn.name, port: 0, by: lookup)
                return nil
            } catch {
                return error.cause
            }
        }
    }
}
