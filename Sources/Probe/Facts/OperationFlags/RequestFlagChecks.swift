import Catalog
import Glibc
import Kernel
import Ring

/// User data that no request of the bench has.
private let nobody: UInt64 = 0xdead_0000

extension OperationFlagCheck {
    /// Requests that need no socket and no table of files.
    static let requestChecks: [OperationFlagCheck] = [
        bit("NOP_INJECT_RESULT", in: .operationFlags, taken: .value(77)) { submission, _ in submission.length = 77 },
        // Some kernels (6.16 to 6.19) fail these requests and yet report 0: that they refuse an undefined bit decides.
        bit("NOP_FILE", in: .operationFlags, taken: .successOr([.badDescriptor])) { submission, _ in
            submission.descriptor = -1
        },
        bit("NOP_FIXED_FILE", in: .operationFlags, besides: 1 << 1, taken: .successOr([.badDescriptor])),
        bit("NOP_FIXED_BUFFER", in: .operationFlags, taken: .successOr([.badAddress])),
        bit("NOP_TW", in: .operationFlags, taken: .value(0)),
        bit("NOP_CQE32", in: .operationFlags, on: Catalog.mask(ofSetup: "CQE32"), taken: .value(0)),

        bit("FSYNC_DATASYNC", in: .operationFlags, taken: .value(0)) { submission, bench in
            submission.descriptor = bench.file
        },
        feature("CURRENT_POSITION", "RW_CUR_POS"),
        feature("RW_ATTR_FLAG_PI", "RW_ATTR"),
        none("WRITE_STREAM", "most files answer EINVAL whether the kernel knows it or not"),

        feature("POLL_WIDE_MASK", "POLL_32BITS"),
        call("POLL_ADD_MULTI", taken: .value(1), ask: multishotPoll),
        bit("POLL_ADD_LEVEL", in: .length, taken: .success) { submission, bench in
            submission.descriptor = bench.event
            submission.operation_flags = UInt32(POLLIN)
        },
        bit("POLL_UPDATE_EVENTS", in: .length, taken: .errnos([.noSuchFile])) { submission, _ in
            submission.address = nobody
        },
        bit("POLL_UPDATE_USER_DATA", in: .length, taken: .errnos([.noSuchFile])) { submission, _ in
            submission.address = nobody
        },

        timeout("TIMEOUT_ABS"),
        timeout("TIMEOUT_BOOTTIME"),
        timeout("TIMEOUT_REALTIME"),
        timeout("TIMEOUT_ETIME_SUCCESS"),
        timeout("TIMEOUT_MULTISHOT"),
        bit("TIMEOUT_IMMEDIATE_ARG", in: .operationFlags, taken: .errnos([.timerExpired])) { submission, _ in
            submission.address = 1  // nanosecond
            submission.length = 1
        },
        timeoutUpdate("TIMEOUT_UPDATE"),
        timeoutUpdate("LINK_TIMEOUT_UPDATE"),

        bit("SPLICE_F_FD_IN_FIXED", in: .operationFlags, taken: .errnos([.badDescriptor])) { submission, bench in
            submission.descriptor = bench.event
            submission.length = 1
        },

        cancel("ASYNC_CANCEL_ALL"),
        cancel("ASYNC_CANCEL_FD"),
        cancel("ASYNC_CANCEL_ANY"),
        cancel("ASYNC_CANCEL_FD_FIXED", besides: 1 << 1 /* FD */),
        cancel("ASYNC_CANCEL_USERDATA"),
        cancel("ASYNC_CANCEL_OP"),

        request("FUTEX2_FLAGS", of: "FUTEX_WAKE", taken: .value(0)) { submission, bench in
            submission.descriptor = 0x80 | 0x02  // FUTEX2_PRIVATE, FUTEX2_SIZE_U32
            submission.address = bench.address(256)
            submission.offset = 1  // wake one
            submission.address3 = UInt64(UInt32.max)  // any bit
        },
        request("WAITID_SIGINFO", taken: .errnos([Errno(ECHILD)])) { submission, bench in
            submission.length = 0  // P_ALL
            submission.file_index = UInt32(WEXITED)
            submission.offset = bench.address(256)  // where the siginfo_t would go
        },
        none("BPF_LOOP", "a ring does not say whether BPF programs can drive it"),
    ]

    /// A time that is over: ETIME from a kernel that knows the flag.
    private static func timeout(_ flag: String) -> OperationFlagCheck {
        bit(flag, in: .operationFlags, taken: .errnos([.timerExpired])) { submission, bench in
            submission.address = bench.time(seconds: 0, nanoseconds: 1)
            submission.length = 1
            submission.offset = 1  // a multishot timeout ends after one
        }
    }

    private static func timeoutUpdate(_ flag: String) -> OperationFlagCheck {
        bit(flag, in: .operationFlags, taken: .errnos([.noSuchFile])) { submission, bench in
            submission.address = nobody
            submission.offset = bench.time(seconds: 1, nanoseconds: 0)
        }
    }

    /// Nothing is pending on the bench: ENOENT, or a count of 0, or EALREADY where a worker is about to forget what it
    /// has completed.
    private static func cancel(_ flag: String, besides: UInt32 = 0) -> OperationFlagCheck {
        bit(
            flag, in: .operationFlags, besides: besides,
            taken: .successOr([.noSuchFile, .badDescriptor, Errno(EALREADY)])
        ) { submission, bench in
            submission.address = flag == "ASYNC_CANCEL_FD" || besides != 0 ? 0 : nobody
            submission.descriptor = flag == "ASYNC_CANCEL_FD" ? bench.event : 0
        }
    }

    /// 1 when a poll for many events says that more will follow. What is armed is removed again.
    private static let multishotPoll: @Sendable (CheckBench) throws(CallFailure) -> Int = {
        (bench) throws(CallFailure) in
        let armed = try bench.completion(of: .of("POLL_ADD") {
            $0.descriptor = bench.event
            $0.operation_flags = UInt32(POLLIN)
            $0.length = 1
        })
        if armed.result < 0 { return Int(armed.result) }
        guard armed.flags & moreFollows != 0 else { return 0 }
        _ = try bench.completion(of: .of("POLL_REMOVE") {
            $0.address = armed.userData
        })
        return 1
    }

    /// IORING_CQE_F_MORE: the request stays armed, more completions follow.
    static let moreFollows: UInt32 = 1 << 1
}
