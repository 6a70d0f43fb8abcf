import Children
import Kernel

/// What it usually means that a check fails although the kernel lists the operation.
enum UsualMeaning {
    static func of(_ errno: Errno) -> String? {
        switch errno {
        case .invalidArgument:
            "the kernel has the operation, but not this use of it: part of it is newer, or was not taken over by the vendor"
        case .notSupported:
            "the file system or the protocol does not do it, or that part of the kernel was compiled out"
        case .notImplemented: "that part of the kernel was compiled out, or a filter answers in its place"
        case .accessDenied:
            "a restriction of the task (io_uring restrictions, a BPF filter) or a security module refuses it"
        case .permissionDenied: "a security module or a missing right refuses it"
        case .outOfMemory: "a limit of locked memory or of the control group is used up"
        case .cancelled: "something else cancelled it: a link before it failed, or its task ended"
        default: nil
        }
    }

    static let noCompletion = "a wake-up that the kernel lost, or a machine that is overloaded; run it again"

    /// Of a process that did not end by itself.
    static func of(_ outcome: Outcome) -> String {
        switch outcome {
        case .signalled: "a filter that kills, or a bug of the kernel: dmesg(1) tells"
        default: "a request that can neither complete nor be cancelled, a bug of the kernel; or an overloaded machine"
        }
    }
}
