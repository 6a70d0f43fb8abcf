import CLiburing
import Glibc
import Kernel
import Ring

extension EventedScope {
    /// IORING_OP_SHUTDOWN, Linux 5.11, or shutdown(2).
    package func shutdown(_ socket: Socket, _ direction: ShutdownDirection) throws(NetworkFailure) {
        guard hasOpcode(UInt8(IORING_OP_SHUTDOWN.rawValue)) else {
            do throws(CallFailure) {
                _ = try checked("shutdown", "\(socket.descriptor)") {
                    Glibc.shutdown(socket.descriptor, direction.rawValue)
                }
            } catch {
                throw .call(error)
            }
            return
        }
        var submission = EventedScope.submission(IORING_OP_SHUTDOWN, on: socket.descriptor)
        submission.length = UInt32(direction.rawValue)
        let completion = try performOnce(submission)
        if let errno = completion.errno {
            throw .call(CallFailure("IORING_OP_SHUTDOWN", "\(socket.descriptor)", errno))
        }
    }

    /// IORING_OP_CLOSE, Linux 5.6; close(2) where the fiber is interrupted.
    package func close(_ socket: Socket) {
        guard let descriptor = socket.takeDescriptor() else { return }
        let answer = try? perform(EventedScope.submission(IORING_OP_CLOSE, on: descriptor))
        // An operation that was cancelled in time has closed nothing; of any other errno the descriptor is gone, as close(2)
        // says, but where the kernel has no such operation.
        guard let answer, answer.errno != .cancelled, answer.errno != .invalidArgument else {
            Glibc.close(descriptor)
            return
        }
    }
}
