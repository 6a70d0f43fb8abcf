import Glibc
import Kernel
import Ring

/// What the checks of operation flags work on: one plain ring, and the few things without a name that their requests
/// point at. All of it goes with its owner.
final class CheckBench {
    let ring: Ring
    /// An eventfd that is readable.
    let event: Descriptor
    /// Connected AF_UNIX sockets, one pair of streams and one of datagrams.
    let streams: DescriptorPair
    let datagrams: DescriptorPair
    /// A file in memory.
    let file: Descriptor

    /// A page for what requests point at, at the offsets below; zero where nothing was put.
    private let memory: UnsafeMutableRawPointer
    private static let memorySizeBytes = 4096
    private var lastUserData: UInt64 = 0

    /// A completion is there at once or not at all: nothing here waits for anything.
    private static let patienceMilliseconds: Int32 = 300

    init(setupFlags: UInt32 = 0) throws(CallFailure) {
        ring = try Ring(entries: 8, setupFlags: setupFlags)
        event = try Descriptor.event(count: 1)
        streams = try Descriptor.socketPair(SOCK_STREAM)
        datagrams = try Descriptor.socketPair(SOCK_DGRAM)
        file = try Descriptor.memory()
        memory = .allocate(byteCount: Self.memorySizeBytes, alignment: 4096)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: Self.memorySizeBytes)
    }

    deinit { memory.deallocate() }

    /// Puts `value` at `offset` of the page, for a request to point at: its address.
    ///
    /// The page outlives every request, because each is waited for, and the ring is closed with the bench.
    func place<Value: BitwiseCopyable>(_ value: Value, at offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset + MemoryLayout<Value>.size <= Self.memorySizeBytes, "beyond the page")
        memory.storeBytes(of: value, toByteOffset: offset, as: Value.self)
        return address(offset)
    }

    func address(_ offset: Int) -> UInt64 { UInt64(UInt(bitPattern: memory + offset)) }

    /// A point in time, or a span of it: struct __kernel_timespec.
    func time(seconds: Int64, nanoseconds: Int64) -> UInt64 {
        _ = place(seconds, at: 0)
        return place(nanoseconds, at: 8) - 8
    }

    /// One byte for whoever reads the first of the two streams.
    func sendByte() { _ = write(streams.second.number, "x", 1) }

    /// Submits `submission` and waits for what comes of it.
    ///
    /// - Throws: ETIME when nothing came; then the ring is not to be used any more.
    func completion(of submission: Submission) throws(CallFailure) -> Completion {
        var submission = submission
        lastUserData += 1
        submission.user_data = lastUserData
        try ring.submit(submission)
        while let completion = try ring.nextCompletion(timeoutMilliseconds: Self.patienceMilliseconds) {
            if completion.userData == lastUserData { return completion }
        }
        throw CallFailure(
            "io_uring_enter", "no completion within \(Self.patienceMilliseconds) ms", .timerExpired)
    }

    func result(of submission: Submission) throws(CallFailure) -> Int { Int(try completion(of: submission).result) }

    /// io_uring_register(2) with an argument given as 32-bit words.
    func register(_ operation: UInt32, _ words: [UInt32], count: UInt32) -> Int {
        var words = words
        return ring.register(operation, &words, count: count)
    }

    /// Runs `body` while the ring has a table of two empty file slots.
    func withFileTable(_ body: () throws(CallFailure) -> Int) throws(CallFailure) -> Int {
        let registered = register(RegisterNumber.files, [.max, .max], count: 2)
        if registered < 0 { throw CallFailure("io_uring_register", "FILES", Errno(Int32(-registered))) }
        defer { _ = ring.register(RegisterNumber.unregisterFiles, nil, count: 0) }
        return try body()
    }
}
