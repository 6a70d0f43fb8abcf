import Kernel

/// A cell of the matrix: what is done with which lock.
struct MisuseCell {
    let misuse: LockMisuse
    let kind: LockKind

    /// Every cell, row by row.
    static let all = LockMisuse.allCases.flatMap { misuse in
        LockKind.allCases.map { MisuseCell(misuse: misuse, kind: $0) }
    }

    /// As the child's command line names it: "relock/pthread-normal".
    var name: String { "\(misuse.rawValue)/\(kind.rawValue)" }

    typealias Body = @Sendable () throws(BodyFailure) -> Finding

    enum Plan {
        case run(Body)
        /// Why it cannot be written down.
        case notApplicable(String)
    }

    var plan: Plan {
        if let reason = reasonNotToApply { return .notApplicable(reason) }
        let (misuse, kind) = (misuse, kind)
        return .run { () throws(BodyFailure) in
            if kind != .swift { return try Self.runOpen(misuse, with: kind) }
            return try Self.run(misuse, with: kind) { () throws(BodyFailure) in MisusedSwiftLock() }
        }
    }

    private var reasonNotToApply: String? {
        switch (kind, misuse) {
        case (.swift, .unlockByOther), (.swift, .unlockUnlocked), (.swift, .moved):
            "withLock alone unlocks it, on its way out; _unsafeUnlock is no API"
        case (.swift, .holderDies):
            "a thread leaves withLock before it ends; _unsafeLock is no API"
        case (.swift, .conditionWithoutMutex), (.swift, .conditionWithTwoMutexes):
            "there is no condition that waits with it"
        case (.kernel, .conditionWithoutMutex), (.kernel, .conditionWithTwoMutexes):
            "futex(2) has no condition, but a move of waiters from one word to another"
        case (.boundEvented, .conditionWithoutMutex), (.boundEvented, .conditionWithTwoMutexes),
            (.boundThreaded, .conditionWithoutMutex), (.boundThreaded, .conditionWithTwoMutexes):
            "the specimen has no condition"
        case (.kernel, .destroyedWhileHeld):
            "it is a word of memory: nobody is told of its end"
        default: nil
        }
    }

    // MARK: How each is run

    private static func runOpen(_ misuse: LockMisuse, with kind: LockKind) throws(BodyFailure) -> Finding {
        switch kind {
        case .ours: try runConditioned(misuse, with: kind) { () throws(BodyFailure) in MisusedOwnLock() }
        case .pthreadNormal: try runPosix(misuse, with: kind, .normal)
        case .pthreadErrorcheck: try runPosix(misuse, with: kind, .errorcheck)
        case .pthreadRecursive: try runPosix(misuse, with: kind, .recursive)
        case .pthreadRobust: try runPosix(misuse, with: kind, .robust)
        case .boundEvented: try runOpen(misuse, with: kind) { () throws(BodyFailure) in MisusedBoundLock(.evented) }
        case .boundThreaded: try runOpen(misuse, with: kind) { () throws(BodyFailure) in MisusedBoundLock(.threaded) }
        case .kernel: try runOpen(misuse, with: kind) { () throws(BodyFailure) in MisusedKernelLock() }
        case .swift: preconditionFailure("it is no open lock")
        }
    }

    private static func runPosix(
        _ misuse: LockMisuse, with kind: LockKind, _ type: MisusedPosixLock.Kind
    ) throws(BodyFailure) -> Finding {
        try runConditioned(misuse, with: kind) { () throws(BodyFailure) in try MisusedPosixLock(type) }
    }

    private static func runConditioned<Lock: ConditionedLock>(
        _ misuse: LockMisuse, with kind: LockKind, _ make: @escaping () throws(BodyFailure) -> Lock
    ) throws(BodyFailure) -> Finding {
        switch misuse {
        case .conditionWithoutMutex: try ConditionRows.withoutMutex(make())
        case .conditionWithTwoMutexes: try ConditionRows.withTwoMutexes(make(), make())
        default: try runOpen(misuse, with: kind, make)
        }
    }

    private static func runOpen<Lock: OpenLock>(
        _ misuse: LockMisuse, with kind: LockKind, _ make: @escaping () throws(BodyFailure) -> Lock
    ) throws(BodyFailure) -> Finding {
        let lock = try make()
        return switch misuse {
        case .unlockByOther:
            try onStage(of: kind) { (stage) throws(BodyFailure) in try LockRows.unlockByOther(lock, stage) }
        case .unlockUnlocked: try LockRows.unlockUnlocked(lock)
        case .moved: try LockRows.moved(lock, hasOwner: kind != .boundThreaded)
        case .holderDies:
            try onStage(of: kind) { (stage) throws(BodyFailure) in try LockRows.holderDies(lock, stage) }
        default: try run(misuse, with: kind, make)
        }
    }

    private static func run<Lock: ScopedLock>(
        _ misuse: LockMisuse, with kind: LockKind, _ make: @escaping () throws(BodyFailure) -> Lock
    ) throws(BodyFailure) -> Finding {
        let (lock, second) = (try make(), try make())
        return switch misuse {
        case .relock:
            try onStage(of: kind) { (stage) throws(BodyFailure) in
                try LockRows.relock(lock, stage, isRecursive: kind == .pthreadRecursive)
            }
        case .abba: try onStage(of: kind) { (stage) throws(BodyFailure) in try LockRows.abba(lock, second, stage) }
        case .heldAcrossYield:
            try BackendBoundMutex.withRuntime { () throws(BodyFailure) in try RuntimeRows.heldAcrossYield(lock) }
        case .eventedLocksThreaded: try RuntimeRows.eventedLocksThreaded(lock)
        case .threadLocksEvented: try RuntimeRows.threadLocksEvented(lock)
        case .destroyedWhileHeld:
            try onStage(of: kind) { (stage) throws(BodyFailure) in try LockRows.destroyedWhileHeld(lock, stage) }
        case .unlockByOther, .unlockUnlocked, .moved, .holderDies, .conditionWithoutMutex, .conditionWithTwoMutexes:
            preconditionFailure("\(misuse.rawValue) takes more than a lock that is held around a body")
        }
    }

    /// Fibers of its own runtime use an evented lock, threads any other.
    private static func onStage(
        of kind: LockKind, _ body: @escaping (Stage) throws(BodyFailure) -> Finding
    ) throws(BodyFailure) -> Finding {
        guard kind == .boundEvented else { return try body(.threads) }
        return try BackendBoundMutex.withRuntime { () throws(BodyFailure) in try Stage.onFibers(body) }
    }
}

extension Scenario {
    /// The cells of the misuse matrix, as the child finds them. Users meet them as `stress mutex`.
    package static let mutexMisuse = Scenario(
        name: "mutex-misuse", subject: "misused mutexes", cases: [],
        specimens: MisuseCell.all.compactMap { cell in
            guard case .run(let body) = cell.plan else { return nil }
            return Specimen(
                cell.name, broken: cell.misuse.explanation, expected: "what the matrix says", likeness: "",
                patienceNanoseconds: MisuseMatrix.patienceNanoseconds
            ) { (_) throws(BodyFailure) in
                try SleepWatch.start()
                // Threads and locks stay behind as they are; a sanitizer would look for them at an orderly end.
                Workbench.end(.found(try body()))
            }
        })
}
