import CLiburing
import Fibers
import Glibc
import Kernel
import Ring

extension EventedScope {
    /// IORING_OP_ACCEPT, Linux 5.5.
    package func accept(_ listener: Listener) throws(NetworkFailure) -> Socket {
        var submission = EventedScope.submission(IORING_OP_ACCEPT, on: listener.socket.descriptor)
        submission.operation_flags = UInt32(SOCK_CLOEXEC.rawValue)
        return Socket(owning: try perform(submission, "IORING_OP_ACCEPT", awaiting: POLLIN).result)
    }

    /// Accepts by one operation that goes on (IORING_ACCEPT_MULTISHOT, Linux 5.19), or by one for each where the kernel has
    /// not that: whatever was accepted and not taken when `body` has ended is closed.
    package func withAcceptStream<Value>(
        _ listener: Listener, _ body: (AcceptStream) throws(NetworkFailure) -> Value
    ) throws(NetworkFailure) -> Value {
        expectOwnFiber()
        let queue = MultishotQueue.make(for: fibers.current)
        defer {
            disarm(queue)
            while let completion = queue.pointee.next() {
                if completion.errno == nil { close(Socket(owning: completion.result)) }
            }
            MultishotQueue.free(queue)
        }
        return try body(AcceptStream(scope: self, listener: listener, queue: queue))
    }
}

/// Connections as they come. Valid within `withAcceptStream`, for its fiber.
package struct AcceptStream {
    let scope: EventedScope
    let listener: Listener
    let queue: UnsafeMutablePointer<MultishotQueue>

    /// Waits for the next connection.
    ///
    /// - Throws: EMFILE or ENFILE where descriptors run out; the connection waits on, and the next call tries again.
    package func next() throws(NetworkFailure) -> Socket {
        while true {
            // What came with IORING_OP_SOCKET is 5.19 too.
            guard scope.hasOpcode(UInt8(IORING_OP_SOCKET.rawValue)) else { return try scope.accept(listener) }
            let completion: Completion?
            do throws(Interruption) { completion = try scope.next(queue) } catch { throw .interrupted(error) }
            guard let completion else {
                arm()
                continue
            }
            switch completion.errno {
            case nil: return Socket(owning: completion.result)
            case .interrupted, .cancelled: continue
            case .tryAgain: try scope.awaitReady(POLLIN, on: listener.socket.descriptor)
            case .some(let errno):
                throw .call(CallFailure("IORING_OP_ACCEPT", "\(listener.socket.descriptor), multishot", errno))
            }
        }
    }

    private func arm() {
        var submission = EventedScope.submission(IORING_OP_ACCEPT, on: listener.socket.descriptor)
        submission.operation_flags = UInt32(SOCK_CLOEXEC.rawValue)
        submission.io_priority = UInt16(IORING_ACCEPT_MULTISHOT)
        scope.arm(queue, submission)
    }
}
