import CLiburing
import Glibc
import Kernel
import Ring

extension EventedScope {
    /// IORING_OP_CONNECT, Linux 5.5.
    package func connect(to address: SocketAddress) throws(NetworkFailure) -> Socket {
        let socket = try makeSocket(family: address.family)
        try connect(socket, to: address)
        return socket
    }

    /// The same with a socket that is there already.
    package func connect(_ socket: Socket, to address: SocketAddress) throws(NetworkFailure) {
        try address.withPointer { pointer, size throws(NetworkFailure) in
            var submission = EventedScope.submission(IORING_OP_CONNECT, on: socket.descriptor)
            submission.address = UInt64(UInt(bitPattern: pointer))
            submission.offset = UInt64(size)
            var progress = ConnectProgress()
            while true {
                // Where the runtime cancelled, this throws; an ECANCELED that comes back is not of its making.
                let answer = try performOnce(submission)
                switch progress.step(after: answer.errno) {
                case .done: return
                case .retry: continue
                case .awaitWritable:
                    try awaitReady(POLLOUT, on: socket.descriptor)
                    let pending: Errno?
                    do throws(CallFailure) { pending = try socket.pendingError() } catch { throw .call(error) }
                    guard let pending else { return }
                    throw .call(CallFailure("IORING_OP_CONNECT", "\(address)", pending))
                case .failed(let errno):
                    throw .call(CallFailure("IORING_OP_CONNECT", "\(address)", errno))
                }
            }
        }
    }
}
