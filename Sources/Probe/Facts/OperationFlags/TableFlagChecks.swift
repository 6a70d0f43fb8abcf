import Catalog
import Glibc
import Kernel
import Ring

/// The flags of openat(2) in a request, for the root directory: the one file there always is.
private let directory = UInt32(O_RDONLY | O_DIRECTORY)
private let rootPathOffset = 640

extension OperationFlagCheck {
    /// Requests on a table of two empty file slots. Slots are counted from 1 in requests, from 0 elsewhere.
    static let tableChecks: [OperationFlagCheck] = [
        inTable("OPENAT_DIRECT", taken: .value(0), opcode: "OPENAT") { submission, bench in
            openRoot(&submission, bench)
            submission.file_index = 1
        },
        inTable("FILE_INDEX_ALLOC", taken: .value(0), opcode: "OPENAT") { submission, bench in
            openRoot(&submission, bench)
            submission.file_index = .max
        },
        // Closing an empty slot is EBADF. A kernel that ignores the slot closes descriptor 0 instead, which asking
        // has no use for.
        inTable("CLOSE_DIRECT", taken: .errnos([.badDescriptor]), opcode: "CLOSE") { submission, _ in
            submission.file_index = 1
        },
        inTable("SOCKET_DIRECT", taken: .value(0), opcode: "SOCKET") { submission, _ in
            submission.descriptor = AF_UNIX
            submission.offset = UInt64(SOCK_STREAM.rawValue)
            submission.file_index = 1
        },
        call("ACCEPT_DIRECT", taken: .value(0)) { (bench) throws(CallFailure) in
            let listener = try Descriptor.localListener()
            _ = try listener.connected()  // the connection waits to be accepted although its client has gone
            return try bench.withFileTable { () throws(CallFailure) in
                let result = try bench.result(of: .of("ACCEPT") {
                    $0.descriptor = listener.number
                    $0.file_index = 1
                })
                if result > 2 { close(Int32(result)) }
                return result
            }
        },
        inTable("PIPE_DIRECT", taken: .value(0), opcode: "PIPE") { submission, bench in
            submission.address = bench.address(1024)
            submission.file_index = 1
        },
        inTable(
            "FILES_UPDATE_ALLOC", taken: .value(1), refused: [.invalidArgument, Errno(EOVERFLOW)],
            opcode: "FILES_UPDATE"
        ) { submission, bench in
            submission.address = bench.place(bench.event, at: 1024)
            submission.length = 1
            submission.offset = UInt64(UInt32.max)
        },
        call("FIXED_FD_NO_CLOEXEC", taken: .errnos([.badDescriptor])) { (bench) throws(CallFailure) in
            try bench.withFileTable { () throws(CallFailure) in
                try bench.result(of: .of("FIXED_FD_INSTALL") {
                    $0.flags = Catalog.mask(ofSubmission: "FIXED_FILE")  // the descriptor is a slot, an empty one
                    $0.operation_flags = 1
                })
            }
        },
        call("REGISTER_FILES_SKIP", taken: .value(1), refused: [.badDescriptor]) { (bench) throws(CallFailure) in
            try bench.withFileTable { () throws(CallFailure) in
                let skip = bench.place(Int32(-2), at: 1024)
                return bench.register(
                    RegisterNumber.filesUpdate, [0, 0, UInt32(truncatingIfNeeded: skip), UInt32(skip >> 32)], count: 1)
            }
        },

        request("MSG_DATA", taken: .value(0)) { submission, bench in toItself(&submission, bench) },
        none("MSG_SEND_FD", "needs two rings"),
        none("MSG_RING_CQE_SKIP", "needs two rings"),
        bit("MSG_RING_FLAGS_PASS", in: .operationFlags, taken: .value(0)) { submission, bench in
            toItself(&submission, bench)
        },
    ]

    /// A request while the ring has a table. A descriptor that comes back, where the slot was ignored, is closed.
    private static func inTable(
        _ flag: String, taken: Taken, refused: [Errno] = [.invalidArgument], opcode: String,
        prepare: @escaping @Sendable (inout Submission, CheckBench) -> Void
    ) -> OperationFlagCheck {
        call(flag, taken: taken, refused: refused) { (bench) throws(CallFailure) in
            try bench.withFileTable { () throws(CallFailure) in
                var submission = Submission.of(opcode)
                prepare(&submission, bench)
                let result = try bench.result(of: submission)
                if result > 2, opcode == "OPENAT" || opcode == "SOCKET" { close(Int32(result)) }
                return result
            }
        }
    }

    private static func openRoot(_ submission: inout Submission, _ bench: CheckBench) {
        submission.descriptor = AT_FDCWD
        submission.address = bench.place(UInt16(UInt8(ascii: "/")), at: rootPathOffset)  // and the byte that ends it
        submission.operation_flags = directory
    }

    /// A message to the very ring that sends it.
    private static func toItself(_ submission: inout Submission, _ bench: CheckBench) {
        submission.descriptor = bench.ring.descriptor
        submission.offset = 1  // user data of what arrives, which nobody waits for
    }
}
