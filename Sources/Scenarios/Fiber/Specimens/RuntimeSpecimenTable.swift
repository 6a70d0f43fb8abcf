import Glibc

extension Scenario {
    // Codes that Glibc's module has as anonymous enumerations.
    private static let mapError: Int32 = 1  // SEGV_MAPERR
    private static let accessError: Int32 = 2  // SEGV_ACCERR

    /// Wrong uses of fibers whose switch is right.
    static let runtimeSpecimens = [
        Specimen(
            "stack-overflow", broken: "a recursion without end runs out of the fiber's stack into its guard",
            expected: "SIGSEGV, SEGV_ACCERR or SEGV_MAPERR, at an address in a fiber's guard",
            likeness: """
                the address lies just below the stack pointer, in a guard (the report says whose), and the backtrace \
                repeats itself
                """,
            signatures: [
                Signature(SIGSEGV, accessError, address: .stackGuard),
                Signature(SIGSEGV, mapError, address: .stackGuard),
            ], StackSpecimens.overflow),
        Specimen(
            "jumped-guard", broken: "one frame is larger than the guard, and its first write lands beyond it",
            expected: "no signal: a word in a neighbouring fiber's stack is written over",
            likeness: """
                a fiber that did nothing wrong finds its locals changed, while a fiber with a large frame runs next to \
                it; it becomes a stack overflow with a guard of 64 KiB or more
                """,
            machine: "x86_64", StackSpecimens.jumpedGuard),
        Specimen(
            "switch-in-access", broken: "a fiber switches in the middle of an access to a class's property",
            expected: "SIGABRT after \"Simultaneous accesses to 0x…\"; unchecked, a lost change",
            likeness: """
                the runtime says "Simultaneous accesses" although there is one thread, and the earlier access belongs \
                to a fiber that waits
                """,
            signatures: [Signature(SIGABRT)], AccessSpecimens.switchInAccess),
        Specimen(
            "migrated-access", broken: "a fiber that has an access in progress goes on on another thread",
            expected: "SIGSEGV or SIGILL within swift_endAccess or swift_beginAccess, or nothing for a while",
            likeness: """
                it dies within swift_beginAccess or swift_endAccess, following a pointer into the stack of a fiber \
                that is not the one that runs
                """,
            signatures: [Signature(SIGSEGV), Signature(SIGILL), Signature(SIGABRT)], AccessSpecimens.migratedAccess),
        Specimen(
            "mutex-across-yield", broken: "a fiber yields while it holds a Synchronization.Mutex, which another locks",
            expected: "SIGILL (a trap) after \"Recursive call to lock Mutex\"",
            likeness: """
                the runtime says "Recursive call to lock Mutex" where no function locks twice: the mutex belongs to \
                the thread, and so to all its fibers
                """,
            signatures: [Signature(SIGILL), Signature(SIGTRAP)], ThreadStateSpecimens.mutexAcrossYield),
        Specimen(
            "suspending-static", broken: "the initializer of a lazy static constant yields, and another fiber reads it",
            expected: "a hang: the thread waits in swift_once for itself",
            likeness: "the one thread of all fibers sleeps in futex(2) below swift_once, and uses no processor time",
            patienceNanoseconds: 300_000_000, ThreadStateSpecimens.suspendingStatic),
        Specimen(
            "errno-across-switch", broken: "a fiber reads errno after a switch that came between",
            expected: "errno is what another fiber's call left there",
            likeness: "an error is reported that the failing call cannot answer, such as EBADF of open(2)",
            ThreadStateSpecimens.errnoAcrossSwitch),
        Specimen(
            "task-local-leak", broken: "a fiber binds a task-local value and yields in its scope",
            expected: "another fiber reads that value as its own",
            likeness: "a request is logged, or served, with another request's identity or trace",
            ThreadStateSpecimens.taskLocalLeak),
        Specimen(
            "single-issuer", broken: "a ring made with SINGLE_ISSUER is used by another thread",
            expected: "io_uring_enter answers EEXIST",
            likeness: "io_uring_enter or io_uring_register answers EEXIST (17), which their pages explain by this alone",
            needsRing: true, RingSpecimens.singleIssuer),
        Specimen(
            "departed-creator", broken: "a thread submits to a ring that others keep using, and ends",
            expected: "its requests are cancelled: they come back as ECANCELED",
            likeness: "requests that nobody cancelled come back as ECANCELED (125) when a thread ends",
            needsRing: true, RingSpecimens.departedCreator),
    ]
}
