public import CFiber
import CKernel

/// Runs fibers on the calling thread, each until it waits: first come, first served.
///
/// Fibers are bound to the thread. All of them end within `run`: those that are left when its body has ended, and those that
/// they spawn then, are cancelled and waited for, however long they take.
///
/// What belongs to the thread does not follow a fiber, and must not be held where a fiber may wait: `errno` (read it at
/// once), the values of task-locals, a `Synchronization.Mutex` or any other lock of threads, the first use of a lazy
/// static, and exclusive access to a property of a class (a call by `&object.property`, a mutating method on it), which the
/// Swift runtime keeps in a list for each thread.
package struct Scheduler: ~Copyable {
    /// On the heap, behind a pointer, for the reason that `FiberControl` gives.
    let state: UnsafeMutablePointer<SchedulerState>

    package init(_ configuration: StackConfiguration = StackConfiguration()) {
        state = .allocate(capacity: 1)
        state.initialize(to: SchedulerState(configuration))
    }

    deinit {
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// What fibers hold on to.
    package var scope: FiberScope { FiberScope(state: state) }

    /// Runs `body` as a fiber, and all the fibers that it spawns.
    ///
    /// Where all fibers wait, and nothing is left that could wake one, it traps and names them. Another thread can wake
    /// one that waits for its token, so that it is waited for then.
    ///
    /// - Throws: `.body` with what `body` threw, or `.stack` when there is no stack for it.
    package borrowing func run<Value, Failure: Error>(
        _ body: @escaping (FiberScope) throws(Failure) -> Value
    ) throws(RunFailure<Failure>) -> Value {
        let scope = scope
        return try scope.runMain { () throws(Failure) in try body(scope) } idle: { scope.idle() }
    }
}

/// Why `run` has no value.
package enum RunFailure<Failure: Error>: Error, CustomStringConvertible {
    case stack(StackFailure)
    case body(Failure)

    package var description: String {
        switch self {
        case .stack(let failure): "\(failure)"
        case .body(let failure): "\(failure)"
        }
    }
}

/// What a scheduler knows. Only its own thread touches it.
@usableFromInline
package struct SchedulerState: ~Copyable {
    /// Where the thread itself has stopped while fibers run. The first member: `thread(_:)` relies on it.
    var threadContext = fiber_context()
    /// Ready fibers, first come, first served.
    @usableFromInline var first: UnsafeMutablePointer<FiberControl>?
    @usableFromInline var last: UnsafeMutablePointer<FiberControl>?
    /// The fiber that runs, or nil while the thread itself does.
    @usableFromInline package var current: UnsafeMutablePointer<FiberControl>?
    /// Switches until the thread itself has its turn again: fibers that only yield must not keep it from its ring.
    @usableFromInline var turns: Int32 = 0
    /// Fibers that have not ended.
    package var living = 0
    var lastNumber: UInt64 = 0
    var isRunning = false
    /// The body of `run` has ended: whoever is left, or comes now, is cancelled.
    var isEnding = false
    /// See `FiberScope.onInterruption`.
    var interruptWait: ((UnsafeMutablePointer<FiberControl>) -> Void)?
    var stacks: StackPool
    var timers = TimerHeap()
    /// Fibers that wait for their tokens, which other threads may give.
    @usableFromInline var tokenWaiters = 0
    let bell = Doorbell.take()
    /// See `FiberScope.ringState`.
    var ringState: UnsafeMutableRawPointer?

    init(_ configuration: StackConfiguration) { stacks = StackPool(configuration) }

    deinit { Doorbell.putBack(bell) }

    @inlinable
    static func thread(_ state: UnsafeMutablePointer<SchedulerState>) -> UnsafeMutablePointer<fiber_context> {
        UnsafeMutableRawPointer(state).assumingMemoryBound(to: fiber_context.self)
    }
}
