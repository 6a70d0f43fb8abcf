import Children
import Glibc

extension Scenario {
    /// Wrong uses of fibers whose switch is right.
    static let runtimeSpecimens = stackSpecimens + accessSpecimens + threadStateSpecimens + ringSpecimens

    private static let stackSpecimens = [
        Specimen(
            "stack-overflow", broken: "a recursion runs out of the fiber's stack into its guard",
            expected: "SIGSEGV, SEGV_ACCERR or SEGV_MAPERR, at an address in a fiber's guard",
            likeness: """
                the address lies in a stack's guard, just below the stack pointer, and the backtrace repeats itself
                """,
            signatures: [
                Signature(SIGSEGV, SignalCode.accessError, address: .stackGuard),
                Signature(SIGSEGV, SignalCode.mapError, address: .stackGuard),
            ], machine: "x86_64", StackSpecimens.overflow),
        Specimen(
            "jumped-guard", broken: "a frame larger than the guard steps over it",
            expected: "no signal: a word in a neighbouring fiber's stack is written over",
            likeness: """
                a fiber's locals change while another with a large frame runs; a larger guard makes it a stack overflow
                """,
            consequences: Signature.wrongPointers, machine: "x86_64", StackSpecimens.jumpedGuard),
    ]

    private static let accessSpecimens = [
        Specimen(
            "switch-in-access", broken: "a fiber switches within an access to a class's property",
            expected: "SIGABRT after \"Simultaneous accesses\"; without the check (-Ounchecked), a lost change",
            likeness: """
                the runtime says "Simultaneous accesses" on one thread, and the earlier one belongs to a waiting fiber
                """,
            signatures: [Signature(SIGABRT, SignalCode.toThread)], AccessSpecimens.switchInAccess),
        Specimen(
            "migrated-access", broken: "a fiber goes on on another thread within an access",
            expected: "SIGILL or SIGSEGV within swift_endAccess or swift_beginAccess; without the check, nothing",
            likeness: """
                it dies within swift_beginAccess or swift_endAccess, in a program that moves fibers between threads
                """,
            signatures: [
                Signature(SIGILL, SignalCode.illegalOperand), Signature(SIGTRAP, SignalCode.breakpoint),
                Signature(SIGSEGV, SignalCode.mapError), Signature(SIGSEGV, SignalCode.accessError),
            ], AccessSpecimens.migratedAccess),
    ]

    private static let threadStateSpecimens = [
        Specimen(
            "mutex-across-yield", broken: "a fiber yields while it holds a Synchronization.Mutex",
            expected: "a trap (SIGILL, on aarch64 SIGTRAP) after \"Recursive call to lock Mutex\"",
            likeness: """
                the runtime says "Recursive call to lock Mutex" where nothing locks twice: its owner is the thread
                """,
            signatures: [Signature(SIGILL, SignalCode.illegalOperand), Signature(SIGTRAP, SignalCode.breakpoint)],
            ThreadStateSpecimens.mutexAcrossYield),
        Specimen(
            "suspending-static", broken: "a lazy static's initializer yields, and another fiber reads it",
            expected: "a hang: the thread waits in swift_once for itself",
            likeness: "the one thread of all fibers sleeps in futex below swift_once and uses no processor time",
            patienceNanoseconds: 300_000_000, ThreadStateSpecimens.suspendingStatic),
        Specimen(
            "errno-across-switch", broken: "errno is read after a switch",
            expected: "errno is what another fiber's call left there",
            likeness: "a failing call reports an errno that it cannot answer, such as EBADF of open",
            ThreadStateSpecimens.errnoAcrossSwitch),
        Specimen(
            "task-local-leak", broken: "a fiber yields while a task-local value is bound",
            expected: "another fiber reads that value as its own",
            likeness: "a request is logged or served with another request's identity",
            ThreadStateSpecimens.taskLocalLeak),
    ]

    private static let ringSpecimens = [
        Specimen(
            "single-issuer", broken: "a SINGLE_ISSUER ring is used by another thread",
            expected: "io_uring_enter answers EEXIST",
            likeness: "io_uring_enter or io_uring_register answers EEXIST (17)", needsRing: true,
            RingSpecimens.singleIssuer),
        Specimen(
            "departed-creator", broken: "a thread submits to a ring that others go on using, and ends",
            expected: "its requests are cancelled: they come back as ECANCELED",
            likeness: "requests that nobody cancelled come back as ECANCELED (125) after a thread has ended",
            needsRing: true, RingSpecimens.departedCreator),
    ]
}
