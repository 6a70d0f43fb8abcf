import CKernel
import CLiburing
import Fibers
import Kernel
import Ring
import Glibc
import Synchronization

/// A ring that others wake by a message. Good only as long as `FiberScope.beWoken` says: the descriptor's number may be
/// another file's after that.
struct WakeTarget: Sendable {
    let ring: Int32
    let ways: WakeWays
    /// Made readable where a message fails that the kernel had taken. It is never closed.
    let event: Int32

    /// Whether a message is sure to arrive. By any thread.
    func wake() -> Bool {
        if ways.contains(.message), let sender = EventedScope.ofThread, sender.sendMessage(to: self) { return true }
        return ways.contains(.register) && WakeTarget.register(Submission.message(to: ring, userData: Tag.register))
    }

    /// The kernel has no such operation, or forbids it to this process.
    private static let isRegisterRefused = Atomic<Bool>(false)

    private static func register(_ message: Submission) -> Bool {
        if isRegisterRefused.load(ordering: .relaxed) { return false }
        guard let errno = Ring.send(message) else { return true }
        if !errno.passesByItself { isRegisterRefused.store(true, ordering: .relaxed) }
        return false
    }
}

extension EventedScope {
    /// Of the calling thread, if it runs fibers on a ring.
    fileprivate static var ofThread: EventedScope? {
        guard let fibers = FiberScope.ofThread, let state = fibers.ringState else { return nil }
        // `Evented` put it there, and ends with its scheduler.
        return EventedScope(fibers: fibers, state: state.assumingMemoryBound(to: EventedState.self))
    }

    /// Sends a message by this ring, now: `target` is good only until its caller returns. Whether it is sure to arrive,
    /// or, should it fail later, to be followed by the event.
    func sendMessage(to target: WakeTarget) -> Bool {
        guard canSendMessages else { return false }
        let message = Submission.message(to: target.ring, userData: Tag.message)
        count(message.opcode)
        switch state.pointee.ring.submitAtOnce(message, userData: Tag.failedMessage | UInt64(target.event)) {
        case .taken: return true
        case .failed(let errno):
            if !errno.passesByItself { state.pointee.canSendMessages = false }
            return false
        case .unknown, .refused: return false
        }
    }

    private var canSendMessages: Bool {
        if let can = state.pointee.canSendMessages { return can }
        let can =
            state.pointee.ring.setupFlags & IORING_SETUP_SQPOLL == 0
            && hasOpcode(UInt8(IORING_OP_MSG_RING.rawValue))
        state.pointee.canSendMessages = can
        return can
    }

    /// A message of this ring has failed, which had been taken.
    func settleMessage(_ completion: Completion) {
        if let errno = completion.errno, !errno.passesByItself { state.pointee.canSendMessages = false }
        // Of one that was seen to fail at once, this is the second time: it wakes somebody for nothing, once.
        _ = ring_event(Int32(completion.userData & ~Tag.failedMessage))
    }
}

extension Errno {
    /// Not the way is wrong, but memory is short, or the other ring's queue full.
    fileprivate var passesByItself: Bool {
        self == .outOfMemory || self == .overflow || self == .tryAgain || self == .cancelled
    }
}
