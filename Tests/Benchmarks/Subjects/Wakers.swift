extension Subject {
    /// A round trip that wakes a fiber which waits for its ring, beside the same by its eventfd.
    static let waking = [
        ("wake-thread", "thread", "register", "IORING_REGISTER_SEND_MSG_RING"),
        ("wake-ring", "ring", "message", "IORING_OP_MSG_RING"),
    ].map { name, waker, way, operation in
        Subject.comparing(name) { effort in
            let count = "\(effort.count(20_000))"
            return Comparison(
                subject: "waking a ring by a \(waker)", goal: 1,
                peer: ("eventfd", .own(["wake", waker, "event", count])),
                ours: (operation, .own(["wake", waker, way, count])))
        }
    }
}
