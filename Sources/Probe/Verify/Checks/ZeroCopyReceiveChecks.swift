import CKernel
import Catalog
import Glibc
import Kernel
import Ring

private let text = "uringctl"

extension OperationCheck {
    /// Receiving into memory that the kernel was given before: over loopback, without a network card, by copying.
    static let zeroCopyReceiveChecks: [OperationCheck] =
        [
            checked(.operation("RECV_ZC")) { bench in try ReceiveQueue(bench).expectReceiving() },
            checked(.register("REGISTER_ZCRX_IFQ")) { bench in try ReceiveQueue(bench).expectReceiving() },
            checked(.flag("ZCRX_REG_NODEV")) { bench in try ReceiveQueue(bench).expectReceiving() },
            checked(.register("REGISTER_ZCRX_CTRL")) { bench in try expectRefill(bench) },
            checked(.flag("ZCRX_CTRL_FLUSH_RQ")) { bench in try expectRefill(bench) },
            checked(.flag("ZCRX_CTRL_EXPORT")) { bench in try expectSharing(bench) },
            checked(.flag("ZCRX_REG_IMPORT")) { bench in try expectSharing(bench) },
        ]
        + [
            "ZCRX_AREA_DMABUF", "ZCRX_FEATURE_RX_PAGE_SIZE", "ZCRX_FEATURE_EVENT", "ZCRX_EVENT_ALLOC_FAIL",
            "ZCRX_EVENT_COPY", "ZCRX_EVENT_DESC_FLAG_STATS", "ZCRX_CTRL_ARM_EVENT", "ZCRX_CTRL_ADD_AREA",
        ].map { .none(.flag($0), "\(withCard), or memory of a device") }

    private static let withCard = "needs a queue of a network card, taken away from all others"

    private static func checked(_ subject: CheckSubject, _ body: @escaping Body) -> OperationCheck {
        OperationCheck(
            subject: subject, needs: [.flag("QUERY_ZCRX"), .flag("ZCRX_REG_NODEV")], without: withCard, body: body)
    }

    /// That memory which was given back can be received into again.
    private static func expectRefill(_ bench: VerifyBench) throws {
        let queue = try ReceiveQueue(bench)
        let offset = try queue.expectReceiving()
        queue.giveBack(offset)
        var control = receive_queue_control()
        (control.identifier, control.operation) = (queue.identifier, 0)
        try queue.ring.expectRegister("REGISTER_ZCRX_CTRL", BenchMemory(control), count: 0)
        try expect("how many entries the kernel took", queue.taken, is: 1)
    }

    /// That what one ring receives into another can be told to receive into.
    private static func expectSharing(_ bench: VerifyBench) throws {
        let queue = try ReceiveQueue(bench)
        var control = receive_queue_control()
        (control.identifier, control.operation) = (queue.identifier, 1)
        let exported = BenchMemory(control)
        try queue.ring.expectRegister("REGISTER_ZCRX_CTRL", exported, count: 0)
        let descriptor = Descriptor(owning: Int32(bitPattern: exported.load(receive_queue_control.self).exported))
        try ReceiveQueue(bench, sharing: queue, by: descriptor).expectReceiving()
    }
}

/// Memory that a ring receives into, and a queue for giving it back.
private struct ReceiveQueue {
    let ring: VerifyBench
    let identifier: UInt32
    private let area: BenchMemory
    /// The queue: its head and tail, and where its entries are, by the registration.
    private let region: BenchMemory
    private let registration: receive_queue_registration
    /// What stands for the area in entries of the queue.
    private let token: UInt64

    private static let entries = 16
    /// The lower bits of an offset; those above name the area.
    private static let offsetMask: UInt64 = 1 << 48 - 1

    init(_ bench: VerifyBench) throws {
        let (ring, area) = (try Self.ring(bench), BenchMemory(32 * 4096))
        // Head and tail lie on a page of their own, or several.
        var answer = query_zero_copy_receive()
        let queried = Interview.query(operation: 1, into: &answer)
        guard queried >= 0, answer.header_size > 0, answer.header_size < 1 << 20 else {
            throw CheckEnd.unknown("the size of the queue is not known")
        }
        let region = BenchMemory((Int(answer.header_size) + Self.entries * 16 + 4095) / 4096 * 4096)
        var described = memory_region()
        (described.address, described.size, described.flags) = (region.address, UInt64(region.count), 1)
        var receiving = receive_area()
        (receiving.address, receiving.length) = (area.address, UInt64(area.count))
        let areaMemory = BenchMemory(receiving)
        var registration = receive_queue_registration()
        (registration.entries, registration.flags) = (UInt32(Self.entries), 1 << 1)  // ZCRX_REG_NODEV
        (registration.area, registration.region) = (areaMemory.address, BenchMemory(described).address)
        let registered = try Self.register(registration, on: ring)
        self.ring = ring
        self.area = area
        self.region = region
        self.registration = registered
        identifier = registered.identifier
        token = areaMemory.load(receive_area.self).token
    }

    /// On another ring.
    init(_ bench: VerifyBench, sharing other: ReceiveQueue, by exported: borrowing Descriptor) throws {
        let ring = try Self.ring(bench)
        var registration = receive_queue_registration()
        (registration.flags, registration.interface) = (1, UInt32(exported.number))  // ZCRX_REG_IMPORT
        let registered = try Self.register(registration, on: ring)
        self.ring = ring
        area = other.area
        region = other.region
        self.registration = registered
        identifier = registered.identifier
        token = other.token
    }

    private static func ring(_ bench: VerifyBench) throws -> VerifyBench {
        try bench.another("SINGLE_ISSUER", "DEFER_TASKRUN", "TASKRUN_FLAG", "CQE32")
    }

    private static func register(
        _ registration: receive_queue_registration, on ring: VerifyBench
    ) throws -> receive_queue_registration {
        let memory = BenchMemory(registration)
        let result = ring.register("REGISTER_ZCRX_IFQ", memory)
        if result == -Int(Errno.permissionDenied.number) { throw CheckEnd.skipped("needs CAP_NET_ADMIN") }
        if result != 0 { throw VerifyBench.surprise("REGISTER_ZCRX_IFQ", result, "0") }
        return memory.load()
    }

    /// Receives over loopback: at which offset of the memory that lies which came.
    @discardableResult
    func expectReceiving() throws -> UInt64 {
        let pair = try LoopbackPair()
        let request = try ring.start(
            .of("RECV_ZC") {
                ($0.descriptor, $0.file_index, $0.io_priority) = (pair.first.number, identifier, 1 << 1)  // multishot
            })
        try pair.second.send(text)
        let received = try ring.nextWideCompletion()
        let result = Int(received.completion.result)
        guard result == text.utf8.count else { throw VerifyBench.surprise(request.name, result, "\(text.utf8.count)") }
        let offset = received.extra[0] & Self.offsetMask
        guard offset <= UInt64(area.count - text.utf8.count) else {
            throw CheckEnd.failed("what was received lies at \(offset), beyond the memory")
        }
        try expect("what was received", area.text(text.utf8.count, from: Int(offset)), is: text)
        return offset
    }

    /// Puts the page at `offset` into the queue; the call that follows orders this before what the kernel reads.
    func giveBack(_ offset: UInt64) {
        region.store(
            refill_entry(offset: offset & ~4095 | token, length: 0, padding: 0), at: Int(registration.entries_offset))
        region.store(UInt32(1), at: Int(registration.tail_offset))
    }

    /// How many entries the kernel has taken out of the queue.
    var taken: UInt32 { region.load(UInt32.self, at: Int(registration.head_offset)) }
}
