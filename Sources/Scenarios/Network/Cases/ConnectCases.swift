import CLiburing
import Fibers
import Glibc
import Kernel
import Ring
import Runtimes

/// Connecting where nobody listens, where nobody accepts, and where somebody else meddles.
enum ConnectCases {
    static func refused(_ effort: Effort) throws(BodyFailure) -> String {
        try onRingByOpcodes { (scope) throws(BodyFailure) in
            // A port that was free a moment ago, and a name that nobody has.
            let listener = try call { () throws(NetworkFailure) in try scope.listen(at: .loopbackIPv4()) }
            scope.close(listener.socket)
            var seen: [String] = []
            for address in [listener.address, .abstract("uringctl nobody listens here")] {
                let errno = try expectFailure("a connect to nobody", [.connectionRefused]) {
                    () throws(NetworkFailure) in try scope.connect(to: address)
                }
                seen.append(errno.shortDescription)
            }
            return "\(seen[0]) over IPv4, \(seen[1]) over a Unix socket"
        }
    }

    /// A listener whose backlog is full: over TCP the kernel tries again for minutes, unless a deadline ends it.
    static func timeout(_ effort: Effort) throws(BodyFailure) -> String {
        try onRingByOpcodes { (scope) throws(BodyFailure) in
            let (listener, waiting) = try fullListener(scope)
            do throws(NetworkFailure) {
                _ = try scope.withDeadline(nanoseconds: 20_000_000) { () throws(NetworkFailure) in
                    try scope.connect(to: listener.address)
                }
                throw .call(CallFailure("connect", "to a full backlog", .isConnected))
            } catch {
                guard error == .interrupted(.deadlinePassed) else { throw .failed("a connect to a full backlog: \(error)") }
            }
            for socket in waiting { scope.close(socket) }
            return "ended at its deadline, with \(Words.count(waiting.count, "connection")) waiting to be accepted"
        }
    }

    /// Somebody who is not the runtime cancels the operation of a connect: it is asked again, and comes.
    static func resumed(_ effort: Effort) throws(BodyFailure) -> String {
        try onRingByOpcodes { (scope) throws(BodyFailure) in
            let (listener, waiting) = try fullListener(scope)
            let socket = try call { () throws(NetworkFailure) in try scope.makeSocket(family: listener.address.family) }
            let connecting = try scope.begin("connect") { (scope) throws(BodyFailure) in
                try call { () throws(NetworkFailure) in try scope.connect(socket, to: listener.address) }
            }
            scope.yield()
            let wasCancelled = try cancelOperation(on: socket, scope)
            // With room again, the kernel's next attempt, a second later, succeeds.
            for socket in waiting { scope.close(socket) }
            try call { () throws(NetworkFailure) in
                for _ in waiting { scope.close(try scope.accept(listener)) }
            }
            try connecting.join()
            let server = try call { () throws(NetworkFailure) in try scope.accept(listener) }
            try call { () throws(NetworkFailure) in
                try scope.write([1], to: socket)
                _ = try scope.readAll(server, count: 1)
            }
            scope.close(socket)
            scope.close(server)
            return wasCancelled
                ? "was cancelled from outside, and came all the same"
                : "came, but this kernel can't cancel it from outside (IORING_ASYNC_CANCEL_FD, Linux 5.19)"
        }
    }

    /// Cancels the operation that waits on `socket`: false where the kernel can't find it so.
    private static func cancelOperation(on socket: Socket, _ scope: EventedScope) throws(BodyFailure) -> Bool {
        var submission = Submission()
        submission.opcode = UInt8(IORING_OP_ASYNC_CANCEL.rawValue)
        submission.descriptor = socket.descriptor
        submission.operation_flags = UInt32(IORING_ASYNC_CANCEL_FD)
        let answer: Completion
        do throws(Interruption) { answer = try scope.perform(submission) } catch { throw .failed("\(error)") }
        if answer.errno == .invalidArgument { return false }
        if let errno = answer.errno { throw .failed("the connect that waits can't be cancelled: \(errno)") }
        return true
    }

    /// A listener with as many connections waiting as it takes, and their clients.
    static func fullListener(_ scope: EventedScope) throws(BodyFailure) -> (Listener, [Socket]) {
        let listener = try call { () throws(NetworkFailure) in try scope.listen(at: .loopbackIPv4(), backlog: 0) }
        var waiting: [Socket] = []
        // The kernel takes one more than the backlog, and says of none that it is the last.
        while waiting.count < 16 {
            do throws(NetworkFailure) {
                waiting.append(
                    try scope.withDeadline(nanoseconds: 50_000_000) { () throws(NetworkFailure) in
                        try scope.connect(to: listener.address)
                    })
            } catch {
                if case .interrupted = error { return (listener, waiting) }
                throw BodyFailure(error)
            }
        }
        throw .prevented("a backlog of 0 takes 16 connections and more here")
    }
}
