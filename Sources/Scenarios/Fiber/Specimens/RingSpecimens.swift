import CLiburing
import Glibc
import Kernel
import Ring

/// Rings that are bound to a thread, and used by another or outliving it.
enum RingSpecimens {
    private static func noOperation() -> Submission {
        var submission = Submission()
        submission.opcode = UInt8(IORING_OP_NOP.rawValue)
        submission.descriptor = -1
        return submission
    }

    static func singleIssuer(_ effort: Effort) throws(BodyFailure) -> Finding {
        let ring = try self.ring(setupFlags: IORING_SETUP_SINGLE_ISSUER)
        // The first to submit is the one; on some kernels that is who made it.
        do throws(CallFailure) { try ring.submit(noOperation()) } catch { throw BodyFailure(error) }
        var refusal: CallFailure?
        try OtherThread.run {
            do throws(CallFailure) { try ring.submit(noOperation()) } catch { refusal = error }
        }
        guard let refusal else { return .unharmed("the kernel took a submission from another thread") }
        return .refused("another thread's io_uring_enter answers \(refusal.errno)")
    }

    private static func ring(setupFlags: UInt32 = 0) throws(BodyFailure) -> Ring {
        do throws(CallFailure) {
            return try Ring(entries: 8, setupFlags: setupFlags)
        } catch {
            guard error.errno == .invalidArgument else { throw BodyFailure(error) }
            throw .prevented("this kernel does not know the ring's setup flags: \(error)")
        }
    }

    /// A thread makes a ring, submits a read, and ends; what becomes of the read, and of the ring?
    static func departedCreator(_ effort: Effort) throws(BodyFailure) -> Finding {
        let pipe = try makePipe()
        defer { extendLifetime(pipe) }
        let (reading, writing) = (pipe.first.number, pipe.second.number)
        return try withUnsafeTemporaryAllocation(byteCount: 8, alignment: 8) { buffer throws(BodyFailure) -> Finding in
            var made: Ring?
            var failure: BodyFailure?
            let address = UInt64(UInt(bitPattern: buffer.baseAddress))
            try OtherThread.run {
                do throws(BodyFailure) {
                    let ring = try self.ring()
                    var submission = Submission()
                    submission.opcode = UInt8(IORING_OP_READ.rawValue)
                    submission.descriptor = reading
                    submission.address = address
                    submission.length = 8
                    do throws(CallFailure) { try ring.submit(submission) } catch { throw BodyFailure(error) }
                    made = consume ring
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
            guard let ring = made.take() else { throw .prevented("the other thread made no ring") }
            do throws(CallFailure) {
                _ = try checked("write", "pipe") { write(writing, "12345678", 8) }
                guard let completion = try ring.nextCompletion(timeoutMilliseconds: 1000) else {
                    return .unharmed("the read of a thread that has ended goes on")
                }
                guard let errno = completion.errno else {
                    return .unharmed("the read was completed with what was written after its thread had ended")
                }
                return .refused("the read that a thread submitted before it ended came back as \(errno)")
            } catch {
                return .refused("\(error)")
            }
        }
    }
}
