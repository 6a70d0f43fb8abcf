import CKernel
import CLiburing
import Fibers
import Glibc
import Kernel
import Ring

/// The ring's turn: what the thread does between its fibers.
extension EventedScope {
    /// How many completions a turn takes: what it touches of their fibers is still in the processor's cache when they run.
    private static var completionsPerTurn: UInt32 { 64 }
    /// How many turns live on what is in the completion queue, before the kernel has its turn.
    private static var turnsBetweenEntering: Int { 8 }

    /// Hands over what fibers submitted, waits where no fiber is ready, and makes those ready whose wait is over.
    func turn() {
        wakeFibers()
        if state.pointee.ring.hasCompletions, state.pointee.turnsSinceEntering < EventedScope.turnsBetweenEntering {
            state.pointee.turnsSinceEntering += 1
        } else {
            state.pointee.turnsSinceEntering = 0
            enter()
        }
        reap()
        wakeFibers()
    }

    /// Makes those ready whom others woke, or whose time has come.
    @inline(__always)
    private func wakeFibers() {
        // A token for somebody who does not wait for it yet can wait too.
        if fibers.mayBeWokenByOthers { fibers.acceptTokens() }
        if fibers.earliestNanoseconds != nil { fibers.wakeExpired() }
    }

    @inline(__always)
    private func enter() {
        if fibers.hasReadyFiber {
            if state.pointee.ring.hasSubmissions { flush() }
        } else if state.pointee.operations > 0 || fibers.earliestNanoseconds != nil || fibers.mayBeWokenByOthers {
            if let earliest = fibers.earliestNanoseconds { arm(forNanoseconds: earliest) }
            if fibers.mayBeWokenByOthers { listen() }
            // A full queue is emptied on the way, which may have made fibers ready.
            if fibers.hasReadyFiber { return }
            guard fibers.mayBeWokenByOthers else { return wait() }
            if fibers.fallAsleepOnRing() {
                wait()
                fibers.wakeUp()
            }
        } else {
            fibers.trapForDeadlock()
        }
    }

    /// Ends what `fiber` waits for, because it was interrupted: the operation's completion wakes it, whether it could be
    /// cancelled or not.
    func interrupt(_ fiber: UnsafeMutablePointer<FiberControl>) {
        // Only with something to wait for is this called.
        cancelOperation(fiber.pointee.wait.unsafelyUnwrapped)
    }

    /// Asks the kernel to end the operation whose user data is `address`; its completion comes in any case.
    func cancelOperation(_ address: UnsafeMutableRawPointer) {
        var submission = Submission()
        submission.opcode = UInt8(IORING_OP_ASYNC_CANCEL.rawValue)
        submission.descriptor = -1
        submission.address = UInt64(UInt(bitPattern: address))
        enqueue(submission, userData: Tag.ignored)
    }

    /// Has a read of the wake event on the ring, so that whoever rings ends the wait for completions; also where others
    /// send messages, since those may fail.
    ///
    /// No futex operation on a word: Linux 6.18 loses a private one that was armed before the process had a second
    /// thread.
    private func listen() {
        if state.pointee.isListening { return }
        state.pointee.isListening = true
        var submission = Submission()
        submission.opcode = UInt8(IORING_OP_READ.rawValue)
        submission.descriptor = state.pointee.wakeEvent
        submission.address = UInt64(UInt(bitPattern: state.pointee.wakeCount))
        submission.length = UInt32(MemoryLayout<UInt64>.size)
        submission.offset = .max
        enqueue(submission, userData: Tag.wakeEvent)
    }

    /// Ends that read: the event outlives the ring, and must not lose a count to it.
    func stopListening() {
        guard state.pointee.isListening else { return }
        fibers.ringOwnBell()
        while state.pointee.isListening {
            wait()
            reap()
        }
        // That was no other thread.
        state.pointee.counters.wakes.events -= 1
    }

    /// Puts `submission` into the queue with `userData`.
    func enqueue(_ submission: Submission, userData: UInt64) {
        let entry = takeEntry(userData: userData)
        entry.pointee = submission
        entry.pointee.user_data = userData
    }

    /// A place in the queue, with nothing in it but `userData`; a full queue is emptied first.
    @inline(__always)
    func takeEntry(userData: UInt64) -> UnsafeMutablePointer<Submission> {
        state.pointee.ring.takeEntry(userData: userData) ?? takeEntryOfFullQueue(userData: userData)
    }

    @inline(never)
    private func takeEntryOfFullQueue(userData: UInt64) -> UnsafeMutablePointer<Submission> {
        state.pointee.counters.fullSubmissionQueues += 1
        flush()
        if let entry = state.pointee.ring.takeEntry(userData: userData) { return entry }
        fatalError("the kernel has taken no submission for a second, for want of memory or of room for completions")
    }

    /// Arms the ring's timeout for the moment `earliest`, unless it is armed for that or an earlier one: then it wakes the
    /// thread too early, which costs less than changing it.
    @inline(never)
    private func arm(forNanoseconds earliest: Int64) {
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

    @inline(__always)
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
        case .tryAgain, .busy: state.pointee.counters.refusedSubmissions += 1
        case .interrupted, .timerExpired: return
        default: fatalError("the ring of the fibers cannot be entered: \(failure)")
        }
    }

    private func reap() {
        if state.pointee.ring.hasOverflow { state.pointee.counters.completionOverflows += 1 }
        state.pointee.ring.reap(limit: EventedScope.completionsPerTurn) { completion in
            if Tag.addresses.contains(completion.userData) {
                // `perform` put it there, and waits on its stack until this completion, or `arm` did.
                let address = UnsafeMutableRawPointer(bitPattern: UInt(completion.userData)).unsafelyUnwrapped
                complete(address.assumingMemoryBound(to: PendingOperation.self), completion)
            } else {
                settle(completion)
            }
        }
        // Not before: the queue that this takes an entry of may be full, and emptying it reaps.
        while let queue = state.pointee.overfull.popLast() { cancelOperation(UnsafeMutableRawPointer(queue)) }
    }

    @inline(__always)
    private func complete(_ operation: UnsafeMutablePointer<PendingOperation>, _ completion: Completion) {
        let hasMore = completion.flags & IORING_CQE_F_MORE != 0
        if let queue = operation.pointee.queue {
            if queue.pointee.append(completion) { state.pointee.overfull.append(queue) }
            if !hasMore { state.pointee.operations -= 1 }
            guard let waiter = queue.pointee.waiter else { return }
            queue.pointee.waiter = nil
            // One that was interrupted is ready already.
            if waiter.pointee.state.isWaiting {
                fibers.resume(waiter)
                fibers.prefetch(waiter)
            }
            return
        }
        // Where a second completion gives the memory back, the first has the result.
        if hasMore || completion.flags & IORING_CQE_F_NOTIF == 0 { operation.pointee.completion = completion }
        if hasMore { return }
        state.pointee.operations -= 1
        fibers.resume(operation.pointee.fiber)
        fibers.prefetch(operation.pointee.fiber)
    }

    /// What is no operation's.
    @inline(never)
    private func settle(_ completion: Completion) {
        switch completion.userData {
        case Tag.timeout:
            _ = state.pointee.armedMoments.popLast()
        case Tag.timeoutUpdate:
            settleUpdate(completion)
        case Tag.wakeEvent:
            state.pointee.isListening = false
            state.pointee.counters.wakes.events += 1
        case Tag.message:
            state.pointee.counters.wakes.messages += 1
        case Tag.register:
            state.pointee.counters.wakes.registers += 1
        case Tag.failedMessage...:
            settleMessage(completion)
        default:
            break
        }
    }
}
