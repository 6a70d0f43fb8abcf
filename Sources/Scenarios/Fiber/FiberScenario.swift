extension Scenario {
    /// Stackful fibers on a ring, and what wrong ones look like.
    package static let fiber = Scenario(
        name: "fiber", subject: "fibers", cases: fiberCases, specimens: switchSpecimens + runtimeSpecimens)

    private static let fiberCases = [
        Case("no-sleep", "fibers that never wait end in the order of their spawning", TurnCases.noSleep),
        Case("yield", "fibers that yield take turns in order", TurnCases.yield),
        Case("sleep", "sleepers wake, none too early, while others run", needsRing: true, RingCases.sleep),
        Case("spawn", "fibers spawn fibers, on stacks that are used again", TurnCases.spawn),
        Case("join", "results of every kind reach the joiner, none is leaked", ResultCases.join),
        Case("deep-stack", "several fibers are deep in their stacks at once", StateCases.deepStack),
        Case("float-state", "rounding modes and saved registers are each fiber's own", StateCases.floatState),
        Case("throws", "errors pass through yielding frames to the joiner", ResultCases.throwing),
        Case("cancel", "any wait can be cut short, and the fiber is unwound", needsRing: true, RingCases.cancel),
        Case("many", "thousands of fibers at once do a bit of everything", needsRing: true, RingCases.many),
    ]
}
