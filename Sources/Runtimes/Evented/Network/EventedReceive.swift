import CLiburing
import Fibers
import Glibc
import Kernel
import Ring

extension EventedScope {
    /// Receives from a stream socket for as long as `body` runs, by one operation that goes on, into `buffers`; where
    /// the kernel has not that, by an operation each time, into a buffer of the stream's own.
    ///
    /// What was received and not taken when `body` has ended is dropped.
    package func withReceiveStream<Value>(
        _ socket: Socket, _ buffers: ReceiveBuffers, _ body: (ReceiveStream) throws(NetworkFailure) -> Value
    ) throws(NetworkFailure) -> Value {
        expectOwnFiber()
        buffers.state.pointee.streams += 1
        defer { buffers.state.pointee.streams -= 1 }
        guard buffers.path == .shared else {
            let own = UnsafeMutableRawBufferPointer.allocate(byteCount: buffers.state.pointee.bufferBytes, alignment: 1)
            defer { own.deallocate() }
            return try body(ReceiveStream(scope: self, socket: socket, source: .own(own)))
        }
        let queue = MultishotQueue.make(for: fibers.current, buffers: buffers.state)
        defer {
            disarm(queue)
            while let completion = queue.pointee.next() {
                if let buffer = completion.buffer { buffers.state.pointee.giveBack(buffer, fibers) }
            }
            MultishotQueue.free(queue)
        }
        return try body(ReceiveStream(scope: self, socket: socket, source: .shared(queue, buffers.state)))
    }
}

/// What a socket receives, as it comes. Valid within `withReceiveStream`, for one fiber at a time.
package struct ReceiveStream {
    fileprivate enum Source {
        case own(UnsafeMutableRawBufferPointer)
        case shared(UnsafeMutablePointer<MultishotQueue>, UnsafeMutablePointer<ReceiveBuffersState>)
    }

    fileprivate let scope: EventedScope
    fileprivate let socket: Socket
    fileprivate let source: Source

    /// Waits for bytes, and hands them to `body`, which may wait; afterwards their memory is the stream's again.
    ///
    /// - Returns: false at the end of the stream, where `body` is not called.
    /// - Throws: what recv(2) would say, or what `body` throws. After an interruption, nothing is lost: the next call
    ///   goes on with the next bytes.
    package func next(_ body: (UnsafeRawBufferPointer) throws(NetworkFailure) -> Void) throws(NetworkFailure) -> Bool {
        switch source {
        case .own(let buffer):
            let count = try scope.receive(socket, into: buffer)
            if count > 0 { try body(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
            return count > 0
        case .shared(let queue, let buffers):
            while true {
                let completion: Completion?
                do throws(Interruption) { completion = try scope.next(queue) } catch { throw .interrupted(error) }
                guard let completion else {
                    arm(queue, buffers)
                    continue
                }
                // Whatever came of it, a buffer that the kernel took is the stream's.
                defer { if let buffer = completion.buffer { buffers.pointee.giveBack(buffer, scope.fibers) } }
                if completion.result > 0 {
                    guard let buffer = completion.buffer else { preconditionFailure("bytes are in a buffer") }
                    let bytes = buffers.pointee.buffer(buffer)
                    try body(UnsafeRawBufferPointer(rebasing: bytes[..<Int(completion.result)]))
                    return true
                }
                if completion.result == 0 { return false }
                if let hasMore = try recover(from: Errno(-completion.result), queue, buffers, body) { return hasMore }
            }
        }
    }

    private func arm(
        _ queue: UnsafeMutablePointer<MultishotQueue>, _ buffers: UnsafeMutablePointer<ReceiveBuffersState>
    ) {
        var submission = EventedScope.submission(IORING_OP_RECV, on: socket.descriptor)
        // Not with IORING_RECVSEND_POLL_FIRST, which spares an attempt in vain: with it, Linux 6.18 misses the end of a
        // Unix stream that has come together with bytes.
        submission.io_priority = UInt16(IORING_RECV_MULTISHOT)
        submission.selectBuffer(ofGroup: buffers.pointee.group)
        scope.arm(queue, submission)
    }

    /// Does what it takes to go on after `errno`.
    ///
    /// - Returns: what `next` returns; nil where the operation has to be armed again.
    @inline(never)
    private func recover(
        from errno: Errno, _ queue: UnsafeMutablePointer<MultishotQueue>,
        _ buffers: UnsafeMutablePointer<ReceiveBuffersState>,
        _ body: (UnsafeRawBufferPointer) throws(NetworkFailure) -> Void
    ) throws(NetworkFailure) -> Bool? {
        switch errno {
        case .interrupted, .cancelled:
            return nil
        case .tryAgain:
            try scope.awaitReady(POLLIN, on: socket.descriptor)
            return nil
        case .noBufferSpace:
            if buffers.pointee.replenish(seenCount: queue.pointee.buffersAtShortage) { return nil }
            if let count = try receiveIntoNextBuffer(buffers, body) { return count > 0 }
            // Without a buffer, which somebody else may need.
            try scope.awaitReady(POLLIN, on: socket.descriptor)
            return nil
        default:
            throw .call(CallFailure("IORING_OP_RECV", "\(socket.descriptor), multishot", errno))
        }
    }

    /// Receives into a buffer that somebody gives back, where there can be no more: the kernel would give it to whoever
    /// comes first. nil where there is nothing to receive: the kernel looks for a buffer before it looks for bytes.
    private func receiveIntoNextBuffer(
        _ buffers: UnsafeMutablePointer<ReceiveBuffersState>,
        _ body: (UnsafeRawBufferPointer) throws(NetworkFailure) -> Void
    ) throws(NetworkFailure) -> Int? {
        let taken: UInt16
        do throws(Interruption) { taken = try ReceiveBuffersState.await(buffers, scope.fibers) } catch {
            throw .interrupted(error)
        }
        defer { buffers.pointee.giveBack(taken, scope.fibers) }
        let buffer = buffers.pointee.buffer(taken)
        guard let count = try scope.receiveAtOnce(socket, into: buffer) else { return nil }
        if count > 0 { try body(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
        return count
    }
}
