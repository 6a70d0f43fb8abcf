import CKernel
import Glibc
import Kernel
import Synchronization

/// How other threads reach a scheduler's thread: they put fibers into its inbox, and wake it where it sleeps.
///
/// Never freed, but used again by a later scheduler: whoever rings may do so after the fiber has gone on, its scheduler has
/// ended, and another has taken over. That wakes the other for nothing, which does no harm. As many are kept as there
/// were schedulers at a time.
struct Doorbell: ~Copyable {
    typealias Pointer = UnsafeMutablePointer<Doorbell>

    private enum Sleep {
        static let none: UInt32 = 0
        /// In futex(2), on this very word.
        static let onWord: UInt32 = 1
        /// In io_uring_enter(2), with a read of `event` on the ring, and maybe `otherWay` open.
        static let onRing: UInt32 = 2
    }

    /// How the thread sleeps, or is about to. The first member: `word(_:)` relies on it.
    private let sleep = Atomic<UInt32>(Sleep.none)
    /// Fibers that were given their tokens, last first, linked through `inboxNext`.
    private let inbox = Atomic<UnsafeMutablePointer<FiberControl>?>(nil)
    /// An eventfd that wakes a thread which waits for its ring; −1 until a scheduler with a ring has had it.
    private var event: Int32 = -1
    /// Wakes that thread in a better way, or answers false. Written while it is shut and nobody uses it; read by those
    /// alone who count among `users` and have found it open.
    private var otherWay: (@Sendable () -> Bool)?
    private let isOtherWayOpen = Atomic<Bool>(false)
    /// How many use the other way, or look whether it is open.
    private let users = Atomic<Int>(0)
    private var nextFree: Pointer?

    /// Guarded by `freeLock`.
    nonisolated(unsafe) private static var firstFree: Pointer?
    /// The C library's, which ThreadSanitizer knows: of Swift's it sees only the half that is compiled into callers.
    nonisolated(unsafe) private static let freeLock = {
        let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
        return lock
    }()

    static func take() -> Pointer {
        pthread_mutex_lock(freeLock)
        let used = firstFree
        firstFree = used?.pointee.nextFree
        pthread_mutex_unlock(freeLock)
        if let used { return used }
        let bell = Pointer.allocate(capacity: 1)
        bell.initialize(to: Doorbell())
        return bell
    }

    /// For a scheduler that ends: no fiber of it waits any more, so that nothing but a late ring can come.
    static func putBack(_ bell: Pointer) {
        precondition(bell.pointee.isInboxEmpty, "a scheduler ends with an empty inbox")
        precondition(bell.pointee.otherWay == nil, "a way to wake a thread is shut before its scheduler ends")
        pthread_mutex_lock(freeLock)
        bell.pointee.nextFree = firstFree
        firstFree = bell
        pthread_mutex_unlock(freeLock)
    }

    /// Puts `fiber` into the inbox, and wakes the thread if it sleeps. By any thread; from here on the fiber may be gone.
    static func deliver(_ fiber: UnsafeMutablePointer<FiberControl>, to bell: Pointer) {
        var last = bell.pointee.inbox.load(ordering: .relaxed)
        while true {
            fiber.pointee.inboxNext = last
            let (isDone, found) = bell.pointee.inbox.weakCompareExchange(
                expected: last, desired: fiber, ordering: .sequentiallyConsistent)
            if isDone { break }
            last = found
        }
        switch bell.pointee.sleep.exchange(Sleep.none, ordering: .sequentiallyConsistent) {
        case Sleep.onWord: _ = wake_futex(word(bell), 1)
        case Sleep.onRing: if !useOtherWay(bell) { ring(bell) }
        default: break
        }
    }

    // MARK: The other way

    /// From here until `shutOtherWay` the thread, where it sleeps on its ring, is woken by `wake`; by its eventfd where
    /// that answers false.
    static func openOtherWay(of bell: Pointer, _ wake: @escaping @Sendable () -> Bool) {
        precondition(bell.pointee.otherWay == nil, "one way is open at a time")
        bell.pointee.otherWay = wake
        bell.pointee.isOtherWayOpen.store(true, ordering: .sequentiallyConsistent)
    }

    /// From here on nobody uses it, and whoever did has come out of it.
    static func shutOtherWay(of bell: Pointer) {
        bell.pointee.isOtherWayOpen.store(false, ordering: .sequentiallyConsistent)
        // Who is counted later than this load sees that it is shut: each of the two writes first, and then looks.
        var looks = 0
        while bell.pointee.users.load(ordering: .sequentiallyConsistent) > 0 {
            looks += 1
            if looks > 100 { Processors.rest(nanoseconds: 50_000) } else { relax_processor() }
        }
        bell.pointee.otherWay = nil
    }

    /// Whether the thread is sure to wake by it.
    static func useOtherWay(_ bell: Pointer) -> Bool {
        bell.pointee.users.wrappingAdd(1, ordering: .sequentiallyConsistent)
        defer { bell.pointee.users.wrappingSubtract(1, ordering: .sequentiallyConsistent) }
        guard bell.pointee.isOtherWayOpen.load(ordering: .sequentiallyConsistent) else { return false }
        return bell.pointee.otherWay?() ?? false
    }

    /// Makes the eventfd readable.
    static func ring(_ bell: Pointer) {
        // It fails only where the counter is full, and then it is readable.
        _ = ring_event(bell.pointee.event)
    }

    var isInboxEmpty: Bool { inbox.load(ordering: .sequentiallyConsistent) == nil }

    /// Takes all that is in the inbox: the first delivered of a list linked through `inboxNext`.
    func takeAll() -> UnsafeMutablePointer<FiberControl>? {
        guard inbox.load(ordering: .relaxed) != nil else { return nil }
        var newest = inbox.exchange(nil, ordering: .acquiring)
        var first: UnsafeMutablePointer<FiberControl>?
        while let fiber = newest {
            newest = fiber.pointee.inboxNext
            fiber.pointee.inboxNext = first
            first = fiber
        }
        return first
    }

    /// Says that the thread is going to sleep on its ring: false when it must not, because something has come meanwhile.
    func fallAsleepOnRing() -> Bool { fallAsleep(Sleep.onRing) }

    private func fallAsleep(_ how: UInt32) -> Bool {
        _ = sleep.exchange(how, ordering: .sequentiallyConsistent)
        if isInboxEmpty { return true }
        wakeUp()
        return false
    }

    func wakeUp() { sleep.store(Sleep.none, ordering: .relaxed) }

    /// Sleeps until somebody rings, or the monotonic clock shows `untilNanoseconds`, or for no reason.
    static func sleep(at bell: Pointer, untilNanoseconds: Int64?) {
        guard bell.pointee.fallAsleep(Sleep.onWord) else { return }
        _ = wait_futex(word(bell), Sleep.onWord, untilNanoseconds ?? .max)
        bell.pointee.wakeUp()
    }

    /// Has an eventfd from here on.
    static func addEvent(to bell: Pointer) throws(CallFailure) -> Int32 {
        if bell.pointee.event < 0 { bell.pointee.event = try checked("eventfd") { make_event(0) } }
        return bell.pointee.event
    }

    /// An atomic's storage is the integer itself (SE-0410), at an address that stays.
    private static func word(_ bell: Pointer) -> UnsafeRawPointer { UnsafeRawPointer(bell) }
}
