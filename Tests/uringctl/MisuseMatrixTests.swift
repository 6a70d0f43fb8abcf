import Support
import Testing

@testable import Scenarios

/// The misuse matrix, every cell of it run.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct MisuseMatrixTests {
    private static let matrix = MisuseMatrix.run(unless: nil, program: Package.product("uringctl"))

    @Test func everyCellHasAnAnswer() {
        let matrix = Self.matrix
        #expect(matrix.isComplete)
        #expect(matrix.cells.count == LockMisuse.allCases.count * LockKind.allCases.count)
        for cell in matrix.cells {
            #expect(cell.outcome != .unknown, "\(cell.misuse.rawValue)/\(cell.kind.rawValue): \(cell.how)")
        }
    }

    /// Whatever is done with ours, it notices, or it is meant to work.
    @Test(arguments: LockMisuse.allCases)
    func oursNoticesOrAllows(_ misuse: LockMisuse) throws {
        let cell = try #require(Self.matrix[misuse, .ours])
        let isAllowed = [.heldAcrossYield, .eventedLocksThreaded, .threadLocksEvented].contains(misuse)
        #expect(cell.outcome == (isAllowed ? .ok : .detected), "\(cell.how)")
        if !isAllowed { #expect(cell.how.hasPrefix("the program ends: a "), "\(cell.how)") }
    }

    static let known: [(LockMisuse, LockKind, MisuseMatrix.Outcome, String)] = [
        (.relock, .pthreadNormal, .deadlock, "asleep for good: 1 thread"),
        (.relock, .pthreadErrorcheck, .detected, "EDEADLK"),
        (.relock, .pthreadRecursive, .ok, "it counts"),
        (.relock, .swift, .detected, "Recursive call to lock Mutex"),
        (.relock, .kernel, .detected, "EDEADLK"),
        (.abba, .pthreadErrorcheck, .deadlock, "asleep for good: 3 threads"),
        (.abba, .kernel, .detected, "EDEADLK"),
        (.unlockByOther, .boundThreaded, .silent, "two were inside at once"),
        (.unlockByOther, .pthreadErrorcheck, .detected, "EPERM"),
        (.unlockUnlocked, .pthreadNormal, .silent, "EBUSY"),
        (.moved, .boundThreaded, .ok, "no owner"),
        (.moved, .swift, .notApplicable, "withLock"),
        (.heldAcrossYield, .pthreadRecursive, .silent, "two were inside at once"),
        (.heldAcrossYield, .boundThreaded, .deadlock, "asleep for good: 1 thread"),
        (.eventedLocksThreaded, .boundEvented, .crash, "SIGSEGV, SEGV_MAPERR, address 0x38"),
        (.eventedLocksThreaded, .boundThreaded, .silent, "its siblings had 0 turns meanwhile"),
        (.threadLocksEvented, .boundEvented, .crash, "SIGSEGV, SEGV_MAPERR, address 0x20"),
        (.threadLocksEvented, .pthreadNormal, .ok, "slept until the fiber was out"),
        (.destroyedWhileHeld, .pthreadNormal, .detected, "EBUSY"),
        (.holderDies, .pthreadRobust, .detected, "EOWNERDEAD"),
        (.holderDies, .pthreadErrorcheck, .deadlock, "asleep for good: 1 thread"),
        (.holderDies, .kernel, .detected, "ESRCH"),
        (.conditionWithoutMutex, .pthreadNormal, .silent, "two were inside at once"),
        (.conditionWithoutMutex, .pthreadRecursive, .detected, "EPERM"),
        (.conditionWithTwoMutexes, .pthreadErrorcheck, .silent, "a wake-up was lost"),
    ]

    @Test(arguments: known)
    func othersDoAsTheyAreKnownTo(
        _ misuse: LockMisuse, _ kind: LockKind, _ outcome: MisuseMatrix.Outcome, _ how: String
    ) throws {
        let cell = try #require(Self.matrix[misuse, kind])
        #expect(cell.outcome == outcome && cell.how.contains(how), "\(cell.outcome.rawValue): \(cell.how)")
        #expect(cell.outcome != .deadlock || cell.crash != nil)
    }
}
