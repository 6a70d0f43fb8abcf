import CLiburing
import Fibers
package import Kernel
import Ring

/// Buffers that all receive streams of a ring can share: a connection has one only while there are bytes in it. A
/// handle: valid within `withReceiveBuffers`, for the ring's fibers.
///
/// There are few at first, and twice as many whenever the kernel has found none (ENOBUFS), up to a limit. There,
/// whoever has bytes to receive waits until a buffer is given back, first come, first served.
package struct ReceiveBuffers {
    package struct Configuration: Sendable {
        /// Of each buffer: no more comes at a time.
        package var bufferBytes = 2048
        /// How many there are at first.
        package var initialCount = 64
        /// How many there can be: a power of 2, up to 32,768. Each has 16 bytes of locked memory, whether it is there
        /// or not.
        package var limit = 4096
        /// How many one stream may hold that nobody has taken from it: beyond that, it receives no more until they are
        /// taken, so that one who is slow does not get them all. The kernel may be some ahead of this.
        package var limitPerStream = 32
        /// nil for the ring's buffers, where the kernel has what they need, and otherwise own ones.
        package var path: ReceivePath?

        package init() {}
    }

    /// What became of them so far.
    package struct Counters: Sendable, Equatable {
        /// How often their number was doubled.
        package var growths: UInt64 = 0
        /// How often the kernel found none (ENOBUFS).
        package var shortages: UInt64 = 0
        /// How often somebody had to wait for one, because there could be no more.
        package var waitsAtLimit: UInt64 = 0
        /// How often a stream was stopped that held too many.
        package var stops: UInt64 = 0

        package init() {}
    }

    let state: UnsafeMutablePointer<ReceiveBuffersState>

    /// Whether streams share the buffers, or each has one of its own.
    package var path: ReceivePath { state.pointee.ring == nil ? .own : .shared }
    /// Why the kernel did not register them, where it was asked.
    package var refusal: CallFailure? { state.pointee.refusal }
    package var counters: Counters { state.pointee.counters }
    /// How many there are.
    package var count: Int { state.pointee.count }
    /// How many of them are the kernel's, to receive into.
    package var freeCount: Int { state.pointee.freeCount }
}

/// Where bytes are received.
package enum ReceivePath: Sendable, CaseIterable {
    /// One operation that goes on (IORING_RECV_MULTISHOT, Linux 6.0), into buffers that the streams of a ring share
    /// (IORING_REGISTER_PBUF_RING, Linux 5.19).
    case shared
    /// An operation each time, into a buffer that the stream has to itself.
    case own
}

extension EventedScope {
    /// Runs `body` with buffers for receive streams, which must have ended when it ends.
    package func withReceiveBuffers<Value, Failure: Error>(
        _ configuration: ReceiveBuffers.Configuration = ReceiveBuffers.Configuration(),
        _ body: (ReceiveBuffers) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        expectOwnFiber()
        let buffers = UnsafeMutablePointer<ReceiveBuffersState>.allocate(capacity: 1)
        buffers.initialize(to: ReceiveBuffersState(configuration))
        defer {
            precondition(buffers.pointee.streams == 0, "receive streams end before their buffers")
            removeBufferRing(buffers)
            buffers.deinitialize(count: 1)
            buffers.deallocate()
        }
        addBufferRing(buffers, configuration)
        return try body(ReceiveBuffers(state: buffers))
    }

    private func addBufferRing(
        _ buffers: UnsafeMutablePointer<ReceiveBuffersState>, _ configuration: ReceiveBuffers.Configuration
    ) {
        // What came with IORING_OP_SEND_ZC is 6.0 too.
        guard configuration.path != .own, hasOpcode(UInt8(IORING_OP_SEND_ZC.rawValue)) else { return }
        let group = state.pointee.bufferGroups.take()
        do throws(CallFailure) {
            let ring = try BufferRing(
                on: state.pointee.ring, group: group, capacity: configuration.limit,
                bufferBytes: configuration.bufferBytes)
            let place = UnsafeMutablePointer<BufferRing>.allocate(capacity: 1)
            place.initialize(to: ring)
            buffers.pointee.ring = place
            buffers.pointee.add(configuration.initialCount)
        } catch {
            state.pointee.bufferGroups.putBack(group)
            buffers.pointee.refusal = error
        }
    }

    private func removeBufferRing(_ buffers: UnsafeMutablePointer<ReceiveBuffersState>) {
        guard let place = buffers.pointee.ring else { return }
        precondition(buffers.pointee.freeCount == buffers.pointee.count, "every buffer was given back")
        state.pointee.bufferGroups.putBack(place.pointee.group)
        place.move().unregister(from: state.pointee.ring)
        place.deallocate()
    }
}
