import Children

extension Scenario {
    /// The network by a ring and by threads, its faults, and what a runtime makes of them that has it wrong.
    package static let network = Scenario(
        name: "net", subject: "connections", cases: networkCases, specimens: networkSpecimens)

    private static let networkCases = [
        Case(
            "echo", "every function echoes by the ring, by both ways to listen", needsRing: true,
            EchoCases.onRing),
        Case("echo-threads", "the same functions echo by threads", EchoCases.onThreads),
        Case(
            "accept-stream", "one operation accepts all connections, or one for each", needsRing: true,
            AcceptCases.stream),
        Case(
            "accept-cancel", "an accept that is cancelled loses no connection", needsRing: true, AcceptCases.cancel),
        Case(
            "descriptor-limit", "descriptors run out: that accept fails, and the listener goes on", needsRing: true,
            AcceptCases.descriptorLimit),
        Case("connect-refused", "nobody listens: the connect says so", needsRing: true, ConnectCases.refused),
        Case(
            "connect-timeout", "a backlog that is full: the connect ends at its deadline", needsRing: true,
            ConnectCases.timeout),
        Case(
            "connect-resumed", "a connect that somebody cancels is asked again, and comes", needsRing: true,
            ConnectCases.resumed),
        Case(
            "receive-stream", "one operation receives all, into buffers that connections share", needsRing: true,
            ReceiveCases.stream),
        Case("half-close", "one direction ends, the other goes on", needsRing: true, TransferCases.halfClose),
        Case("peer-reset", "a peer that resets is an error of that call", needsRing: true, TransferCases.peerReset),
        Case("short-writes", "small buffers: a write goes on until all is out", needsRing: true, TransferCases.shortWrites),
        Case(
            "submission-full", "more submissions than their queue holds: none is lost", needsRing: true,
            QueueCases.submissionFull),
        Case(
            "completion-overflow", "more completions than their queue holds: none is lost", needsRing: true,
            QueueCases.completionOverflow),
    ]

    private static let networkSpecimens = [
        Specimen(
            "ring-listen-only", broken: "a server listens by IORING_OP_LISTEN alone, whatever the kernel",
            expected: "EINVAL before Linux 6.11, nothing wrong from there on",
            likeness: """
                a server starts on one machine and is refused with EINVAL on another with an older kernel: `uringctl probe \
                --require op:LISTEN` says which
                """,
            needsRing: true, NetworkSpecimens.ringListenOnly),
        Specimen(
            "short-write-dropped", broken: "a write takes the first SENDMSG for the whole",
            expected: "bytes that the kernel had no room for are never sent, and nobody is told",
            likeness: "long answers are cut off or out of step, short ones never are, and no call fails",
            needsRing: true, NetworkSpecimens.shortWriteDropped),
        Specimen(
            "connect-once", broken: "a connect that was cut short takes EALREADY for a failure",
            expected: "the connect fails, though the kernel goes on with it, and it comes",
            likeness: "connects fail with EALREADY or ECANCELED under load or signals, and the peer sees connections",
            needsRing: true, NetworkSpecimens.connectOnce),
        Specimen(
            "blocking-accept", broken: "a fiber calls accept(2) instead of submitting IORING_OP_ACCEPT",
            expected: "its siblings have no turn until somebody connects",
            likeness: "a server answers nobody until the next client comes: its thread is in accept(2), not io_uring_enter",
            needsRing: true, NetworkSpecimens.blockingAccept),
    ]
}
