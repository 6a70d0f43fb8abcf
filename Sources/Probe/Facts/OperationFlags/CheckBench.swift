import Glibc
import Kernel
import Ring

/// What the checks of operation flags work on: one plain ring, and the few things without a name that their requests
/// point at.
final class CheckBench {
    let ring: Ring
    /// A request of this bench was never completed, so that the next answer could be its own.
    private(set) var isSpent = false

    private var eventfd: Descriptor?
    private var streams: DescriptorPair?
    private var datagrams: DescriptorPair?
    private var memoryFile: Descriptor?
    /// Why what a request points at could not be made; the request is then not submitted.
    private var missing: CallFailure?

    /// A page for what requests point at, at the offsets below; zero where nothing was put. It stays until the process
    /// ends, because a request that is never completed may still write to it.
    private let memory: UnsafeMutableRawPointer
    private static let memorySizeBytes = 4096
    private var lastUserData: UInt64 = 0

    /// A completion is there at once or not at all: nothing here waits for anything.
    private static let patienceMilliseconds: Int32 = 300

    init(setupFlags: UInt32 = 0) throws(CallFailure) {
        ring = try Ring(entries: 8, setupFlags: setupFlags)
        memory = .allocate(byteCount: Self.memorySizeBytes, alignment: 4096)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: Self.memorySizeBytes)
    }

    // What requests work on is made when the first of them needs it: a process that may not have one kind of socket
    // learns all the rest. −1 where it cannot be made.

    /// An eventfd that is readable.
    var event: Int32 {
        make(&eventfd) { () throws(CallFailure) in try Descriptor.event(count: 1) }
        return eventfd?.number ?? -1
    }

    /// A file in memory.
    var file: Int32 {
        make(&memoryFile) { () throws(CallFailure) in try Descriptor.memory() }
        return memoryFile?.number ?? -1
    }

    /// One of two connected AF_UNIX stream sockets.
    var stream: Int32 {
        make(&streams) { () throws(CallFailure) in try Descriptor.socketPair(SOCK_STREAM) }
        return streams?.first.number ?? -1
    }

    /// One of two connected AF_UNIX datagram sockets.
    var datagram: Int32 {
        make(&datagrams) { () throws(CallFailure) in try Descriptor.socketPair(SOCK_DGRAM) }
        return datagrams?.first.number ?? -1
    }

    /// `stream`, with a byte to be read from it.
    var streamWithByte: Int32 {
        let descriptor = stream
        if let peer = streams?.second.number { _ = write(peer, "x", 1) }
        return descriptor
    }

    private func make<Thing: ~Copyable>(_ thing: inout Thing?, _ body: () throws(CallFailure) -> Thing) {
        guard thing == nil else { return }
        do throws(CallFailure) { thing = try body() } catch { missing = error }
    }

    /// Puts `value` at `offset` of the page, for a request to point at: its address.
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

    /// Submits `submission` and waits for what comes of it.
    ///
    /// - Throws: what it works on could not be made; or ETIME when nothing came, and then the bench is spent.
    func completion(of submission: Submission) throws(CallFailure) -> Completion {
        if let failure = missing {
            missing = nil
            throw failure
        }
        var submission = submission
        lastUserData += 1
        submission.user_data = lastUserData
        try ring.submit(submission)
        while let completion = try ring.nextCompletion(timeoutMilliseconds: Self.patienceMilliseconds) {
            if completion.userData == lastUserData { return completion }
        }
        isSpent = true
        throw CallFailure(
            "io_uring_enter", "no completion within \(Self.patienceMilliseconds) ms", .timerExpired)
    }

    func result(of submission: Submission) throws(CallFailure) -> Int { Int(try completion(of: submission).result) }

    /// io_uring_register(2) with an argument given as 32-bit words; smaller fields stand in them as on a little-endian
    /// machine, which every architecture that this program is written for is.
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
