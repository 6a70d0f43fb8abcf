import Fibers
import Glibc
import Kernel
import Ring
import Support
import Testing

@testable import Runtimes

private let isAvailable: Bool = {
    do throws(CallFailure) { _ = try Evented() } catch { return false }
    return true
}()

/// Receive streams, in whatever way the kernel serves them.
@Suite(
    .timeLimit(.minutes(Bound.testMinutes)), .enabled(if: isAvailable, "this kernel refuses io_uring to this process"))
struct ReceiveStreamTests {
    private static let rings: [Evented.Configuration] = SetupLadder.singleThread.rungs.compactMap { flags in
        var configuration = Evented.Configuration()
        configuration.setup = SetupLadder([flags])
        do throws(CallFailure) { _ = try Evented(configuration) } catch { return nil }
        return configuration
    }

    /// Over TCP, in pieces of all sizes, with so few buffers that streams wait for each other.
    @Test(arguments: rings, ReceivePath.allCases)
    func everyByteComesInOrder(_ ring: Evented.Configuration, _ path: ReceivePath) throws {
        try Evented(ring).run { scope in
            try scope.withReceiveBuffers(few(path, initialCount: 1, limit: 8)) { buffers in
                let listener = try scope.listen(at: .loopbackIPv4())
                let expected = (0..<20).map { number in
                    var random = Generator(seed: UInt64(number))
                    return (0..<5000 * (number % 4)).map { _ in UInt8.random(in: 0...255, using: &random) }
                }
                let senders = try expected.enumerated().map { number, bytes in
                    try scope.spawn {
                        let socket = try scope.connect(to: listener.address)
                        var (rest, random) = (bytes[...], Generator(seed: UInt64(number)))
                        try scope.write([UInt8(number)], to: socket)
                        while !rest.isEmpty {
                            let piece = rest.prefix(Int.random(in: 1...700, using: &random))
                            try scope.write(Array(piece), to: socket)
                            rest = rest.dropFirst(piece.count)
                            if Bool.random(using: &random) { scope.yield() }
                        }
                        scope.close(socket)
                    }
                }
                let receivers = try expected.map { _ in
                    let socket = try scope.accept(listener)
                    return try scope.spawn { () throws(NetworkFailure) in
                        try scope.receiveAll(socket, buffers)
                    }
                }
                var received: [UInt8: [UInt8]] = [:]
                for receiver in receivers {
                    let bytes = try receiver.join()
                    received[try #require(bytes.first)] = Array(bytes.dropFirst())
                }
                for sender in senders { try sender.join() }
                for (number, bytes) in expected.enumerated() { #expect(received[UInt8(number)] == bytes, "\(number)") }
                #expect(buffers.freeCount == buffers.count && buffers.count <= 8)
                #expect(buffers.path == (canShareBuffers ? path : .own))
            }
        }
    }

    /// A kernel from before 6.0 has not the opcode.
    @Test func anOldKernelHasAnOwnBufferForEachStream() throws {
        let evented = try Evented()
        evented.state.pointee.knownOpcodes = []
        try evented.run { scope in
            try scope.withReceiveBuffers { buffers in
                #expect(buffers.path == .own && buffers.refusal == nil)
                let (receiving, sending) = try scope.pair()
                try scope.write([1, 2, 3], to: sending)
                try scope.shutdown(sending, .writing)
                let bytes = try scope.receiveAll(receiving, buffers)
                #expect(bytes == [1, 2, 3])
            }
        }
    }

    /// The end stays the end, and what is no socket is an error.
    @Test(arguments: ReceivePath.allCases)
    func endsAndErrorsAreTold(_ path: ReceivePath) throws {
        try Evented().run { scope in
            try scope.withReceiveBuffers(few(path, initialCount: 1, limit: 1)) { buffers in
                let (receiving, sending) = try scope.pair()
                scope.close(sending)
                let ends = try scope.withReceiveStream(receiving, buffers) { stream throws(NetworkFailure) in
                    [try stream.next { _ in }, try stream.next { _ in }]
                }
                #expect(ends == [false, false])
                let pipe = try Descriptor.pipe()
                let noSocket = Socket(owning: dup(pipe.first.number))
                do throws(NetworkFailure) {
                    _ = try scope.withReceiveStream(noSocket, buffers) { stream throws(NetworkFailure) in
                        try stream.next { _ in }
                    }
                    Issue.record("a pipe is no socket")
                } catch {
                    #expect(error.errno == Errno(ENOTSOCK), "\(error)")
                }
                #expect(buffers.freeCount == buffers.count)
            }
        }
    }

    /// A socket that does not block is waited for all the same.
    @Test(arguments: ReceivePath.allCases)
    func aSocketThatDoesNotBlockIsWaitedFor(_ path: ReceivePath) throws {
        try Evented().run { scope in
            try scope.withReceiveBuffers(few(path, initialCount: 1, limit: 1)) { buffers in
                let (receiving, sending) = try scope.pair()
                _ = fcntl(receiving.descriptor, F_SETFL, O_NONBLOCK)
                let receiver = try scope.spawn { () throws(NetworkFailure) in
                    try scope.receiveAll(receiving, buffers)
                }
                for byte in 0..<5 as Range<UInt8> {
                    try scope.sleep(nanoseconds: 200_000)
                    try scope.write([byte], to: sending)
                }
                scope.close(sending)
                #expect(try receiver.join() == [0, 1, 2, 3, 4])
                #expect(buffers.freeCount == buffers.count)
            }
        }
    }

    /// What has come is not lost to whoever was interrupted: it asks again.
    @Test(arguments: ReceivePath.allCases)
    func afterADeadlineTheStreamGoesOn(_ path: ReceivePath) throws {
        try Evented().run { scope in
            try scope.withReceiveBuffers(few(path, initialCount: 2, limit: 2)) { buffers in
                let (receiving, sending) = try scope.pair()
                let bytes = try scope.withReceiveStream(receiving, buffers) { stream throws(NetworkFailure) in
                    #expect(throws: NetworkFailure.interrupted(.deadlinePassed)) {
                        try scope.withDeadline(nanoseconds: 300_000) { () throws(NetworkFailure) in
                            _ = try stream.next { _ in }
                        }
                    }
                    #expect(throws: NetworkFailure.interrupted(.deadlinePassed)) {
                        try scope.withDeadline(nanoseconds: 300_000) { () throws(NetworkFailure) in
                            try scope.write([5], to: sending)
                            do throws(Interruption) { while true { try scope.sleep(nanoseconds: 300_000) } } catch {}
                            _ = try stream.next { _ in Issue.record("no wait goes on after its deadline") }
                        }
                    }
                    try scope.write([6], to: sending)
                    try scope.shutdown(sending, .writing)
                    return try stream.all()
                }
                #expect(bytes == [5, 6])
                #expect(buffers.freeCount == buffers.count)
            }
        }
    }
}
