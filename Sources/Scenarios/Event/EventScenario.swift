import Children
import Glibc

extension Scenario {
    /// Events among several waiters, and what one for a single waiter does to them.
    package static let event = Scenario(
        name: "event", subject: "events", cases: eventCases, specimens: eventSpecimens)

    private static let eventCases = [
        Case("set-reset", "several wait, and set and reset at once let all go on", EventCases.setAndReset),
        Case("before-sleep", "set and reset before a waiter sleeps let it go on", EventCases.beforeSleep),
        Case("snapshot", "a release between the look and the wait is not missed", EventCases.snapshot),
        Case("pool", "more takers than resources: all are served, and no two have one", PatienceCases.pool),
        Case("timeout", "a wake-up that meets a deadline is not lost", PatienceCases.timeout),
        Case("cancel", "a wake-up that meets a cancellation is not lost", PatienceCases.cancel),
        Case(
            "thread-fiber", "a thread wakes a fiber on a ring, and is woken by it", needsRing: true,
            EventCases.threadAndFiber),
    ]

    private static let eventSpecimens = [
        Specimen(
            "single-waiter-checked", broken: "three wait for an event made for one, and the first resets it",
            expected: "a trap (SIGILL, on aarch64 SIGTRAP): the others were woken and find the event unset",
            likeness: """
                it traps in a wait after a reset, in debug builds, under load: Zig's unreachable in Event.wait; a \
                counter that only grows cures it
                """,
            signatures: [Signature(SIGILL, SignalCode.illegalOperand), Signature(SIGTRAP, SignalCode.breakpoint)],
            EventSpecimens.checked),
        Specimen(
            "single-waiter-silent", broken: "such an event is reset while somebody waits, and then set",
            expected: "a lost wake-up: the event is set, and the waiter sleeps on",
            likeness: """
                release builds hang where debug builds trap: an event is set, and somebody still waits for it
                """,
            EventSpecimens.silent),
    ]
}
