import CKernel
import Glibc
import Kernel
import Ring

/// How sources of packets to poll are found (enum io_uring_napi_tracking_strategy).
private enum Tracking {
    static let dynamic: UInt32 = 0
    static let named: UInt32 = 1
    static let inactive: UInt32 = 255
}

/// What is done with the registration (enum io_uring_napi_op).
private enum Step: UInt8 { case register, add, remove }

/// A number that no network card has: the ring only remembers it.
private let source: UInt32 = 1_000_000

extension OperationCheck {
    /// Settings of polling network cards, which the kernel hands back; that it polls needs a card.
    static let busyPollChecks: [OperationCheck] = [
        .register("REGISTER_NAPI") { bench in
            let ring = try bench.another()
            _ = try set(ring, microseconds: 50)
            let before = try set(ring, microseconds: 0)
            try expect("the time that was set before", before.busy_poll_microseconds, is: 50)
        },
        .register("UNREGISTER_NAPI") { bench in
            let ring = try bench.another()
            _ = try set(ring, microseconds: 50)
            let removed = BenchMemory(napi_registration())
            try ring.expectRegister("UNREGISTER_NAPI", removed)
            try expect(
                "the time that was set before", removed.load(napi_registration.self).busy_poll_microseconds, is: 50)
            try expect("the time that is set", set(ring, microseconds: 0).busy_poll_microseconds, is: 0)
        },
        .flag("NAPI_REGISTER_OP") { bench in
            let ring = try bench.another()
            _ = try set(ring, Tracking.dynamic)
            var unknown = napi_registration()
            unknown.operation = 77
            try ring.expectRegister("REGISTER_NAPI", BenchMemory(unknown), is: .invalidArgument)
        },
        .flag("NAPI_STATIC_ADD_ID") { bench in
            let ring = try bench.another()
            _ = try set(ring, Tracking.named)
            try ring.expectRegister("REGISTER_NAPI", step(.add))
            try ring.expectRegister("REGISTER_NAPI", step(.add), is: Errno(EEXIST))
        },
        .flag("NAPI_STATIC_DEL_ID") { bench in
            let ring = try bench.another()
            _ = try set(ring, Tracking.named)
            try ring.prepare("REGISTER_NAPI", step(.add))
            try ring.expectRegister("REGISTER_NAPI", step(.remove))
            try ring.expectRegister("REGISTER_NAPI", step(.remove), is: .noSuchFile)
        },
        .flag("NAPI_TRACKING_DYNAMIC") { bench in
            let ring = try bench.another()
            _ = try set(ring, Tracking.named)
            try expect("how sources were found before", set(ring, Tracking.dynamic).parameter, is: Tracking.named)
            try ring.expectRegister("REGISTER_NAPI", step(.add), is: .invalidArgument)
        },
        .flag("NAPI_TRACKING_STATIC") { bench in
            let ring = try bench.another()
            _ = try set(ring, Tracking.named)
            try expect("how sources were found before", set(ring, Tracking.dynamic).parameter, is: Tracking.named)
        },
        .flag("NAPI_TRACKING_INACTIVE") { bench in
            let ring = try bench.another()
            try expect("how sources are found at first", set(ring, Tracking.dynamic).parameter, is: Tracking.inactive)
        },
    ]

    private static func step(_ step: Step) -> BenchMemory {
        var registration = napi_registration()
        (registration.operation, registration.parameter) = (step.rawValue, source)
        return BenchMemory(registration)
    }

    /// Sets all: what was set before.
    private static func set(
        _ ring: VerifyBench, _ tracking: UInt32 = Tracking.dynamic, microseconds: UInt32 = 0
    ) throws -> napi_registration {
        var registration = napi_registration()
        (registration.parameter, registration.busy_poll_microseconds) = (tracking, microseconds)
        let memory = BenchMemory(registration)
        try ring.expectRegister("REGISTER_NAPI", memory)
        return memory.load()
    }
}
