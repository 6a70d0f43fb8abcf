import CLiburing
import Fibers
import Glibc
import Kernel
import Ring
import Runtimes

/// A network that takes the kernel for newer, or its answers for others, than they are.
enum NetworkSpecimens {
    static func ringListenOnly(_ effort: Effort) throws(BodyFailure) -> Finding {
        try onRing { (scope) throws(BodyFailure) -> Finding in
            do throws(NetworkFailure) {
                let listener = try scope.listen(at: .loopbackIPv4(), backlog: 16, by: .ring)
                scope.close(listener.socket)
                return .unharmed("this kernel has BIND and LISTEN")
            } catch {
                guard let errno = error.errno else { throw BodyFailure(error) }
                return .refused("listening answers \(errno): \(error)")
            }
        }
    }

    /// One SENDMSG for all, on a socket with little room, and its count taken for good.
    static func shortWriteDropped(_ effort: Effort) throws(BodyFailure) -> Finding {
        let bytes = 4 << 20
        return try onRing { (scope) throws(BodyFailure) -> Finding in
            let pair = try scope.connected()
            do throws(CallFailure) { try pair.client.set(SO_SNDBUF, to: 4096) } catch { throw BodyFailure(error) }
            let message = [UInt8](repeating: 1, count: bytes)
            let sent = try message.withUnsafeBufferPointer { message throws(BodyFailure) -> Int32 in
                var vector = iovec(
                    iov_base: UnsafeMutableRawPointer(mutating: message.baseAddress), iov_len: message.count)
                return try withUnsafeMutablePointer(to: &vector) { vector throws(BodyFailure) in
                    var header = msghdr()
                    header.msg_iov = vector
                    header.msg_iovlen = 1
                    return try withUnsafeMutablePointer(to: &header) { header throws(BodyFailure) in
                        var submission = Submission()
                        submission.opcode = UInt8(IORING_OP_SENDMSG.rawValue)
                        submission.descriptor = pair.client.descriptor
                        submission.address = UInt64(UInt(bitPattern: header))
                        submission.length = 1
                        do throws(Interruption) { return try scope.perform(submission).result } catch {
                            throw .failed("\(error)")
                        }
                    }
                }
            }
            if sent < 0 { throw .prevented("IORING_OP_SENDMSG: \(Errno(-sent))") }
            try call { () throws(NetworkFailure) in try scope.shutdown(pair.client, .writing) }
            let arrived = try call { () throws(NetworkFailure) in try scope.readAll(pair.server, count: bytes) }.count
            scope.close(pair)
            return arrived < bytes
                ? .wrong("\(Words.grouped(arrived)) of \(Words.count(bytes, "byte")) arrived, and no call failed")
                : .unharmed("all \(Words.count(bytes, "byte")) arrived")
        }
    }

    /// A connect that is cancelled while the kernel goes on with it, and asked for again, once.
    static func connectOnce(_ effort: Effort) throws(BodyFailure) -> Finding {
        try onRing { (scope) throws(BodyFailure) -> Finding in
            let (listener, waiting) = try ConnectCases.fullListener(scope)
            let socket: Socket
            do throws(CallFailure) {
                let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
                socket = Socket(owning: try checked("socket", "AF_INET") { Glibc.socket(AF_INET, type, 0) })
            } catch {
                throw BodyFailure(error)
            }
            func ask(within nanoseconds: Int64) throws(BodyFailure) -> Errno? {
                try listener.address.withPointer { pointer, size throws(BodyFailure) -> Errno? in
                    var submission = Submission()
                    submission.opcode = UInt8(IORING_OP_CONNECT.rawValue)
                    submission.descriptor = socket.descriptor
                    submission.address = UInt64(UInt(bitPattern: pointer))
                    submission.offset = UInt64(size)
                    do throws(Interruption) {
                        return try scope.withDeadline(nanoseconds: nanoseconds) { () throws(Interruption) in
                            try scope.perform(submission).errno
                        }
                    } catch {
                        return .cancelled
                    }
                }
            }
            let first = try ask(within: 10_000_000), second = try ask(within: 10_000_000)
            // With room again, the kernel's next attempt, a second later, succeeds.
            for socket in waiting { scope.close(socket) }
            try call { () throws(NetworkFailure) in for _ in waiting { scope.close(try scope.accept(listener)) } }
            let server = try call { () throws(NetworkFailure) in
                try scope.withDeadline(nanoseconds: 4_000_000_000) { () throws(NetworkFailure) in
                    try scope.accept(listener)
                }
            }
            scope.close(server)
            scope.close(socket)
            let answers = [first, second].map { $0?.shortDescription ?? "success" }.joined(separator: ", then ")
            return second == nil
                ? .unharmed("the connect answers \(answers)")
                : .wrong("the connect answers \(answers), and its connection was accepted after that")
        }
    }

    /// A fiber that accepts by the call, with a sibling that would connect.
    static func blockingAccept(_ effort: Effort) throws(BodyFailure) -> Finding {
        try onRing { (scope) throws(BodyFailure) -> Finding in
            let listener = try call { () throws(NetworkFailure) in try scope.listen(at: .loopbackIPv4()) }
            let (hasEnded, turns) = (Flag(), Count())
            let sibling = try scope.begin("sibling") { (scope) throws(BodyFailure) in
                while !hasEnded.isUp {
                    turns.add(1)
                    scope.yield()
                }
            }
            scope.yield()
            let before = turns.value
            let address = listener.address
            // Somebody else connects, or this would be for ever.
            let client = try OtherThread.start {
                Processors.rest(nanoseconds: 100_000_000)
                let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                _ = address.withPointer { Glibc.connect(socket, $0, $1) }
                Glibc.close(socket)
            }
            let start = Clock.nanoseconds
            let accepted = accept(listener.socket.descriptor, nil, nil)
            let (waited, had) = (Clock.nanoseconds - start, turns.value - before)
            hasEnded.raise()
            client.join()
            try sibling.join()
            if accepted >= 0 { Glibc.close(accepted) }
            scope.close(listener.socket)
            return had == 0
                ? .wrong("the ring stood still for \(Words.time(waited)): its siblings had 0 turns")
                : .unharmed("its siblings had \(Words.count(had, "turn"))")
        }
    }
}
