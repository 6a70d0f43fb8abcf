public import CKernel
// `public`: what is inlined elsewhere may not come from a narrower import.
public import CLiburing
public import Kernel
import Synchronization

/// One entry for the submission queue: the kernel's layout, unions laid flat.
@usableFromInline
package typealias Submission = submission_entry

/// What came of one submission.
@usableFromInline
package struct Completion: Sendable, Equatable {
    @usableFromInline package let userData: UInt64
    /// At least 0: the operation's result. Below: the negated errno.
    @usableFromInline package let result: Int32
    /// `IORING_CQE_F_…`
    @usableFromInline package let flags: UInt32

    @inlinable
    package init(userData: UInt64, result: Int32, flags: UInt32) {
        (self.userData, self.result, self.flags) = (userData, result, flags)
    }

    package var errno: Errno? { result < 0 ? Errno(-result) : nil }
}

/// One io_uring over liburing: for one thread, closed with its owner.
///
/// A ring made here uses only setup flags that this liburing knows (2.3: up to DEFER_TASKRUN): newer ones change what
/// has to be mapped, and are for callers of `io_uring_setup` itself.
@usableFromInline
package struct Ring: ~Copyable {
    /// liburing keeps pointers into this structure, so that it must not move: it lives on the heap.
    @usableFromInline let ring: UnsafeMutablePointer<io_uring>

    /// `IORING_FEAT_…`: what the kernel says of itself.
    package let features: UInt32

    /// `IORING_SETUP_…`: with which it was made.
    package let setupFlags: UInt32

    /// The ring's descriptor.
    package var descriptor: Int32 { ring.pointee.ring_fd }

    /// io_uring_queue_init_params(3).
    ///
    /// - Parameters:
    ///   - entries: of the submission queue, 1 to 32,768.
    ///   - completionEntries: of the completion queue, or 0 for twice as many.
    ///   - setupFlags: `IORING_SETUP_…`, as in the Catalog's masks.
    /// - Throws: what io_uring_setup(2) or the mmap(2) of the queues answered.
    package init(entries: UInt32, completionEntries: UInt32 = 0, setupFlags: UInt32 = 0) throws(CallFailure) {
        let ring = UnsafeMutablePointer<io_uring>.allocate(capacity: 1)
        ring.initialize(to: io_uring())
        var parameters = io_uring_params()
        parameters.flags = setupFlags
        if completionEntries > 0 {
            parameters.flags |= UInt32(IORING_SETUP_CQSIZE)
            parameters.cq_entries = completionEntries
        }
        let result = io_uring_queue_init_params(entries, ring, &parameters)
        if result < 0 {
            ring.deallocate()
            throw CallFailure("io_uring_queue_init", "\(entries)", Errno(-result))
        }
        _ = Ring.ends.load(ordering: .acquiring)
        self.ring = ring
        self.setupFlags = setupFlags
        features = parameters.features
    }

    /// A ring with the first flags of `ladder` that the kernel takes.
    ///
    /// - Throws: as `init(entries:setupFlags:)`; EINVAL when the kernel took no rung.
    package init(entries: UInt32, completionEntries: UInt32 = 0, ladder: SetupLadder) throws(CallFailure) {
        for flags in ladder.rungs {
            do throws(CallFailure) {
                self = try Ring(entries: entries, completionEntries: completionEntries, setupFlags: flags)
                return
            } catch {
                guard error.errno == .invalidArgument else { throw error }
            }
        }
        throw CallFailure("io_uring_setup", "\(entries)", .invalidArgument)
    }

    /// Who maps the queues of a ring comes after who unmapped others at the same address. The kernel sees to that, but
    /// liburing's system calls are its own, and ThreadSanitizer does not see them.
    private static let ends = Atomic<UInt32>(0)

    deinit {
        Ring.ends.wrappingAdd(1, ordering: .releasing)
        io_uring_queue_exit(ring)
        ring.deallocate()
    }

    /// Puts `submissions` into the queue and hands them to the kernel at once.
    ///
    /// - Throws: EAGAIN when the queue has no room for all of them, then none is submitted; else what
    ///   io_uring_enter(2) answered.
    package func submit(_ submissions: Submission...) throws(CallFailure) {
        guard io_uring_sq_space_left(ring) >= submissions.count else {
            throw CallFailure("io_uring_get_sqe", "", .tryAgain)
        }
        for submission in submissions { _ = enqueue(submission) }
        try submit()
    }

    /// Puts `submission` into the queue, for the next `submit` or `submitAndWait`: false when the queue is full.
    package func enqueue(_ submission: Submission) -> Bool { enqueue(submission, userData: submission.user_data) }

    /// The same with `userData` in place of the submission's own.
    package func enqueue(_ submission: Submission, userData: UInt64) -> Bool {
        guard let entry = takeEntry(userData: userData) else { return false }
        entry.pointee = submission
        entry.pointee.user_data = userData
        return true
    }

    /// A place in the queue with nothing in it but `userData`, to be filled in before the next `submit` or
    /// `submitAndWait`; nil when the queue is full.
    @inlinable
    package func takeEntry(userData: UInt64) -> UnsafeMutablePointer<Submission>? {
        guard let entry = io_uring_get_sqe(ring) else { return nil }
        // Both structures are the kernel's 64-byte entry; only the names of the unions' members differ.
        let submission = UnsafeMutableRawPointer(entry).assumingMemoryBound(to: Submission.self)
        submission.initialize(to: Submission())
        submission.pointee.user_data = userData
        return submission
    }

    /// Hands what is in the queue to the kernel.
    ///
    /// - Throws: what io_uring_enter(2) answered.
    package func submit() throws(CallFailure) {
        let result = io_uring_submit(ring)
        if result < 0 { throw CallFailure("io_uring_enter", "", Errno(-result)) }
    }

    /// The same, and waits until there are at least `completions`.
    @inlinable
    package func submitAndWait(completions: UInt32) throws(CallFailure) {
        let result = io_uring_submit_and_wait(ring, completions)
        if result < 0 { throw Ring.failure(toWaitFor: completions, result) }
    }

    @usableFromInline
    static func failure(toWaitFor completions: UInt32, _ result: Int32) -> CallFailure {
        CallFailure("io_uring_enter", "\(completions) completions", Errno(-result))
    }

    /// Whether the completion queue was full, and the kernel has some in its own memory (IORING_SQ_CQ_OVERFLOW).
    @inlinable
    package var hasOverflow: Bool { io_uring_cq_has_overflow(ring) }

    /// Completions that the kernel dropped: none where it has IORING_FEAT_NODROP and memory.
    package var droppedCompletions: UInt32 { ring.pointee.cq.koverflow.pointee }

    /// Whether there is something in the queue for the kernel.
    @inlinable
    package var hasSubmissions: Bool { io_uring_sq_ready(ring) > 0 }

    /// io_uring_register_ring_fd(3), Linux 5.18: spares each io_uring_enter(2) of the calling thread the look-up of the
    /// descriptor. Where that is refused, nothing changes.
    package func registerDescriptor() { _ = io_uring_register_ring_fd(ring) }

    /// The next completion, or nil when none came within `timeoutMilliseconds`.
    ///
    /// Waits by poll(2) on the ring's descriptor, which works on every kernel and with any flag.
    package func nextCompletion(timeoutMilliseconds: Int32) throws(CallFailure) -> Completion? {
        if let completion = reap() { return completion }
        _ = try waitUntilReadable(descriptor, timeoutMilliseconds: timeoutMilliseconds)
        return reap()
    }

    /// The same on a ring with IORING_SETUP_CQE32: the completion and its second half, which few operations fill in.
    package func nextWideCompletion(
        timeoutMilliseconds: Int32
    ) throws(CallFailure) -> (completion: Completion, extra: [UInt64])? {
        precondition(setupFlags & UInt32(IORING_SETUP_CQE32) != 0, "completions of this ring have no second half")
        var entry: UnsafeMutablePointer<io_uring_cqe>?
        if io_uring_peek_cqe(ring, &entry) != 0 {
            _ = try waitUntilReadable(descriptor, timeoutMilliseconds: timeoutMilliseconds)
            guard io_uring_peek_cqe(ring, &entry) == 0 else { return nil }
        }
        guard let entry else { return nil }
        defer { io_uring_cqe_seen(ring, entry) }
        // 16 bytes lie behind each entry of such a ring, and the kernel has written them before it moved the tail.
        let extra = UnsafeRawPointer(entry + 1).assumingMemoryBound(to: UInt64.self)
        let completion = Completion(
            userData: entry.pointee.user_data, result: entry.pointee.res, flags: entry.pointee.flags)
        return (completion, [extra[0], extra[1]])
    }

    /// The next completion that is already there.
    package func reap() -> Completion? {
        var entry: UnsafeMutablePointer<io_uring_cqe>?
        guard io_uring_peek_cqe(ring, &entry) == 0, let entry else { return nil }
        defer { io_uring_cqe_seen(ring, entry) }
        return Completion(userData: entry.pointee.user_data, result: entry.pointee.res, flags: entry.pointee.flags)
    }

    /// Whether there are completions that were not taken off the queue.
    @inlinable
    package var hasCompletions: Bool { io_uring_cq_ready(ring) > 0 }

    /// Hands the completions that are there to `body`, at most `limit`, and takes them off the queue.
    ///
    /// `body` must not reap itself.
    @inlinable
    package func reap(limit: UInt32 = .max, _ body: (Completion) -> Void) {
        var ready = io_uring_cq_ready(ring)
        if ready == 0 {
            // The kernel may hold some back until it is entered, and says so in the ring's flags, which this looks at.
            var entry: UnsafeMutablePointer<io_uring_cqe>?
            guard io_uring_peek_cqe(ring, &entry) == 0 else { return }
            ready = io_uring_cq_ready(ring)
        }
        ready = min(ready, limit)
        for offset in 0..<ready { body(completion(at: offset)) }
        io_uring_cq_advance(ring, ready)
    }

    /// One of those that are there, counted from the first that was not taken off.
    @inlinable
    func completion(at offset: UInt32) -> Completion {
        // The entries from the head on are the program's until the head moves past them.
        let head = ring.pointee.cq.khead.pointee
        let entry = ring.pointee.cq.cqes + Int((head &+ offset) & ring.pointee.cq.ring_mask)
        return Completion(userData: entry.pointee.user_data, result: entry.pointee.res, flags: entry.pointee.flags)
    }

    /// io_uring_register(2) on this ring: the result, or the negated errno.
    package func register(_ operation: UInt32, _ argument: UnsafeMutableRawPointer?, count: UInt32) -> Int {
        raw_io_uring_register(descriptor, operation, argument, count)
    }
}
