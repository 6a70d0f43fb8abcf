package import Fibers
package import Kernel
package import Ring

/// Fibers on a ring, all on the calling thread: a fiber that waits for the kernel costs the others nothing.
///
/// Submissions are collected until no fiber is ready, or the ring has its turn, and handed over together; completions are
/// taken together.
package struct Evented: Runtime, ~Copyable {
    package struct Configuration: Sendable {
        package var stacks = StackConfiguration()
        /// Of the submission queue: a power of 2, up to 32,768.
        package var entries: UInt32 = 256
        /// Of the completion queue; 0 for twice as many.
        package var completionEntries: UInt32 = 0
        package var setup = SetupLadder.singleThread
        /// How others may wake this ring, besides by its eventfd.
        package var wakeWays = WakeWays.all

        package init() {}
    }

    private let scheduler: Scheduler
    let state: UnsafeMutablePointer<EventedState>
    private let wakeWays: WakeWays

    /// - Throws: what io_uring_setup(2) or the mapping of its queues answered, or eventfd(2).
    package init(_ configuration: Configuration = Configuration()) throws(CallFailure) {
        let ring = try Ring(
            entries: configuration.entries, completionEntries: configuration.completionEntries,
            ladder: configuration.setup)
        ring.registerDescriptor()
        let scheduler = Scheduler(configuration.stacks)
        let wakeEvent = try scheduler.scope.makeWakeEvent()
        state = .allocate(capacity: 1)
        state.initialize(to: EventedState(ring, wakeEvent: wakeEvent))
        self.scheduler = scheduler
        wakeWays = configuration.wakeWays
        self.scheduler.scope.ringState = UnsafeMutableRawPointer(state)
        let scope = scope
        self.scheduler.scope.onInterruption { scope.interrupt($0) }
    }

    deinit {
        state.deinitialize(count: 1)
        state.deallocate()
    }

    private var scope: EventedScope { EventedScope(fibers: scheduler.scope, state: state) }

    /// The ring's `IORING_SETUP_…` flags: those that the kernel took.
    package var setupFlags: UInt32 { state.pointee.ring.setupFlags }

    /// What it has done so far: for its own thread.
    package var counters: EventedCounters { scope.counters }

    /// Runs `body` as a fiber, and all fibers that it spawns, until all have ended; those that are left when `body` has
    /// ended are cancelled. An operation that is interrupted is waited for: the kernel may use its memory until then.
    ///
    /// Where all fibers wait for each other, it traps and names them.
    ///
    /// - Throws: `.body` with what `body` threw, or `.stack` when there is no stack for it.
    package borrowing func run<Value, Failure: Error>(
        _ body: @escaping (EventedScope) throws(Failure) -> Value
    ) throws(RunFailure<Failure>) -> Value {
        let scope = scope
        if !wakeWays.isEmpty {
            let target = WakeTarget(
                ring: state.pointee.ring.descriptor, ways: wakeWays, event: state.pointee.wakeEvent)
            scope.fibers.beWoken { target.wake() }
        }
        defer {
            // Before the ring can be closed, whose number may then be another file's.
            scope.fibers.stopBeingWoken()
            scope.stopListening()
        }
        return try scope.fibers.runMain { () throws(Failure) in try body(scope) } idle: { scope.turn() }
    }
}

/// Behind a pointer, for the reason that `FiberControl` gives.
struct EventedState: ~Copyable {
    let ring: Ring
    /// Operations whose completion is to come.
    var operations = 0
    /// See `EventedScope.turn`.
    var turnsSinceEntering = 0
    /// The moment for which the ring's one timeout is armed, if it is. Where that cannot be moved, earlier moments have
    /// timeouts of their own, and stand behind it.
    var armedMoments: [Int64] = []
    /// IORING_TIMEOUT_UPDATE, Linux 5.11.
    var canUpdateTimeout = true
    /// For what the timeout was armed before it was last moved.
    var momentBeforeUpdate: Int64 = 0
    var counters = EventedCounters()
    /// Operations performed, by opcode: `EventedCounters.opcodeCount` of them.
    let operationCounts = UnsafeMutablePointer<UInt64>.allocate(capacity: EventedCounters.opcodeCount)
    /// Whether it can wake other rings by messages, once somebody asked.
    var canSendMessages: Bool?
    /// The opcodes that the kernel has, once somebody asked.
    var knownOpcodes: Set<UInt8>?
    /// Those whose operation has to be cancelled, because nobody takes what comes of it.
    var overfull: [UnsafeMutablePointer<MultishotQueue>] = []
    var bufferGroups = BufferGroups()
    /// What the kernel reads when it takes the timeout's submission.
    let moment = UnsafeMutablePointer<KernelTime>.allocate(capacity: 1)

    /// The eventfd by which other threads wake this one, and whether a read of it is on the ring.
    let wakeEvent: Int32
    var isListening = false
    /// Where that read puts the counter.
    let wakeCount = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)

    init(_ ring: consuming Ring, wakeEvent: Int32) {
        self.ring = ring
        self.wakeEvent = wakeEvent
        operationCounts.initialize(repeating: 0, count: EventedCounters.opcodeCount)
    }

    deinit {
        operationCounts.deallocate()
        moment.deallocate()
        wakeCount.deallocate()
    }
}

/// `struct __kernel_timespec`.
struct KernelTime {
    var seconds: Int64
    var nanoseconds: Int64
}
