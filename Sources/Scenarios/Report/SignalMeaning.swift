import Children
import Glibc

/// What a signal says of the process that died of it, whatever the program.
struct SignalMeaning {
    /// In one line.
    var summary: String
    var paragraphs: [String] = []

    static func of(_ crash: CrashSignature) -> SignalMeaning {
        // abort(3) sends its signal too: to the thread that calls it.
        let isAbort = crash.signal == SIGABRT && crash.code == SignalCode.toThread
        if crash.signal == SIGPIPE { return brokenPipe }
        if let code = crash.code, code <= 0, !isAbort {
            return SignalMeaning(summary: "a process sent it (kill, abort, raise); no instruction caused it")
        }
        switch (crash.signal, crash.code) {
        case (SIGSEGV, SignalCode.fromKernel?): return generalProtection
        case (SIGSEGV, SignalCode.mapError?): return unmapped(crash.address)
        case (SIGSEGV, SignalCode.accessError?): return forbidden
        case (SIGSEGV, nil): return segmentationFault(crash.address)
        case (SIGSEGV, _): return SignalMeaning(summary: "an access that the memory's mapping does not allow")
        case (SIGBUS, _): return SignalMeaning(summary: "an access to memory with nothing behind it, or misaligned")
        case (SIGILL, _):
            return SignalMeaning(
                summary: "an instruction that the processor does not execute",
                paragraphs: [
                    """
                    On x86-64 Swift and Clang trap by ud2 (0f 0b), which is this signal: a failed precondition, an \
                    overflow, a nil that was unwrapped. The message, where there is one, stands on standard error. \
                    Another instruction there means a jump to where no code is.
                    """,
                ])
        case (SIGTRAP, _):
            return SignalMeaning(
                summary: "a breakpoint instruction",
                paragraphs: ["On aarch64 Swift and Clang trap by brk, which is this signal; on x86-64 int3 is."])
        case (SIGABRT, _):
            return SignalMeaning(
                summary: "the process gave up by itself (abort)",
                paragraphs: ["Whoever called it said why on standard error: a runtime's check, an assertion, malloc."])
        case (SIGFPE, _): return SignalMeaning(summary: "arithmetic that has no result, such as a division by 0")
        case (SIGSYS, _): return SignalMeaning(summary: "a seccomp filter refused a system call, and kills for it")
        case (SIGALRM, _):
            return SignalMeaning(
                summary: "a timer went off",
                paragraphs: ["Cases and specimens set one for themselves: here it means that one came to no end."])
        default: return SignalMeaning(summary: "a signal that has no special part in what is shown here")
        }
    }

    private static let brokenPipe = SignalMeaning(
        summary: "a write to a pipe or socket that nobody reads any more",
        paragraphs: [
            """
            The kernel sends it to the thread that writes, with the code SI_USER, and unless it is handled, ignored or \
            blocked the process ends without a message and without a core. Ignored or blocked, the write answers EPIPE.
            """,
        ])

    private static let generalProtection = SignalMeaning(
        summary: "a general protection fault (#GP)",
        paragraphs: [
            """
            The processor refused the access without telling its address, so the kernel reports address 0 and itself \
            as the sender. It is no null pointer, which is SEGV_MAPERR. Two causes are common, and the instruction at \
            the program counter tells them apart:
            """,
            """
            It dereferences a register that holds no canonical address (bits 63 to 47 are not all alike), such as \
            0xaaaaaaaaaaaaaaaa: the pointer is garbage, which undefined memory, a stale register or freed memory leave.
            """,
            """
            It is an aligned access (movaps, movdqa, vmovaps, fxsave) whose address is canonical and no multiple of 16 \
            (32 or 64 for wider ones): the stack is misaligned, where the address is computed from rsp or rbp, or the \
            object is.
            """,
            "gdb says both: x/i $pc, info registers.",
        ])

    /// Without its code.
    private static func segmentationFault(_ address: UInt64?) -> SignalMeaning {
        switch address {
        case nil:
            SignalMeaning(
                summary: "a bad address (SEGV_MAPERR, SEGV_ACCERR), or a general protection fault (SI_KERNEL)",
                paragraphs: [howToLearnTheCode] + generalProtection.paragraphs)
        case 0:
            SignalMeaning(
                summary: "a null pointer (SEGV_MAPERR), or a general protection fault (SI_KERNEL)",
                paragraphs: [howToLearnTheCode] + generalProtection.paragraphs)
        case let address?:
            SignalMeaning(
                summary: isNull(address)
                    ? unmapped(address).summary : "nothing is mapped at the address, or what is forbids the access",
                paragraphs: isNull(address) ? [] : [howToLearnTheCode])
        }
    }

    private static let howToLearnTheCode = """
        The code tells them apart. A debugger has it in $_siginfo. In dmesg(1), "general protection fault" is \
        SI_KERNEL; in "segfault at ADDRESS ... error N" an odd N is SEGV_ACCERR, and an even one SEGV_MAPERR, or the \
        SEGV_ACCERR of memory that allows no access at all, as a guard does.
        """

    /// Linux maps nothing there, so that null pointers fault.
    private static func isNull(_ address: UInt64) -> Bool { address < 0x10000 }

    private static func unmapped(_ address: UInt64?) -> SignalMeaning {
        let isNull = address.map(isNull) ?? false
        return SignalMeaning(
            summary: isNull
                ? "a null pointer, or a member of what it should point to" : "nothing is mapped at the address",
            paragraphs: isNull
                ? []
                : [
                    """
                    Just below the stack pointer, it is a stack that overflowed or a frame that jumped the guard; far \
                    from everything, a wild pointer.
                    """,
                ])
    }

    private static let forbidden = SignalMeaning(
        summary: "the memory is mapped, and this access to it is not allowed",
        paragraphs: [
            """
            Just below the stack pointer it is the stack's guard: an overflow. Elsewhere, a write to memory that can \
            only be read, or a jump to memory that holds no code.
            """,
        ])
}
