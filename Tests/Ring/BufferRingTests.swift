import CLiburing
import Glibc
import Kernel
import Testing

@testable import Ring

/// Why no ring of buffers can be had here, or nil.
private let obstacle: CallFailure? = {
    do throws(CallFailure) {
        let ring = try Ring(entries: 1)
        try BufferRing(on: ring, group: 0, capacity: 1, bufferBytes: 1).unregister(from: ring)
        return nil
    } catch { return error }
}()

@Suite(.enabled(if: obstacle == nil, "no ring of buffers here: \(obstacle.map { "\($0)" } ?? "")"))
struct BufferRingTests {
    private func read(_ ring: borrowing Ring, _ descriptor: Int32, group: UInt16) throws -> Completion? {
        var submission = Submission()
        submission.opcode = UInt8(IORING_OP_READ.rawValue)
        submission.descriptor = descriptor
        submission.offset = .max
        submission.selectBuffer(ofGroup: group)
        try ring.submit(submission)
        return try ring.nextCompletion(timeoutMilliseconds: 5000)
    }

    /// Round the ring many times, and past the greatest number of entries that the kernel counts to.
    @Test func whatIsGivenBackIsTakenAgain() throws {
        let ring = try Ring(entries: 4)
        var buffers = try BufferRing(on: ring, group: 7, capacity: 4, bufferBytes: 3)
        for identifier in 0..<3 as Range<UInt16> { buffers.publish(identifier) }
        let pipe = try Descriptor.pipe()
        for round in 0..<35_000 {
            var bytes = [UInt8(truncatingIfNeeded: round), 1, 2, 3]
            #expect(write(pipe.second.number, &bytes, 4) == 4)
            var taken: [UInt16] = []
            for expected in [bytes[..<3], bytes[3...]] {
                let completion = try #require(try read(ring, pipe.first.number, group: 7))
                let buffer = try #require(completion.buffer)
                #expect(Array(buffers.buffer(buffer)[..<Int(completion.result)]) == Array(expected))
                taken.append(buffer)
            }
            for buffer in taken.reversed() { buffers.publish(buffer) }
        }
        buffers.unregister(from: ring)
    }

    @Test func withoutBuffersThereIsNoSpace() throws {
        let ring = try Ring(entries: 4)
        var buffers = try BufferRing(on: ring, group: 0, capacity: 2, bufferBytes: 16)
        let pipe = try Descriptor.pipe()
        var bytes: [UInt8] = [1, 2]
        #expect(write(pipe.second.number, &bytes, 2) == 2)
        #expect(try read(ring, pipe.first.number, group: 0)?.errno == .noBufferSpace)
        buffers.publish(1)
        #expect(try read(ring, pipe.first.number, group: 0)?.buffer == 1)
        buffers.unregister(from: ring)
        #expect(try read(ring, pipe.first.number, group: 0)?.errno == .noBufferSpace)
    }

    @Test func aGroupIsRegisteredOnce() throws {
        let ring = try Ring(entries: 4)
        let buffers = try BufferRing(on: ring, group: 0, capacity: 2, bufferBytes: 16)
        do throws(CallFailure) {
            _ = try BufferRing(on: ring, group: 0, capacity: 2, bufferBytes: 16)
            Issue.record("the group was taken")
        } catch {
            #expect(error.errno == Errno(EEXIST))
        }
        buffers.unregister(from: ring)
        try BufferRing(on: ring, group: 0, capacity: 2, bufferBytes: 16).unregister(from: ring)
    }
}
