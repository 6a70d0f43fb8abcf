import CKernel
import CLiburing
import Fibers
import Glibc
import Kernel
import Ring

/// The ring's turn: what the thread does between its fibers.
extension EventedScope {
    /// What a completion belongs to, where it is not an operation's: addresses are larger.
    private enum Tag {
        static let ignored: UInt64 = 0
        static let timeout: UInt64 = 1
        static let timeoutUpdate: UInt64 = 2
    }

    /// Hands over what fibers submitted, waits where no fiber is ready, and makes those ready whose wait is over.
    func turn() {
        wakeExpired()
        if fibers.hasReadyFiber {
            if state.pointee.ring.hasSubmissions { flush() }
        } else if state.pointee.operations > 0 || state.pointee.timers.earliestNanoseconds != nil {
            arm()
            // A full queue is emptied on the way, which may have made fibers ready.
            if !fibers.hasReadyFiber { wait() }
        } else {
            fibers.trapForDeadlock()
        }
        reap()
        wakeExpired()
    }

    /// Ends what `fiber` waits for, because it was interrupted.
    func interrupt(_ fiber: UnsafeMutablePointer<FiberControl>) {
        let wait = fiber.pointee.wait.unsafelyUnwrapped.assumingMemoryBound(to: PendingWait.self)
        switch wait.pointee.kind {
        case .operation:
            // Its completion wakes the fiber, whether it could be cancelled or not.
            var submission = Submission()
            submission.opcode = UInt8(IORING_OP_ASYNC_CANCEL.rawValue)
            submission.descriptor = -1
            submission.address = UInt64(UInt(bitPattern: wait))
            enqueue(submission, userData: Tag.ignored)
        case .sleep:
            state.pointee.timers.remove(wait)
            fibers.resume(fiber)
        case .deadline:
            preconditionFailure("a fiber does not wait for its deadline")
        }
    }

    /// Puts `submission` into the queue with `userData`; a full queue is emptied first.
    func enqueue(_ submission: Submission, userData: UInt64) {
        if state.pointee.ring.enqueue(submission, userData: userData) { return }
        flush()
        if state.pointee.ring.enqueue(submission, userData: userData) { return }
        fatalError("the kernel has taken no submission for a second, for want of memory or of room for completions")
    }

    private func wakeExpired() {
        guard state.pointee.timers.earliestNanoseconds != nil else { return }
        let now = Clock.nanoseconds
        while let wait = state.pointee.timers.takeEarliest(notAfterNanoseconds: now) {
            let fiber = wait.pointee.fiber
            switch wait.pointee.kind {
            case .sleep:
                fibers.resume(fiber)
            case .deadline:
                fiber.pointee.passedDeadlines += 1
                fibers.interruptWait(of: fiber)
            case .operation:
                preconditionFailure("operations are no timers")
            }
        }
    }

    /// Arms the ring's timeout for the earliest moment, unless it is armed for that or an earlier one: then it wakes the
    /// thread too early, which costs less than changing it.
    private func arm() {
        guard let earliest = state.pointee.timers.earliestNanoseconds else { return }
        let armed = state.pointee.armedMoments.last
        if let armed, armed <= earliest { return }
        state.pointee.moment.pointee = KernelTime(
            seconds: earliest / 1_000_000_000, nanoseconds: earliest % 1_000_000_000)
        let moment = UInt64(UInt(bitPattern: state.pointee.moment))
        var submission = Submission()
        submission.descriptor = -1
        if let armed, state.pointee.canUpdateTimeout {
            submission.opcode = UInt8(IORING_OP_TIMEOUT_REMOVE.rawValue)
            submission.address = Tag.timeout
            submission.offset = moment
            submission.operation_flags = IORING_TIMEOUT_UPDATE | IORING_TIMEOUT_ABS
            enqueue(submission, userData: Tag.timeoutUpdate)
            state.pointee.momentBeforeUpdate = armed
            state.pointee.armedMoments = [earliest]
        } else {
            submission.opcode = UInt8(IORING_OP_TIMEOUT.rawValue)
            submission.address = moment
            submission.length = 1
            submission.operation_flags = IORING_TIMEOUT_ABS
            enqueue(submission, userData: Tag.timeout)
            state.pointee.armedMoments.append(earliest)
        }
    }

    /// What came of moving the timeout to an earlier moment.
    func settleUpdate(_ completion: Completion) {
        switch completion.errno {
        case nil:
            break
        case .invalidArgument:
            // An older kernel: it stays as it was, and earlier moments get timeouts of their own.
            state.pointee.canUpdateTimeout = false
            state.pointee.armedMoments = [state.pointee.momentBeforeUpdate]
        default:
            // It has fired meanwhile, and the next turn arms it.
            state.pointee.armedMoments = []
        }
    }

    private func wait() {
        do throws(CallFailure) { try state.pointee.ring.submitAndWait(completions: 1) } catch { settle(error) }
    }

    /// Hands the queue over. Where the kernel takes less than all, for want of memory or of room for completions, those
    /// that are there are taken off, and it is asked again: for a second at most.
    private func flush() {
        for attempt in 0..<100 {
            do throws(CallFailure) { try state.pointee.ring.submit() } catch { settle(error) }
            if !state.pointee.ring.hasSubmissions { return }
            reap()
            if attempt > 0 {
                var pause = timespec(tv_sec: 0, tv_nsec: 10_000_000)
                nanosleep(&pause, nil)
            }
        }
    }

    /// What passes by itself is tried again on the next turn. Anything else means that the ring is not ours any more.
    private func settle(_ failure: CallFailure) {
        switch failure.errno {
        case .interrupted, .tryAgain, .busy, .timerExpired: return
        default: fatalError("the ring of the fibers cannot be entered: \(failure)")
        }
    }

    private func reap() {
        let (fibers, state) = (fibers, state)
        state.pointee.ring.reapAll { completion in
            switch completion.userData {
            case Tag.ignored:
                break
            case Tag.timeout:
                _ = state.pointee.armedMoments.popLast()
            case Tag.timeoutUpdate:
                settleUpdate(completion)
            default:
                // `perform` put it there, and waits on its stack until this completion.
                let address = UnsafeMutableRawPointer(bitPattern: UInt(completion.userData)).unsafelyUnwrapped
                let wait = address.assumingMemoryBound(to: PendingWait.self)
                let hasMore = completion.flags & IORING_CQE_F_MORE != 0
                // Where a second completion gives the memory back, the first has the result.
                if hasMore || completion.flags & IORING_CQE_F_NOTIF == 0 { wait.pointee.completion = completion }
                if hasMore { return }
                state.pointee.operations -= 1
                fibers.resume(wait.pointee.fiber)
            }
        }
    }
}
