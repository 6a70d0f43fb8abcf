/// What `uringctl stress NAME` runs: primitives, each through patterns of use. One table: running, listing, options, man
/// pages and completions read it.
package struct StressScenario: Sendable {
    /// As a command line names it.
    package let name: String
    /// What it is about, in the plural: the report ends in `events: ok`.
    package let subject: String
    package let patterns: [StressPattern]
    package let primitives: [StressedPrimitive]

    package static let all = [StressScenario.event, StressScenario.mutex]
}

/// A way of using primitives that gets them into trouble, where they can be.
package struct StressPattern: Sendable, Equatable {
    package let name: String
    /// What is done, in one line without a full stop.
    package let purpose: String
    /// Which workers it takes.
    package let crew: CrewKind

    package enum CrewKind: Sendable, Equatable {
        case threads, fibers, both
        /// None: it is no stress, but what misuse comes to.
        case misuse
    }

    init(_ name: String, _ purpose: String, crew: CrewKind = .both) {
        self.name = name
        self.purpose = purpose
        self.crew = crew
    }

    /// The effort with the workers that it takes.
    func effort(of effort: StressEffort) -> StressEffort {
        var own = effort
        switch crew {
        case .threads: own.fibers = 0
        case .fibers: own.threads = 0
        case .both, .misuse: break
        }
        return own
    }
}

/// A primitive with what it is put through.
package struct StressedPrimitive: Sendable {
    package let name: String
    package let purpose: String
    /// Wrong on purpose: what it does decides nothing.
    package let isSpecimen: Bool
    /// Locks that are misused where this is asked for.
    let misused: [LockKind]
    /// How to run it through a pattern, which it has nothing for where there is no body. Each runs in a child of its own.
    let bodies: [String: @Sendable (StressBench) throws(BodyFailure) -> Void]

    init(
        _ name: String, _ purpose: String, isSpecimen: Bool = false, misused: [LockKind] = [],
        _ bodies: [String: @Sendable (StressBench) throws(BodyFailure) -> Void]
    ) {
        self.name = name
        self.purpose = purpose
        self.isSpecimen = isSpecimen
        self.misused = misused
        self.bodies = bodies
    }
}

/// What can go wrong with synchronisation that looks as if it worked.
package enum Violation: String, Sendable, CaseIterable {
    /// An event for one waiter was reset before that one had seen it set.
    case resetWhileWaiting = "reset_while_waiting"
    /// Somebody sleeps on though what it waits for is there.
    case lostWakeUp = "lost_wake_up"
    /// Somebody sleeps, and nobody will wake it.
    case stuckWaiter = "stuck_waiter"
    /// One resource was given to two.
    case doubleHandOut = "double_hand_out"
    /// Two were inside what only one may be in.
    case twoInside = "two_inside"

    /// "12 resets while waiting".
    func words(_ count: Int) -> String {
        let noun =
            switch self {
            case .resetWhileWaiting: count == 1 ? "reset while waiting" : "resets while waiting"
            case .lostWakeUp: count == 1 ? "lost wake-up" : "lost wake-ups"
            case .stuckWaiter: count == 1 ? "stuck waiter" : "stuck waiters"
            case .doubleHandOut: count == 1 ? "double hand-out" : "double hand-outs"
            case .twoInside: count == 1 ? "time two inside" : "times two inside"
            }
        return "\(Words.grouped(count)) \(noun)"
    }
}
