import CKernel
import Catalog
import Glibc
import Kernel

private let disabled = Catalog.mask(ofSetup: "R_DISABLED")

extension OperationFlagCheck {
    /// Calls of io_uring_register(2).
    static let registerChecks: [OperationFlagCheck] = [
        call("RSRC_REGISTER_SPARSE", taken: .value(0)) { bench in
            // struct io_uring_rsrc_register: how many, flags, then two pointers that a sparse table does without.
            let result = bench.register(RegisterNumber.files2, [1, 1, 0, 0, 0, 0, 0, 0], count: 32)
            if result == 0 { _ = bench.ring.register(RegisterNumber.unregisterFiles, nil, count: 0) }
            return result
        },

        bufferRing("PBUF_RING_MMAP", flags: 1),
        bufferRing("PBUF_RING_INC", flags: 1 | 2),
        bufferRing("BUF_RING_MIN_LEFT", flags: 1 | 2, minimumLeft: 16),

        call("REGISTER_SRC_REGISTERED", taken: .errnos([.badDescriptor])) { bench in
            cloneBuffers(bench, source: 15, flags: 1)  // no ring is registered under this index
        },
        call("REGISTER_DST_REPLACE", taken: .errnos([Errno(ENXIO)])) { bench in
            cloneBuffers(bench, source: UInt32(bench.ring.descriptor), flags: 2)  // a source without buffers
        },

        call("NAPI_REGISTER_OP", taken: .value(0)) { Napi.track(.named, on: $0) },
        call("NAPI_TRACKING_STATIC", taken: .value(0)) { Napi.track(.named, on: $0) },
        // Dynamic is 0, which kernels without it take as well; but one that has it takes no names then.
        call("NAPI_TRACKING_DYNAMIC", taken: .value(1)) { bench in
            let named = Napi.result(of: [{ Napi.track(.named, on: $0) }, Napi.add, Napi.remove], on: bench)
            if named < 0 { return named }
            let found = Napi.result(of: [{ Napi.track(.found, on: $0) }, Napi.add], on: bench)
            return found == -Int(EINVAL) ? 1 : found
        },
        // The state before registering, which registering hands back.
        call("NAPI_TRACKING_INACTIVE", taken: .value(255)) { bench in
            _ = bench.register(RegisterNumber.unregisterNapi, [0, 0, 0, 0], count: 1)
            return Napi.trackingBefore(.named, on: bench)
        },
        call("NAPI_STATIC_ADD_ID", taken: .value(0)) { bench in
            defer { _ = Napi.remove(bench) }
            return Napi.result(of: [{ Napi.track(.named, on: $0) }, Napi.add], on: bench)
        },
        call("NAPI_STATIC_DEL_ID", taken: .value(0)) { bench in
            Napi.result(of: [{ Napi.track(.named, on: $0) }, Napi.add, Napi.remove], on: bench)
        },

        memoryRegion("MEM_REGION_REG_WAIT_ARG", flags: 1, taken: .value(0)),
        // A ring takes one region: EBUSY where the one before, which is also user memory, was taken.
        memoryRegion("MEM_REGION_TYPE_USER", flags: 0, taken: .successOr([Errno(EBUSY)])),
        feature("MIN_WAIT", "MIN_TIMEOUT"),
        none("REG_WAIT_TS", "needs a wait on registered memory"),

        restriction("RESTRICTION_REGISTER_OP"),
        restriction("RESTRICTION_SQE_OP"),
        restriction("RESTRICTION_SQE_FLAGS_ALLOWED"),
        restriction("RESTRICTION_SQE_FLAGS_REQUIRED"),
        none("RESTRICTIONS_PER_TASK", "cannot be undone"),
        none("BPF_CMD_FILTER", "cannot be undone"),
        none("BPF_FILTER_DENY_REST", "cannot be undone"),
        none("BPF_FILTER_SZ_STRICT", "cannot be undone"),
    ]

    /// What IORING_REGISTER_QUERY says of itself and of zero-copy receive.
    static let queryChecks: [OperationFlagCheck] = [
        query("QUERY_OPCODES", .queried(0)),
        query("QUERY_ZCRX", .queried(1)),
        query("QUERY_SCQ", .queried(2)),
        query("QUERY_ZCRX_EVENT", .queried(3)),
        query("ZCRX_AREA_DMABUF", .queriedBit(.queriedZeroCopyAreaFlags)),
        query("ZCRX_REG_IMPORT", .queriedBit(.queriedZeroCopyRegisterFlags)),
        query("ZCRX_REG_NODEV", .queriedBit(.queriedZeroCopyRegisterFlags)),
        query("ZCRX_FEATURE_RX_PAGE_SIZE", .queriedBit(.queriedZeroCopyFeatures)),
        query("ZCRX_FEATURE_EVENT", .queriedBit(.queriedZeroCopyFeatures)),
        none("ZCRX_EVENT_ALLOC_FAIL", "needs a network card's queue"),
        none("ZCRX_EVENT_COPY", "needs a network card's queue"),
        none("ZCRX_EVENT_DESC_FLAG_STATS", "needs a network card's queue"),
        query("ZCRX_CTRL_FLUSH_RQ", .queriedCount(.queriedZeroCopyControls)),
        query("ZCRX_CTRL_EXPORT", .queriedCount(.queriedZeroCopyControls)),
        query("ZCRX_CTRL_ARM_EVENT", .queriedCount(.queriedZeroCopyControls)),
        query("ZCRX_CTRL_ADD_AREA", .queriedCount(.queriedZeroCopyControls)),
    ]

    /// A ring of one buffer in memory of the kernel's own, given back at once.
    private static func bufferRing(_ flag: String, flags: UInt32, minimumLeft: UInt32 = 0) -> OperationFlagCheck {
        // Before MMAP was a flag its place was padding, and the address was looked at first.
        call(flag, taken: .value(0), refused: [.invalidArgument, .badAddress]) { bench in
            // struct io_uring_buf_reg: address, entries, group and flags, bytes to leave, 20 bytes of padding.
            let group: UInt32 = 2
            let argument: [UInt32] = [0, 0, 1, group | flags << 16, minimumLeft, 0, 0, 0, 0, 0]
            let result = bench.register(RegisterNumber.providedBufferRing, argument, count: 1)
            if result == 0 {
                _ = bench.register(
                    RegisterNumber.unregisterProvidedBufferRing, [0, 0, 0, group, 0, 0, 0, 0, 0, 0], count: 1)
            }
            return result
        }
    }

    private static func cloneBuffers(_ bench: CheckBench, source: UInt32, flags: UInt32) -> Int {
        // struct io_uring_clone_buffers: source, flags, two offsets, how many, 12 bytes of padding.
        bench.register(RegisterNumber.cloneBuffers, [source, flags, 0, 0, 0, 0, 0, 0], count: 1)
    }

    /// One page of this process as memory that it shares with the kernel, on a ring that has not been started.
    private static func memoryRegion(_ flag: String, flags: UInt64, taken: Taken) -> OperationFlagCheck {
        call(flag, on: disabled, taken: taken) { bench in
            let size = UInt64(getpagesize())
            guard let page = mmap(nil, Int(size), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
                page != MAP_FAILED
            else { return -Int(errno) }
            defer { munmap(page, Int(size)) }  // the kernel keeps its own hold on the page until the ring is closed
            // struct io_uring_region_desc: address, size, flags (1: user memory) and id, offset, 32 bytes of padding.
            _ = bench.place(UInt64(UInt(bitPattern: page)), at: 1024)
            _ = bench.place(size, at: 1032)
            _ = bench.place(UInt64(1), at: 1040)
            // struct io_uring_mem_region_reg: address of the former, flags, 16 bytes of padding.
            let description = bench.address(1024)
            var argument: [UInt64] = [description, flags, 0, 0]
            return bench.ring.register(RegisterNumber.memoryRegion, &argument, count: 1)
        }
    }

    /// All four kinds at once, as a ring takes restrictions only once: EBUSY is what the second asking gets.
    private static func restriction(_ flag: String) -> OperationFlagCheck {
        call(flag, on: disabled, taken: .successOr([Errno(EBUSY)])) { bench in
            // struct io_uring_restriction: 16 bits of kind, the operation or flags (0: NOP, none), 13 bytes of padding.
            let argument = (UInt32(0)...3).flatMap { kind -> [UInt32] in [kind, 0, 0, 0] }
            return bench.register(RegisterNumber.restrictions, argument, count: 4)
        }
    }
}

/// Calls of IORING_REGISTER_NAPI. They only say what the ring would poll while it waits; the bench's never does.
private enum Napi {
    enum Tracking: UInt32 { case found = 0, named = 1 }

    /// A made-up source: the kernel looks it up only when it polls.
    private static let source: UInt32 = 1_000_000

    static func track(_ tracking: Tracking, on bench: CheckBench) -> Int {
        bench.register(RegisterNumber.napi, words(operation: 0, tracking.rawValue), count: 1)
    }

    /// What was tracked before, or the negated errno.
    static func trackingBefore(_ tracking: Tracking, on bench: CheckBench) -> Int {
        var words = words(operation: 0, tracking.rawValue)
        let result = bench.ring.register(RegisterNumber.napi, &words, count: 1)
        return result < 0 ? result : Int(words[2])
    }

    static func add(_ bench: CheckBench) -> Int {
        bench.register(RegisterNumber.napi, words(operation: 1, source), count: 1)
    }

    static func remove(_ bench: CheckBench) -> Int {
        bench.register(RegisterNumber.napi, words(operation: 2, source), count: 1)
    }

    /// The first failure, or what the last call answers.
    static func result(of calls: [(CheckBench) -> Int], on bench: CheckBench) -> Int {
        var result = 0
        for call in calls where result >= 0 { result = call(bench) }
        return result
    }

    /// struct io_uring_napi: microseconds, then preference, operation and padding, parameter, reserved.
    private static func words(operation: UInt32, _ parameter: UInt32) -> [UInt32] { [0, operation << 8, parameter, 0] }
}
