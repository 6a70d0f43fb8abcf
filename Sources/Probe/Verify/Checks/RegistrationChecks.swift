import CKernel
import CLiburing
import Catalog
import Glibc
import Kernel
import Ring

extension OperationCheck {
    /// Calls of io_uring_register(2) that are not about files, provided buffers or restrictions.
    static let registrationChecks: [OperationCheck] = [
        .register("REGISTER_BUFFERS") { bench in
            let memory = BenchMemory(bytes: "uringctl")
            try bench.expectRegister("REGISTER_BUFFERS", memory.vector)
            defer { _ = bench.register("UNREGISTER_BUFFERS", count: 0) }
            try expectWriting(bench, memory)
        },
        .register("UNREGISTER_BUFFERS") { bench in
            let memory = BenchMemory(bytes: "uringctl")
            try bench.prepare("REGISTER_BUFFERS", memory.vector)
            try bench.expectRegister("UNREGISTER_BUFFERS", count: 0)
            let pipe = try Descriptor.pipe()
            try bench.expect(.of("WRITE_FIXED", pipe.second.number, memory), is: .badAddress)
        },
        .register("REGISTER_BUFFERS2") { bench in
            let memory = BenchMemory(bytes: "uringctl")
            var registration = resource_registration()
            (registration.count, registration.data) = (1, memory.vector.address)
            try bench.expectRegister("REGISTER_BUFFERS2", sized: BenchMemory(registration))
            defer { _ = bench.register("UNREGISTER_BUFFERS", count: 0) }
            try expectWriting(bench, memory)
        },
        .register("REGISTER_BUFFERS_UPDATE") { bench in
            let memory = BenchMemory(bytes: "uringctl")
            try bench.withBuffers([BenchMemory(8)]) {
                var update = resource_update()
                (update.data, update.count) = (memory.vector.address, 1)
                try bench.expectRegister("REGISTER_BUFFERS_UPDATE", sized: BenchMemory(update), is: 1)
                try expectWriting(bench, memory)
            }
        },
        .register("REGISTER_CLONE_BUFFERS") { bench in
            let source = try bench.another()
            let memory = BenchMemory(bytes: "uringctl")
            try source.withBuffers([memory]) {
                try bench.expectRegister("REGISTER_CLONE_BUFFERS", cloning(UInt32(source.ring.descriptor)))
                defer { _ = bench.register("UNREGISTER_BUFFERS", count: 0) }
                try expectWriting(bench, memory)
            }
        },
        .flag("REGISTER_SRC_REGISTERED") { bench in
            let source = try bench.another()
            let memory = BenchMemory(bytes: "uringctl")
            let registered = try RegisteredRing(source)
            try source.withBuffers([memory]) {
                try bench.expectRegister("REGISTER_CLONE_BUFFERS", cloning(registered.index, flags: 1))
                defer { _ = bench.register("UNREGISTER_BUFFERS", count: 0) }
                try expectWriting(bench, memory)
            }
            try registered.forget()
        },
        .flag("REGISTER_DST_REPLACE") { bench in
            let source = try bench.another()
            let memory = BenchMemory(bytes: "uringctl")
            try source.withBuffers([memory]) {
                try bench.withBuffers([BenchMemory(8)]) {
                    let descriptor = UInt32(source.ring.descriptor)
                    try bench.expectRegister("REGISTER_CLONE_BUFFERS", cloning(descriptor), is: .busy)
                    try bench.expectRegister("REGISTER_CLONE_BUFFERS", cloning(descriptor, flags: 2))
                    try expectWriting(bench, memory)
                }
            }
        },

        .register("REGISTER_EVENTFD") { bench in
            let event = try Descriptor.event()
            try bench.expectRegister("REGISTER_EVENTFD", BenchMemory(event.number))
            defer { _ = bench.register("UNREGISTER_EVENTFD", count: 0) }
            try bench.expect(.of("NOP"))
            try expectSignal(event)
        },
        .register("UNREGISTER_EVENTFD") { bench in
            let event = try Descriptor.event()
            try bench.prepare("REGISTER_EVENTFD", BenchMemory(event.number))
            try bench.expectRegister("UNREGISTER_EVENTFD", count: 0)
            try bench.expect(.of("NOP"))
            try expect(!waitUntilReadable(event.number, timeoutMilliseconds: 0), "the eventfd is signalled all the same")
        },
        .register("REGISTER_EVENTFD_ASYNC") { bench in
            let event = try Descriptor.event()
            try bench.expectRegister("REGISTER_EVENTFD_ASYNC", BenchMemory(event.number))
            defer { _ = bench.register("UNREGISTER_EVENTFD", count: 0) }
            try bench.expect(.of("NOP"))
            try expect(
                !waitUntilReadable(event.number, timeoutMilliseconds: 0),
                "the eventfd is signalled by what was complete at once")
            try bench.expect(Submission.of("NOP").with("ASYNC"))
            try expectSignal(event)
        },

        .register("REGISTER_PROBE") { bench in
            // struct io_uring_probe: the last opcode, how many follow; then 8 bytes for each.
            let answer = BenchMemory(16 + 256 * 8)
            try bench.expectRegister("REGISTER_PROBE", answer, count: 256)
            try expect("whether NOP is supported", answer.load(UInt16.self, at: 16 + 2) & 1, is: 1)
        },
        .register("REGISTER_PERSONALITY") { bench in
            let identifier = bench.register("REGISTER_PERSONALITY", count: 0)
            guard identifier > 0 else { throw VerifyBench.surprise("REGISTER_PERSONALITY", identifier, "a number") }
            defer { _ = bench.register("UNREGISTER_PERSONALITY", count: identifier) }
            try bench.expect(.of("NOP") { $0.personality = UInt16(identifier) })
        },
        .register("UNREGISTER_PERSONALITY") { bench in
            let identifier = bench.register("REGISTER_PERSONALITY", count: 0)
            guard identifier > 0 else { throw CheckEnd.unknown("no rights could be kept") }
            try bench.expectRegister("UNREGISTER_PERSONALITY", count: identifier)
            try bench.expect(.of("NOP") { $0.personality = UInt16(identifier) }, is: .invalidArgument)
        },

        .register("REGISTER_IOWQ_AFF") { bench in
            let processor = current_processor()
            try bench.expectRegister("REGISTER_IOWQ_AFF", sized: try processors(processor))
            defer { _ = bench.register("UNREGISTER_IOWQ_AFF", count: 0) }
            try expect(
                newWorkers(bench).allSatisfy { runs_only_on($0, processor) != 0 }, "a worker may run on other processors")
        },
        .register("UNREGISTER_IOWQ_AFF") { bench in
            let processor = current_processor()
            try bench.prepare("REGISTER_IOWQ_AFF", processors(processor), count: processorBytes)
            try bench.expectRegister("UNREGISTER_IOWQ_AFF", count: 0)
            let workers = try newWorkers(bench)
            // Who may run on one processor only shows nothing.
            guard runs_only_on(0, processor) == 0 else { return }
            try expect(workers.allSatisfy { runs_only_on($0, processor) != 1 }, "a worker runs on one processor only")
        },
        .register("REGISTER_IOWQ_MAX_WORKERS") { bench in
            let limits = BenchMemory([UInt32(2), 0])
            try bench.expectRegister("REGISTER_IOWQ_MAX_WORKERS", limits, count: 2)
            // What was there before is handed back, and 0 changes nothing.
            limits.store(UInt32(0))
            try bench.expectRegister("REGISTER_IOWQ_MAX_WORKERS", limits, count: 2)
            try expect("the limit of workers", limits.load(UInt32.self), is: 2)
        },
        .register("REGISTER_RING_FDS") { bench in
            let ring = try bench.another()
            let registered = try RegisteredRing(ring)
            let entered = raw_io_uring_enter(Int32(registered.index), 0, 0, useRegisteredRing, nil, 0)
            if entered != 0 { throw VerifyBench.surprise("io_uring_enter with the index", entered, "0") }
            try registered.forget()
        },
        .register("UNREGISTER_RING_FDS") { bench in
            let ring = try bench.another()
            let registered = try RegisteredRing(ring)
            try registered.forget()
            let entered = raw_io_uring_enter(Int32(registered.index), 0, 0, useRegisteredRing, nil, 0)
            if entered >= 0 { throw CheckEnd.failed("the index of the ring is still good") }
        },
        .register("REGISTER_CLOCK") { bench in
            var clock = clock_registration()
            clock.clock = 99
            try bench.expectRegister("REGISTER_CLOCK", BenchMemory(clock), count: 0, is: .invalidArgument)
            clock.clock = UInt32(CLOCK_BOOTTIME)
            try bench.expectRegister("REGISTER_CLOCK", BenchMemory(clock), count: 0)
            clock.clock = UInt32(CLOCK_MONOTONIC)
            try bench.expectRegister("REGISTER_CLOCK", BenchMemory(clock), count: 0)
        },
        .register("REGISTER_RESIZE_RINGS") { bench in
            let ring = try bench.another("SINGLE_ISSUER", "DEFER_TASKRUN").ring.descriptor
            var parameters = io_uring_params()
            (parameters.sq_entries, parameters.cq_entries) = (256, 512)
            let number = Catalog.number(ofRegister: "REGISTER_RESIZE_RINGS")
            let result = raw_io_uring_register(ring, number, &parameters, 1)
            if result != 0 { throw VerifyBench.surprise("REGISTER_RESIZE_RINGS", result, "0") }
            // Where the rings lie is at the offset IORING_OFF_SQ_RING, and how many entries there are at the one told.
            guard let mapped = mmap(nil, 4096, PROT_READ, MAP_SHARED, ring, 0), mapped != MAP_FAILED else {
                throw CheckEnd.failed("the resized ring cannot be mapped: \(Errno(errno))", Errno(errno))
            }
            defer { munmap(mapped, 4096) }
            let entries = BenchMemory(mapped: mapped, 4096).load(UInt32.self, at: Int(parameters.sq_off.ring_entries))
            try expect("the number of entries", entries, is: 256)
        },

        .register("REGISTER_QUERY") { _ in
            var opcodes = query_opcodes()
            let result = Interview.query(operation: 0, into: &opcodes)
            if result < 0 { throw VerifyBench.surprise("REGISTER_QUERY", result, "0") }
            try expect(opcodes.request_opcodes > 0, "the kernel says it has no operations")
        },
        query("QUERY_OPCODES", 0), query("QUERY_ZCRX", 1), query("QUERY_SCQ", 2), query("QUERY_ZCRX_EVENT", 3),
    ]

    private static let processorBytes = 128

    /// A set of processors with that one in it.
    private static func processors(_ processor: Int32) throws -> BenchMemory {
        let set = BenchMemory(processorBytes)
        guard processor >= 0, processor < processorBytes * 8 else { throw CheckEnd.unknown("no processor is known") }
        set.store(UInt8(1) << UInt8(processor % 8), at: Int(processor) / 8)
        return set
    }

    /// Threads that the kernel made just now to run requests; those that there were are kept busy. None where /proc
    /// does not show them.
    private static func newWorkers(_ bench: VerifyBench) throws -> [Int32] {
        func workers() -> Set<Int32> {
            // This process has no other threads but its first.
            Set((try? Directory.numbers(in: "/proc/self/task", limit: 64).numbers) ?? []).subtracting([getpid()])
        }
        let before = workers()
        let areSeen = (try? Directory.numbers(in: "/proc/self/task", limit: 64)) != nil
        // A worker waits inside a splice of an empty pipe, where it would leave a read to a poll.
        let splices = try (0...before.count).map { _ in
            let (source, sink) = (try bench.pipe(), try bench.pipe())
            let splice = Submission.of("SPLICE") {
                ($0.descriptor, $0.file_index, $0.length) = (sink.writingEnd, UInt32(source.readingEnd), 1)
                ($0.offset, $0.address) = (.max, .max)  // pipes have no positions
            }
            return (source, try bench.start(splice.with("ASYNC")))
        }
        var new: Set<Int32> = []
        let end = Clock.nanoseconds + 1_000_000_000
        while areSeen, new.isEmpty, Clock.nanoseconds < end {
            usleep(1000)
            new = workers().subtracting(before)
        }
        for (source, splice) in splices {
            _ = try checked("write", "pipe") { write(source.writingEnd, "x", 1) }
            try bench.expect(splice, is: 1)
        }
        return new.sorted()
    }

    private static let useRegisteredRing = Catalog.mask(ofEnter: "REGISTERED_RING")

    private static func query(_ flag: String, _ operation: UInt32) -> OperationCheck {
        .flag(flag) { _ in
            var answer = query_zero_copy_receive()  // as much as any operation fills in
            let result = Interview.query(operation: operation, into: &answer)
            if result < 0 { throw VerifyBench.surprise("REGISTER_QUERY", result, "0") }
        }
    }

    /// That `memory` can be written from as the registered buffer 0.
    private static func expectWriting(_ bench: VerifyBench, _ memory: BenchMemory) throws {
        let pipe = try Descriptor.pipe()
        try bench.expect(.of("WRITE_FIXED", pipe.second.number, memory), is: memory.count)
        try expect("what was written", pipe.first.read(), is: memory.text(memory.count))
    }

    private static func expectSignal(_ event: borrowing Descriptor) throws {
        guard try waitUntilReadable(event.number, timeoutMilliseconds: 2000) else {
            throw CheckEnd.failed("the eventfd is not signalled")
        }
    }

    private static func cloning(_ source: UInt32, flags: UInt32 = 0) -> BenchMemory {
        var cloning = buffer_cloning()
        (cloning.source, cloning.flags) = (source, flags)
        return BenchMemory(cloning)
    }
}

/// The index under which the calling thread's ring is registered.
private struct RegisteredRing {
    let index: UInt32
    private let bench: VerifyBench

    init(_ bench: VerifyBench) throws {
        self.bench = bench
        let update = BenchMemory(
            table_update(offset: .max, reserved: 0, data: UInt64(UInt32(bitPattern: bench.ring.descriptor))))
        try bench.expectRegister("REGISTER_RING_FDS", update, is: 1)
        index = update.load(UInt32.self)
    }

    func forget() throws {
        let update = BenchMemory(table_update(offset: index, reserved: 0, data: 0))
        try bench.expectRegister("UNREGISTER_RING_FDS", update, is: 1)
    }
}
