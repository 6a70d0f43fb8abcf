/// How a thread that waits for its ring is woken when one of its fibers is given its token by another thread: by the
/// first of these that both have, and else by an eventfd that the ring reads, which every kernel with io_uring has.
package struct WakeWays: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Fibers of another ring send a message by that (IORING_OP_MSG_RING, Linux 5.18).
    package static let message = WakeWays(rawValue: 1)

    /// Whoever has no such ring sends a message by io_uring_register(2) (IORING_REGISTER_SEND_MSG_RING, Linux 6.13).
    package static let register = WakeWays(rawValue: 2)

    package static let all: WakeWays = [.message, .register]
}

/// How often a ring was woken in each way, whether it slept or was awake again by then.
package struct WakeCounts: Sendable, Equatable {
    /// `WakeWays.message`.
    package var messages: UInt64 = 0
    /// `WakeWays.register`.
    package var registers: UInt64 = 0
    /// By its eventfd.
    package var events: UInt64 = 0
}
