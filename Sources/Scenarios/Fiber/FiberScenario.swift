extension Scenario {
    /// Stackful fibers on a ring, and what wrong ones look like.
    package static let fiber = Scenario(
        name: "fiber", subject: "fibers", cases: fiberCases, specimens: switchSpecimens + runtimeSpecimens)

    private static let fiberCases = [
        Case("no-sleep", "fibers that never wait run to their end, in the order of their spawning", TurnCases.noSleep),
        Case("yield", "fibers that yield take turns, none out of order", TurnCases.yield),
        Case("sleep", "sleepers wake, none too early, while others run", needsRing: true, RingCases.sleep),
        Case("spawn", "fibers spawn fibers that spawn fibers, on stacks that are used again", TurnCases.spawn),
        Case("join", "results of every kind reach the joiner, and nothing is left behind", ResultCases.join),
        Case("deep-stack", "fibers that are deep in their stacks at the same time", StateCases.deepStack),
        Case("float-state", "rounding modes and callee-saved registers are each fiber's own", StateCases.floatState),
        Case("throws", "errors, typed and untyped, pass through yielding frames to the joiner", ResultCases.throwing),
        Case("cancel", "whatever a fiber waits for can be cut short, and it is unwound", needsRing: true, RingCases.cancel),
        Case("many", "thousands of fibers at a time that do a bit of everything", needsRing: true, RingCases.many),
    ]
}
