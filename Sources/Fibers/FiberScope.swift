public import CFiber
import CKernel

/// What a fiber, or the body of `run`, can do with its scheduler. A handle: valid while `run` runs, on its thread.
///
/// `@usableFromInline`, like all types that `spawn` and `join` mention: of a type that is only `package`, Swift
/// specialises nothing in other rooms, whatever `@inlinable` says, and `spawn` takes several times as long.
@usableFromInline
package struct FiberScope {
    @usableFromInline package let state: UnsafeMutablePointer<SchedulerState>

    @inlinable
    init(state: UnsafeMutablePointer<SchedulerState>) { self.state = state }

    /// Starts a fiber that waits for its turn; its result must be fetched with `join`, which frees its stack, or is
    /// dropped when the scope ends.
    ///
    /// - Parameter name: for whoever reads a crash report.
    @inlinable
    package func spawn<Value, Failure: Error>(
        _ name: StaticString = "fiber", _ body: consuming @escaping () throws(Failure) -> Value
    ) throws(StackFailure) -> SpawnedFiber<Value, Failure> {
        let control = try takeStack()
        let work = SpawnedFiber<Value, Failure>.place(body, below: control)
        return SpawnedFiber(control: control, number: start(control, name, work))
    }

    /// Starts a fiber that nobody joins: its stack is free as soon as it has ended.
    package func detach(_ name: StaticString = "fiber", _ body: @escaping () -> Void) throws(StackFailure) {
        _ = try spawnDetached(name, body)
    }

    /// The same, with a handle that must not be joined: to cancel it, as long as `run` runs.
    package func spawnDetached(
        _ name: StaticString = "fiber", _ body: @escaping () -> Void
    ) throws(StackFailure) -> SpawnedFiber<Void, Never> {
        let fiber: SpawnedFiber<Void, Never> = try spawn(name, body)
        fiber.control.pointee.isDetached = true
        return fiber
    }

    /// Lets every other ready fiber run first.
    ///
    /// No interruption is thrown here: a loop that only yields calls `checkInterruption`, or nobody can end it.
    @usableFromInline
    package func yield() {
        let current = current
        if state.pointee.turns <= 0 {
            yieldToThread(current)
            return
        }
        state.pointee.turns &-= 1
        guard let next = state.pointee.first else { return }
        state.pointee.first = next.pointee.next
        enqueue(current)
        switchFrom(current, to: next)
    }

    /// - Throws: why the calling fiber has to come to its end, if it has to.
    @inlinable
    package func checkInterruption() throws(Interruption) {
        if let interruption = current.pointee.interruption { throw interruption }
    }

    /// Waits until somebody calls `unpark` with this fiber.
    ///
    /// - Throws: when the fiber is interrupted, before or during the wait, even if it was unparked too.
    package func park() throws(Interruption) {
        try checkInterruption()
        suspend(.parked, isInterruptible: true, wait: nil)
        try checkInterruption()
    }

    /// Makes a fiber ready that waits in `park`: false when it does not, because somebody else woke or interrupted it.
    @discardableResult
    package func unpark(_ fiber: UnsafeMutablePointer<FiberControl>) -> Bool {
        guard fiber.pointee.state == .parked else { return false }
        resume(fiber)
        return true
    }

    /// Asks `fiber` to come to its end: wherever it waits, and wherever it would wait from now on, an interruption is
    /// thrown. Where it waits in `join`, that is passed on to the fiber that it joins.
    package func cancel(_ fiber: UnsafeMutablePointer<FiberControl>) {
        fiber.pointee.isCancelled = true
        interruptWait(of: fiber)
    }

    /// Ends what `fiber` waits for, where that may be interrupted.
    package func interruptWait(of fiber: UnsafeMutablePointer<FiberControl>) {
        guard fiber.pointee.state.isWaiting, fiber.pointee.isInterruptible else { return }
        // Once is enough, whatever else interrupts it until it runs again.
        fiber.pointee.isInterruptible = false
        if fiber.pointee.wait != nil, let interrupt = state.pointee.interruptWait {
            interrupt(fiber)
        } else {
            resume(fiber)
        }
    }

    /// Calls `interrupt` with a fiber that is interrupted while it waits for what `suspend` was told, which has to end
    /// that wait by `resume`, sooner or later. Set once, by the room that makes fibers wait for more than each other.
    package func onInterruption(_ interrupt: @escaping (UnsafeMutablePointer<FiberControl>) -> Void) {
        state.pointee.interruptWait = interrupt
    }

    /// The fiber that calls.
    @inlinable
    package var current: UnsafeMutablePointer<FiberControl> {
        guard let current = state.pointee.current else { preconditionFailure("only a fiber can wait") }
        return current
    }

    /// How much of its stack the calling fiber, or an earlier one on the same stack, has ever touched, in bytes; nil where
    /// the kernel does not say.
    package var touchedStackBytes: Int? { current.pointee.stack.touchedBytes(state.pointee.stacks.layout) }
}

extension FiberScope {
    /// The control block of a fiber to be.
    @usableFromInline
    func takeStack() throws(StackFailure) -> UnsafeMutablePointer<FiberControl> { try state.pointee.stacks.take() }

    /// Makes `control` a fiber that does `work`, which lies below the control block; below that, all of the stack is
    /// the fiber's.
    ///
    /// - Returns: its number.
    @usableFromInline
    func start(
        _ control: UnsafeMutablePointer<FiberControl>, _ name: StaticString, _ work: consuming FiberWork
    ) -> UInt64 {
        state.pointee.lastNumber += 1
        state.pointee.living += 1
        let number = state.pointee.lastNumber
        let place = work.place
        control.pointee.number = number
        control.pointee.work = consume work
        control.pointee.scheduler = state
        control.pointee.joiner = nil
        control.pointee.isCancelled = state.pointee.isEnding
        control.pointee.isDetached = false
        control.pointee.passedDeadlines = 0
        // A static string without a pointer is a single character, which is no name.
        let text = name.hasPointerRepresentation ? UnsafeRawPointer(name.utf8Start) : nil
        let stack = control.pointee.stack
        stack.label(state.pointee.stacks.layout).pointee = crash_label(
            number: number, name: text?.assumingMemoryBound(to: CChar.self))
        let context = FiberControl.context(control)
        fiber_discard(context)
        fiber_prepare(context, stack.low(state.pointee.stacks.layout), place, fiberMain, control)
        control.pointee.state = .ready
        enqueue(control)
        return number
    }

    @inlinable
    func enqueue(_ fiber: UnsafeMutablePointer<FiberControl>) {
        fiber.pointee.next = nil
        if state.pointee.first == nil {
            state.pointee.first = fiber
        } else {
            // A list with a first has a last.
            state.pointee.last.unsafelyUnwrapped.pointee.next = fiber
        }
        state.pointee.last = fiber
    }

    func switchFrom(_ fiber: UnsafeMutablePointer<FiberControl>, to next: UnsafeMutablePointer<FiberControl>) {
        state.pointee.current = next
        fiber_switch(FiberControl.context(fiber), FiberControl.context(next))
    }

    @inline(never)
    func yieldToThread(_ fiber: UnsafeMutablePointer<FiberControl>) {
        enqueue(fiber)
        state.pointee.current = nil
        fiber_switch(FiberControl.context(fiber), SchedulerState.thread(state))
    }

    /// Stops the calling fiber until `resume`, for rooms that make fibers wait for more than each other.
    ///
    /// - Parameter wait: what the function given to `onInterruption` needs to know.
    @inlinable
    package func suspend(isInterruptible: Bool, wait: UnsafeMutableRawPointer?) {
        suspend(.waiting, isInterruptible: isInterruptible, wait: wait)
    }

    @inlinable
    @inline(__always)
    func suspend(_ waiting: FiberControl.State, isInterruptible: Bool, wait: UnsafeMutableRawPointer?) {
        let fiber = current
        fiber.pointee.state = waiting
        fiber.pointee.isInterruptible = isInterruptible
        fiber.pointee.wait = wait
        // The last call, so that the switch comes back to the caller: to spawn and join takes a fifth longer otherwise.
        fiber_switch(FiberControl.context(fiber), takeNextContext())
    }

    /// Ends the wait of a fiber: for whoever made it wait, and for nobody else.
    @inlinable
    package func resume(_ fiber: UnsafeMutablePointer<FiberControl>) {
        precondition(fiber.pointee.state.isWaiting, "only a fiber that waits is resumed")
        fiber.pointee.state = .ready
        fiber.pointee.wait = nil
        fiber.pointee.isInterruptible = false
        enqueue(fiber)
    }

    /// Makes `fiber`, which is ready, quick to go on where others go on before it.
    @inlinable
    package func prefetch(_ fiber: UnsafeMutablePointer<FiberControl>) { fiber_prefetch(FiberControl.context(fiber)) }

    /// Whose turn it is: the next ready fiber's, or else the thread's own.
    @inlinable
    @inline(__always)
    func takeNextContext() -> UnsafeMutablePointer<fiber_context> {
        guard state.pointee.turns > 0, let next = state.pointee.first else {
            state.pointee.current = nil
            return SchedulerState.thread(state)
        }
        state.pointee.turns &-= 1
        state.pointee.first = next.pointee.next
        state.pointee.current = next
        return FiberControl.context(next)
    }

    /// The end of a fiber, on its own stack for the last time.
    func end(_ fiber: UnsafeMutablePointer<FiberControl>) -> Never {
        if fiber.pointee.heldLocks != 0 {
            let locks = fiber.pointee.heldLocks == 1 ? "a lock" : "\(fiber.pointee.heldLocks) locks"
            fatalError("fiber \(description(of: fiber)) ended while it held \(locks): nobody can unlock what it held")
        }
        fiber.pointee.state = .ended
        state.pointee.living -= 1
        if let joiner = fiber.pointee.joiner {
            // One that was interrupted is ready already.
            if joiner.pointee.state.isWaiting { resume(joiner) }
        } else if fiber.pointee.isDetached {
            fiber.pointee.work.take()!.dropResult()
            FiberScope.reclaim(fiber)
        }
        fiber_switch_last(FiberControl.context(fiber), takeNextContext())
    }

    /// Waits until `control` has ended, which is joined once, as the fiber that has `number`, or until the caller is
    /// interrupted: `insistOnEnd` has to follow.
    @usableFromInline
    static func awaitEnd(of control: UnsafeMutablePointer<FiberControl>, number: UInt64) {
        precondition(
            control.pointee.number == number && control.pointee.state != .free && control.pointee.joiner == nil,
            "a fiber is joined once")
        if control.pointee.state == .ended { return }
        let scope = FiberScope(state: control.pointee.scheduler.unsafelyUnwrapped)
        let joiner = scope.current
        control.pointee.joiner = joiner
        if joiner.pointee.interruption == nil { scope.suspend(isInterruptible: true, wait: nil) }
    }

    /// Cancels `control`, whose joiner was interrupted, and waits until it has ended.
    @usableFromInline
    static func insistOnEnd(of control: UnsafeMutablePointer<FiberControl>) {
        while control.pointee.state != .ended {
            let scope = FiberScope(state: control.pointee.scheduler.unsafelyUnwrapped)
            scope.cancel(control)
            scope.suspend(isInterruptible: false, wait: nil)
        }
    }

    /// Frees the stack of a fiber that has ended and whose result was taken or dropped.
    @usableFromInline
    static func reclaim(_ fiber: UnsafeMutablePointer<FiberControl>) {
        fiber.pointee.work = nil
        fiber.pointee.state = .free
        fiber.pointee.scheduler.unsafelyUnwrapped.pointee.stacks.put(fiber)
    }
}

/// Where every fiber begins.
private func fiberMain(_ argument: UnsafeMutableRawPointer?) {
    // `start` gave it the control block.
    let fiber = argument.unsafelyUnwrapped.assumingMemoryBound(to: FiberControl.self)
    fiber_begin(FiberControl.context(fiber))
    let work = fiber.pointee.work.take()!
    work.run()
    fiber.pointee.work = consume work
    FiberScope(state: fiber.pointee.scheduler.unsafelyUnwrapped).end(fiber)
}
