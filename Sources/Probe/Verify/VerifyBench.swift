import Catalog
import Glibc
import Kernel
import Ring

/// What a check works on: one ring, and a folder for files. For one thread.
final class VerifyBench {
    let ring: Ring
    let scratch: Scratch
    /// A request of this bench was never completed: what comes later could be of it.
    private(set) var isSpent = false
    /// Completions that nobody has asked for yet, by the user data of their requests.
    private var arrived: [UInt64: [Completion]] = [:]
    private var lastUserData: UInt64 = 0
    /// What requests under way work on, and must not be closed before its time.
    private var kept: [AnyObject] = []
    /// What is submitted in place of what a check asks for: so that tests see checks fail.
    private let change: (inout Submission) -> Void

    /// What is to come is there within milliseconds, on a machine that is not overloaded.
    private static let patienceMilliseconds: Int64 = 2000
    /// Where rings are charged to the limit of locked memory, those before are given back late, measured up to 1.2 s.
    private static let memoryPatienceNanoseconds: Int64 = 1_500_000_000

    init(
        _ scratch: Scratch, setupFlags: UInt32 = 0, changing change: @escaping (inout Submission) -> Void = { _ in }
    ) throws(CallFailure) {
        self.scratch = scratch
        self.change = change
        ring = try Self.patientRing(setupFlags)
    }

    private static func patientRing(_ setupFlags: UInt32) throws(CallFailure) -> Ring {
        let end = Clock.nanoseconds + memoryPatienceNanoseconds
        while true {
            do throws(CallFailure) { return try Ring(entries: 8, setupFlags: setupFlags) } catch {
                guard error.errno == .outOfMemory, Clock.nanoseconds < end else { throw error }
                usleep(5000)
            }
        }
    }

    /// Another ring, with the setup flags of those names. It stays until the end of the check.
    func another(_ flags: String...) throws -> VerifyBench {
        keep(try VerifyBench(
            scratch, setupFlags: flags.reduce(0) { $0 | Catalog.mask(ofSetup: $1) }, changing: change))
    }

    /// A pipe that nothing lies in. It stays until the end of the check.
    func pipe() throws -> OpenPipe { keep(try OpenPipe()) }

    private func keep<Thing: AnyObject>(_ thing: Thing) -> Thing {
        kept.append(thing)
        return thing
    }

    /// Closes what was kept, at the end of a check.
    func endCheck() { kept = [] }
}

// MARK: Requests

/// A request under way.
struct Request {
    fileprivate let opcode: UInt8
    let userData: UInt64

    var name: String { Catalog.opcodes.indices.contains(Int(opcode)) ? Catalog.opcodes[Int(opcode)].name : "\(opcode)" }
}

extension VerifyBench {
    /// Submits `submissions` at once, the first before the second.
    func start(_ submissions: [Submission]) throws -> [Request] {
        var requests: [Request] = []
        for var submission in submissions {
            lastUserData += 1
            submission.user_data = lastUserData
            change(&submission)
            guard ring.enqueue(submission) else { throw CheckEnd.unknown("the submission queue is full") }
            requests.append(Request(opcode: submission.opcode, userData: lastUserData))
        }
        do throws(CallFailure) { try ring.submit() } catch {
            // What was not taken lies in the queue for the next submission.
            isSpent = true
            throw CheckEnd.failed("\(error)", error.errno)
        }
        return requests
    }

    func start(_ submission: Submission) throws -> Request { try start([submission])[0] }

    /// The next completion of `request`, waited for.
    func completion(of request: Request) throws -> Completion {
        guard let completion = try completion(of: request, withinMilliseconds: Self.patienceMilliseconds) else {
            isSpent = true
            throw CheckEnd.failed("no completion of \(request.name) within \(Self.patienceMilliseconds) ms")
        }
        return completion
    }

    /// The same, or nil where none came.
    func completion(of request: Request, withinMilliseconds limit: Int64) throws -> Completion? {
        let end = Clock.nanoseconds + limit * 1_000_000
        while true {
            if let first = arrived[request.userData]?.first {
                arrived[request.userData]?.removeFirst()
                return first
            }
            let left = max(0, (end - Clock.nanoseconds) / 1_000_000)
            guard let next = try ring.nextCompletion(timeoutMilliseconds: Int32(left)) else {
                if Clock.nanoseconds >= end { return nil }
                continue
            }
            arrived[next.userData, default: []].append(next)
        }
    }

    /// The next completion, whatever it is of, on a ring where nothing else is to come.
    func nextCompletion() throws -> Completion {
        try arrival { try ring.nextCompletion(timeoutMilliseconds: $0) }
    }

    /// The same with its second half.
    func nextWideCompletion() throws -> (completion: Completion, extra: [UInt64]) {
        try arrival { try ring.nextWideCompletion(timeoutMilliseconds: $0) }
    }

    private func arrival<Arrived>(_ next: (Int32) throws -> Arrived?) throws -> Arrived {
        guard let arrived = try next(Int32(Self.patienceMilliseconds)) else {
            isSpent = true
            throw CheckEnd.failed("no completion within \(Self.patienceMilliseconds) ms")
        }
        return arrived
    }

    /// How many completions with that user data came while others were waited for.
    func completions(withUserData userData: UInt64) -> Int { arrived[userData]?.count ?? 0 }

    func result(of request: Request) throws -> Int { Int(try completion(of: request).result) }

    func result(of submission: Submission) throws -> Int { try result(of: start(submission)) }

    /// - Throws: `.failed` where `submission` ends with anything but `expected`.
    func expect(_ submission: Submission, is expected: Int = 0) throws {
        try expect(start(submission), is: expected)
    }

    func expect(_ request: Request, is expected: Int = 0) throws {
        let result = try result(of: request)
        if result != expected { throw Self.surprise(request.name, result, "\(expected)") }
    }

    /// - Throws: `.failed` where it ends with anything but this errno.
    func expect(_ submission: Submission, is expected: Errno) throws {
        try expect(start(submission), is: expected)
    }

    func expect(_ request: Request, is expected: Errno) throws {
        let result = try result(of: request)
        if result != -Int(expected.number) { throw Self.surprise(request.name, result, "\(expected)") }
    }

    /// A new descriptor that `submission` ends with.
    func descriptor(of submission: Submission) throws -> Descriptor {
        let request = try start(submission)
        let result = try result(of: request)
        guard result >= 0 else { throw Self.surprise(request.name, result, "a descriptor") }
        return Descriptor(owning: Int32(result))
    }

    static func surprise(_ name: String, _ result: Int, _ expected: String) -> CheckEnd {
        let errno = result < 0 ? Errno(Int32(-result)) : nil
        return .failed("\(name) answers \(errno.map { "\($0)" } ?? "\(result)"), expected \(expected)", errno)
    }
}

// MARK: Calls of io_uring_register(2)

extension VerifyBench {
    /// The call of that name, on `argument`.
    func register(_ name: String, _ argument: BenchMemory? = nil, count: Int = 1) -> Int {
        ring.register(Catalog.number(ofRegister: name), argument?.pointer, count: UInt32(count))
    }

    /// - Throws: `.failed` where the call answers anything but `expected`.
    func expectRegister(_ name: String, _ argument: BenchMemory? = nil, count: Int = 1, is expected: Int = 0) throws {
        let result = register(name, argument, count: count)
        if result != expected { throw Self.surprise(name, result, "\(expected)") }
    }

    func expectRegister(_ name: String, _ argument: BenchMemory? = nil, count: Int = 1, is expected: Errno) throws {
        let result = register(name, argument, count: count)
        if result != -Int(expected.number) { throw Self.surprise(name, result, "\(expected)") }
    }

    /// The same for a call that only prepares what is checked.
    func prepare(_ name: String, _ argument: BenchMemory? = nil, count: Int = 1) throws {
        let result = register(name, argument, count: count)
        if result < 0 { throw CallFailure("io_uring_register", name, Errno(Int32(-result))) }
    }
}

/// The two ends of a pipe, closed with the last who holds it.
final class OpenPipe {
    private let ends: DescriptorPair

    fileprivate init() throws(CallFailure) { ends = try Descriptor.pipe() }

    var readingEnd: Int32 { ends.first.number }
    var writingEnd: Int32 { ends.second.number }
}
