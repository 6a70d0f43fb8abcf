import CKernel
import Glibc
import Kernel
import Ring

extension OperationCheck {
    /// From one ring to another.
    static let messageChecks: [OperationCheck] = [
        .operation("MSG_RING") { bench in try expectMessage(bench) },
        .flag("MSG_DATA") { bench in try expectMessage(bench) },
        .flag("MSG_RING_FLAGS_PASS") { bench in
            let other = try bench.another()
            try bench.expect(
                message(to: other) { ($0.operation_flags, $0.file_index) = (1 << 1, 0x7000) })
            try expect("the flags of what arrived", other.nextCompletion().flags, is: 0x7000)
        },
        .flag("MSG_SEND_FD") { bench in
            try expect("the number of completions posted", arrivalsOfFile(bench, flags: 0), is: 1)
        },
        .flag("MSG_RING_CQE_SKIP") { bench in
            try expect("the number of completions posted", arrivalsOfFile(bench, flags: 1), is: 0)
        },
        .register("REGISTER_SEND_MSG_RING") { bench in
            let message = BenchMemory(message(to: bench) { $0.length = 33 })
            let result = raw_io_uring_register(-1, RegisterNumber.sendMessage, message.pointer, 1)
            if result != 0 { throw VerifyBench.surprise("REGISTER_SEND_MSG_RING", result, "0") }
            try expect("the result of what arrived", bench.nextCompletion().result, is: 33)
        },
    ]

    private static func message(to other: VerifyBench, _ change: (inout Submission) -> Void) -> Submission {
        .of("MSG_RING") {
            $0.descriptor = other.ring.descriptor
            $0.offset = 4242  // user data
            change(&$0)
        }
    }

    private static func expectMessage(_ bench: VerifyBench) throws {
        let other = try bench.another()
        try bench.expect(message(to: other) { $0.length = 33 })
        let arrived = try other.nextCompletion()
        try expect("what arrived", [UInt64(UInt32(bitPattern: arrived.result)), arrived.userData], is: [33, 4242])
    }

    /// Puts a file of one ring's table into the other's: how many completions the other ring got of that.
    private static func arrivalsOfFile(_ bench: VerifyBench, flags: UInt32) throws -> Int {
        let other = try bench.another()
        let pipe = try Descriptor.pipe(holding: "x")
        try other.prepare("REGISTER_FILES", BenchMemory([Int32(-1), -1]), count: 2)
        try bench.withFiles([-1, pipe.first.number]) {
            try bench.expect(
                message(to: other) {
                    $0.address = 1  // IORING_MSG_SEND_FD
                    $0.address3 = 1  // from slot 1
                    $0.file_index = 1  // to slot 0
                    $0.operation_flags = flags
                })
        }
        // It completes after what the message posted.
        let read = try other.start(Submission.of("READ", 0, BenchMemory(1)).with("FIXED_FILE"))
        try other.expect(read, is: 1)
        return other.completions(withUserData: 4242)
    }
}
