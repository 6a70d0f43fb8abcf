import CKernel
import Catalog
import Glibc
import Kernel
import Ring

extension OperationCheck {
    /// Ends of requests that wait: reads of pipes that stay empty.
    static let cancellationChecks: [OperationCheck] = [
        .operation("ASYNC_CANCEL") { bench in
            let waiting = try WaitingRead(bench)
            try bench.expect(.of("ASYNC_CANCEL") { $0.address = waiting.request.userData })
            try bench.expect(waiting.request, is: .cancelled)
        },
        .register("REGISTER_SYNC_CANCEL") { bench in
            let waiting = try WaitingRead(bench)
            var cancellation = sync_cancel_registration()
            cancellation.address = waiting.request.userData
            cancellation.descriptor = -1
            // No limit of time but its own.
            (cancellation.timeout_seconds, cancellation.timeout_nanoseconds) = (-1, -1)
            try bench.expectRegister("REGISTER_SYNC_CANCEL", BenchMemory(cancellation))
            try bench.expect(waiting.request, is: .cancelled)
        },

        .flag("ASYNC_CANCEL_ALL") { bench in
            let pipe = try bench.pipe()
            let reads = try (0..<2).map { _ in try WaitingRead(bench, of: pipe) }
            // Both are of one descriptor.
            try bench.expect(cancel(1 << 0 | 1 << 1) { $0.descriptor = pipe.readingEnd }, is: 2)
            for read in reads { try bench.expect(read.request, is: .cancelled) }
        },
        .flag("ASYNC_CANCEL_FD") { bench in
            let reads = try (0..<2).map { _ in try WaitingRead(bench) }
            try bench.expect(cancel(1 << 1) { $0.descriptor = reads[1].pipe.readingEnd })
            try bench.expect(reads[1].request, is: .cancelled)
            try bench.cancel(reads[0].request)
        },
        .flag("ASYNC_CANCEL_ANY") { bench in
            let ring = try bench.another()
            let reads = try (0..<2).map { _ in try WaitingRead(ring) }
            try ring.expect(cancel(1 << 2), is: 2)
            for read in reads { try ring.expect(read.request, is: .cancelled) }
        },
        .flag("ASYNC_CANCEL_FD_FIXED") { bench in
            let pipe = try bench.pipe()
            try bench.withFiles([-1, pipe.readingEnd]) {
                let request = try bench.start(Submission.of("READ", 1, BenchMemory(1)).with("FIXED_FILE"))
                try bench.expect(cancel(1 << 1 | 1 << 3) { $0.descriptor = 1 })
                try bench.expect(request, is: .cancelled)
            }
        },
        .flag("ASYNC_CANCEL_USERDATA") { bench in
            try expectSecondKey(bench, 1 << 4) { $0.address = $1 ? $2.userData : .max }
        },
        .flag("ASYNC_CANCEL_OP") { bench in
            try expectSecondKey(bench, 1 << 5) {
                $0.length = UInt32(Catalog.number(ofOpcode: $1 ? "READ" : "WRITE"))
                _ = $2
            }
        },
    ]

    private static func cancel(_ flags: UInt32, _ change: (inout Submission) -> Void = { _ in }) -> Submission {
        .of("ASYNC_CANCEL") {
            $0.operation_flags = flags
            change(&$0)
        }
    }

    /// By descriptor and by a second key, which has to match too.
    ///
    /// - Parameter setKey: sets the key of a request: the right one, or another.
    private static func expectSecondKey(
        _ bench: VerifyBench, _ flag: UInt32, _ setKey: (inout Submission, _ isRight: Bool, Request) -> Void
    ) throws {
        let waiting = try WaitingRead(bench)
        for (isRight, expected) in [(false, -Int(Errno.noSuchFile.number)), (true, 0)] {
            let submission = cancel(1 << 1 | flag) {
                $0.descriptor = waiting.pipe.readingEnd
                setKey(&$0, isRight, waiting.request)
            }
            try bench.expect(submission, is: expected)
        }
        try bench.expect(waiting.request, is: .cancelled)
    }
}

/// A read of a pipe that stays empty.
private struct WaitingRead {
    let pipe: OpenPipe
    let request: Request

    init(_ bench: VerifyBench, of pipe: OpenPipe? = nil) throws {
        self.pipe = try pipe ?? bench.pipe()
        request = try bench.start(.of("READ", self.pipe.readingEnd, BenchMemory(1)))
    }
}
