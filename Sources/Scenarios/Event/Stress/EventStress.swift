extension StressScenario {
    /// Events that several wait for, and what is put in their place.
    package static let event = StressScenario(
        name: "event", subject: "events", patterns: EventStress.patterns, primitives: EventStress.primitives)
}

private enum EventStress {
    static let pool = StressPattern("pool", "workers share fewer resources, and wait where none is left")
    static let storm = StressPattern("storm", "two set and reset as fast as they can, all others wait")
    static let timeouts = StressPattern("timeouts", "a pool, where waits are cut short by timeouts and cancellation")
    static let pingPong = StressPattern("ping-pong", "pairs wake each other in turn")
    static let fanOut = StressPattern("fan-out", "one wakes all others, again and again")

    static let patterns = [pool, storm, timeouts, pingPong, fanOut]

    static let primitives = [
        notified(
            "SingleWaiterEvent", "an event for one waiter, which says when its contract is broken", isSpecimen: true
        ) { SingleWaiterNotifier(checksContract: true) },
        notified(
            "SilentSingleWaiterEvent", "the same, which says nothing and waits on", isSpecimen: true
        ) { SingleWaiterNotifier(checksContract: false) },
        notified("Event", "an event for any number of waiters, which may be reset at any moment") { EventNotifier() },
        StressedPrimitive(
            "WakeCounter", "a counter that only grows, and the pool that is built on it",
            bodies { CounterNotifier() }.merging([
                pool.name: { (bench) throws(BodyFailure) in
                    try PoolPatterns.pool(bench, PooledResources(bench.effort.resources))
                },
                timeouts.name: { (bench) throws(BodyFailure) in
                    try PoolPatterns.timeouts(bench, PooledResources(bench.effort.resources))
                },
            ]) { $1 }),
        shared("Semaphore", "a number of permits") { CountedResources($0) },
        shared("Condition", "a change of what a mutex guards") { ConditionResources($0) },
    ]

    private typealias Body = @Sendable (StressBench) throws(BodyFailure) -> Void

    private static func notified<Kind: Notifier>(
        _ name: String, _ purpose: String, isSpecimen: Bool = false, _ make: @escaping @Sendable () -> Kind
    ) -> StressedPrimitive {
        StressedPrimitive(name, purpose, isSpecimen: isSpecimen, bodies(make))
    }

    private static func bodies<Kind: Notifier>(_ make: @escaping @Sendable () -> Kind) -> [String: Body] {
        [
            pool.name: { (bench) throws(BodyFailure) in
                try PoolPatterns.pool(bench, NotifiedResources(bench.effort.resources, make()))
            },
            storm.name: { (bench) throws(BodyFailure) in try NotifierPatterns.storm(bench, make()) },
            timeouts.name: { (bench) throws(BodyFailure) in
                try PoolPatterns.timeouts(bench, NotifiedResources(bench.effort.resources, make()))
            },
            pingPong.name: { (bench) throws(BodyFailure) in try NotifierPatterns.pingPong(bench, make) },
            fanOut.name: { (bench) throws(BodyFailure) in try NotifierPatterns.fanOut(bench, make()) },
        ]
    }

    private static func shared<Resources: SharedResources>(
        _ name: String, _ purpose: String, _ make: @escaping @Sendable (Int) -> Resources
    ) -> StressedPrimitive {
        StressedPrimitive(
            name, purpose,
            [
                pool.name: { (bench) throws(BodyFailure) in
                    try PoolPatterns.pool(bench, make(bench.effort.resources))
                },
                timeouts.name: { (bench) throws(BodyFailure) in
                    try PoolPatterns.timeouts(bench, make(bench.effort.resources))
                },
            ])
    }
}
