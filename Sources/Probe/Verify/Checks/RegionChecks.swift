import CKernel
import Catalog
import Glibc
import Kernel
import Ring

private let waitNanoseconds: Int64 = 1_000_000

extension OperationCheck {
    /// Waits whose arguments lie in memory that the kernel was told of.
    static let regionChecks: [OperationCheck] = [
        .register("REGISTER_MEM_REGION") { bench in
            let region = region(BenchMemory(4096))
            try bench.expectRegister("REGISTER_MEM_REGION", region)
            // A ring has one.
            try bench.expectRegister("REGISTER_MEM_REGION", region, is: .busy)
        },
        .flag("MEM_REGION_TYPE_USER") { bench in try expectTimedWait(bench) },
        .flag("MEM_REGION_REG_WAIT_ARG") { bench in
            // Only while the ring is disabled.
            let enabled = try bench.another()
            try enabled.expectRegister(
                "REGISTER_MEM_REGION", region(BenchMemory(4096), holdsWaits: true), is: .invalidArgument)
            try expectTimedWait(bench)
        },
        .flag("REG_WAIT_TS", needs: [.register("REGISTER_MEM_REGION")]) { bench in try expectTimedWait(bench) },
        .flag("MIN_WAIT") { bench in
            // Of two completions that are waited for one is there: with a minimum, that is enough once it has passed.
            let ring = try bench.another()
            _ = try ring.start(.of("NOP"))
            let time = BenchMemory(time: 2_000_000_000)
            var argument = wait_argument()
            argument.minimum_wait_microseconds = UInt32(waitNanoseconds / 1000)
            argument.timeout = time.address
            let memory = BenchMemory(argument)
            let flags = Catalog.mask(ofEnter: "GETEVENTS") | Catalog.mask(ofEnter: "EXT_ARG")
            let start = Clock.nanoseconds
            let result = raw_io_uring_enter(ring.ring.descriptor, 0, 2, flags, memory.pointer, memory.count)
            if result != 0 { throw VerifyBench.surprise("io_uring_enter with a minimum", result, "0") }
            let taken = Clock.nanoseconds - start
            try expect(taken >= waitNanoseconds, "the wait took \(taken) ns, at least \(waitNanoseconds) expected")
        },
    ]

    private static func region(_ memory: BenchMemory, holdsWaits: Bool = false) -> BenchMemory {
        var region = memory_region()
        (region.address, region.size, region.flags) = (memory.address, UInt64(memory.count), 1)  // the program's memory
        var registration = memory_region_registration()
        (registration.region, registration.flags) = (BenchMemory(region).address, holdsWaits ? 1 : 0)
        return BenchMemory(registration)
    }

    /// A wait that ends with the time which lies in a region.
    private static func expectTimedWait(_ bench: VerifyBench) throws {
        let ring = try bench.another("R_DISABLED")
        let memory = BenchMemory(4096)
        var argument = registered_wait()
        (argument.timeout_nanoseconds, argument.flags) = (waitNanoseconds, 1)  // REG_WAIT_TS
        memory.store(argument)
        try ring.expectRegister("REGISTER_MEM_REGION", region(memory, holdsWaits: true))
        try ring.prepare("REGISTER_ENABLE_RINGS", count: 0)
        let flags = ["GETEVENTS", "EXT_ARG", "EXT_ARG_REG"].reduce(0) { $0 | Catalog.mask(ofEnter: $1) }
        let start = Clock.nanoseconds
        let size = MemoryLayout<registered_wait>.size
        let result = raw_io_uring_enter(ring.ring.descriptor, 0, 1, flags, nil, size)
        guard result == -Int(Errno.timerExpired.number) else {
            throw VerifyBench.surprise("io_uring_enter with a registered wait", result, "\(Errno.timerExpired)")
        }
        let taken = Clock.nanoseconds - start
        try expect(taken >= waitNanoseconds, "the wait took \(taken) ns of \(waitNanoseconds)")
    }
}
