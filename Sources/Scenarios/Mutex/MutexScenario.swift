import Children
import Glibc

extension Scenario {
    /// Mutexes between threads and fibers, and what those of one runtime do in another.
    package static let mutex = Scenario(
        name: "mutex", subject: "mutexes", cases: mutexCases, specimens: evented + threaded,
        helpers: MisuseCase.helpers)

    private static let mutexCases = [
        Case("exclusion", "threads and fibers add to one number, and none is lost", MutexCases.exclusion),
        Case("held-wait", "a fiber holds it while it waits, and its siblings go on", MutexCases.heldWait),
        Case(
            "thread-holds", "a fiber waits for a thread, and its siblings on the ring go on", needsRing: true,
            MutexCases.threadHolds),
        Case("fiber-holds", "a thread waits for a fiber on a ring", needsRing: true, MutexCases.fiberHolds),
        Case("condition", "threads fill and fibers empty a queue, by two conditions", MutexCases.condition),
        Case("give-up", "who waits for it no longer leaves it to the next", MutexCases.giveUp),
        Case("misuse", "relocking, wrong unlocking and the like are caught and named", MisuseCase.run),
    ]

    private static let evented = [
        Specimen(
            "evented-lock-on-thread", broken: "a plain thread locks an evented mutex that a fiber holds",
            expected: "SIGSEGV, SEGV_MAPERR, address 0x20, as in Zig 0.16: the thread's pointer to its runtime is null",
            likeness: """
                a lock, wait or sleep dies at a small address, only under contention, on a thread that is not the \
                runtime's
                """,
            signatures: [Signature(SIGSEGV, SignalCode.mapError, address: .exactly(0x20))],
            consequences: [Signature(SIGSEGV, SignalCode.mapError, address: .memberOfNull)],
            MutexSpecimens.eventedLock),
        Specimen(
            "evented-unlock-on-thread", broken: "a plain thread unlocks an evented mutex that a fiber waits for",
            expected: "SIGSEGV, SEGV_MAPERR, address 0x38, as in Zig 0.16: the thread's pointer to its runtime is null",
            likeness: """
                an unlock, set or signal dies at a small address, only where a fiber waits, on a thread that is not the \
                runtime's
                """,
            signatures: [Signature(SIGSEGV, SignalCode.mapError, address: .exactly(0x38))],
            consequences: [Signature(SIGSEGV, SignalCode.mapError, address: .memberOfNull)],
            MutexSpecimens.eventedUnlock),
    ]

    private static let threaded = [
        Specimen(
            "threaded-lock-blocks-ring", broken: "a fiber locks a threads' mutex that a plain thread holds",
            expected: "the ring and every fiber on it stand still until the thread unlocks",
            likeness: "all of a ring's requests have the same pause, and its thread sleeps in futex below a lock",
            needsRing: true, MutexSpecimens.threadedOnFiber),
        Specimen(
            "threaded-lock-by-sibling", broken: "a fiber locks a threads' mutex that its sibling holds",
            expected: "a hang: the thread sleeps that would run the holder",
            likeness: "the one thread of all fibers sleeps in futex below a lock, and uses no processor time",
            patienceNanoseconds: 300_000_000, MutexSpecimens.threadedBySibling),
    ]
}
