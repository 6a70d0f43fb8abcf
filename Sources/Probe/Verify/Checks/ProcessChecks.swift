import CKernel
import Glibc
import Kernel
import Ring

extension OperationCheck {
    /// Waits for a child process.
    static let processChecks: [OperationCheck] = [
        .operation("WAITID") { bench in try expectWaiting(bench, information: nil) },
        .flag("WAITID_SIGINFO") { bench in
            let information = BenchMemory(128)
            let child = try expectWaiting(bench, information: information)
            // siginfo_t of SIGCHLD: three numbers, and from the next multiple of 8 on pid, uid and status.
            try expect("si_pid", information.load(Int32.self, at: 16), is: child)
            try expect("si_status", information.load(Int32.self, at: 24), is: 5)
        },
    ]

    @discardableResult
    private static func expectWaiting(_ bench: VerifyBench, information: BenchMemory?) throws -> Int32 {
        let child = start_ending_child(5)
        if child < 0 { throw CallFailure("fork", "", Errno(-child)) }
        // Where the request did not.
        defer { waitpid(child, nil, WNOHANG) }
        try bench.expect(
            .of("WAITID") {
                $0.descriptor = child
                $0.length = 1  // P_PID
                $0.file_index = UInt32(WEXITED)
                $0.offset = information?.address ?? 0
            })
        try expect(waitpid(child, nil, WNOHANG) < 0, "the child has not been waited for")
        return child
    }
}
