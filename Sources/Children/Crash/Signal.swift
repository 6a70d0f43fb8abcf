import CKernel
import Glibc

package enum Signal {
    /// "SIGSYS" for 31.
    package static func name(_ number: Int32) -> String {
        signal_name(number).map { "SIG" + String(cString: $0) } ?? "signal \(number)"
    }

    /// 31 for "SIGSYS", "sys" and "31".
    package static func number(named text: String) -> Int32? {
        let numbers = Int32(1)...64
        if let number = Int32(text) { return numbers.contains(number) ? number : nil }
        let name = text.uppercased()
        return numbers.first { number in
            guard let known = signal_name(number).map({ String(cString: $0) }) else { return false }
            return known == name || "SIG" + known == name
        }
    }
}

/// Why a signal was sent (siginfo_t.si_code), by the names of sigaction(2).
package enum SignalCode {
    // Those that code asks about; Glibc's module has them as anonymous enumerations, or not at all.

    /// SI_USER: kill(2).
    package static let fromUser: Int32 = 0
    /// SI_QUEUE: sigqueue(3).
    package static let fromQueue: Int32 = -1
    /// SI_TKILL: tgkill(2), by which abort(3) and raise(3) send.
    package static let toThread: Int32 = -6
    /// SI_KERNEL: the kernel itself sent it, and of a fault it knows no address.
    package static let fromKernel: Int32 = 0x80
    /// SEGV_MAPERR.
    package static let mapError: Int32 = 1
    /// SEGV_ACCERR.
    package static let accessError: Int32 = 2
    /// ILL_ILLOPN, of ud2.
    package static let illegalOperand: Int32 = 2
    /// TRAP_BRKPT.
    package static let breakpoint: Int32 = 1

    /// "SEGV_MAPERR" for 1 of SIGSEGV; the number where it has no name.
    package static func name(_ code: Int32, of signal: Int32) -> String {
        (rows(signal) + anySignal).first { $0.code == code }?.name ?? "\(code)"
    }

    /// 1 for "SEGV_MAPERR" of SIGSEGV, also for "MAPERR" and "1", in either case of letters.
    package static func number(named text: String, of signal: Int32) -> Int32? {
        if let number = Int32(text) { return number }
        let name = text.uppercased()
        return (rows(signal) + anySignal).first { row in
            row.name == name || row.name.drop { $0 != "_" }.dropFirst() == name
        }?.code
    }

    private typealias Row = (code: Int32, name: String)

    private static let anySignal: [Row] = [
        (0, "SI_USER"), (0x80, "SI_KERNEL"), (-1, "SI_QUEUE"), (-2, "SI_TIMER"), (-3, "SI_MESGQ"), (-4, "SI_ASYNCIO"),
        (-5, "SI_SIGIO"), (-6, "SI_TKILL"), (-7, "SI_DETHREAD"), (-60, "SI_ASYNCNL"),
    ]

    /// asm-generic/siginfo.h, the same on every architecture here.
    private static func rows(_ signal: Int32) -> [Row] {
        switch signal {
        case SIGILL:
            [
                (1, "ILL_ILLOPC"), (2, "ILL_ILLOPN"), (3, "ILL_ILLADR"), (4, "ILL_ILLTRP"), (5, "ILL_PRVOPC"),
                (6, "ILL_PRVREG"), (7, "ILL_COPROC"), (8, "ILL_BADSTK"), (9, "ILL_BADIADDR"),
            ]
        case SIGFPE:
            [
                (1, "FPE_INTDIV"), (2, "FPE_INTOVF"), (3, "FPE_FLTDIV"), (4, "FPE_FLTOVF"), (5, "FPE_FLTUND"),
                (6, "FPE_FLTRES"), (7, "FPE_FLTINV"), (8, "FPE_FLTSUB"), (14, "FPE_FLTUNK"), (15, "FPE_CONDTRAP"),
            ]
        case SIGSEGV:
            [
                (1, "SEGV_MAPERR"), (2, "SEGV_ACCERR"), (3, "SEGV_BNDERR"), (4, "SEGV_PKUERR"), (5, "SEGV_ACCADI"),
                (6, "SEGV_ADIDERR"), (7, "SEGV_ADIPERR"), (8, "SEGV_MTEAERR"), (9, "SEGV_MTESERR"), (10, "SEGV_CPERR"),
            ]
        case SIGBUS:
            [
                (1, "BUS_ADRALN"), (2, "BUS_ADRERR"), (3, "BUS_OBJERR"), (4, "BUS_MCEERR_AR"), (5, "BUS_MCEERR_AO"),
            ]
        case SIGTRAP:
            [
                (1, "TRAP_BRKPT"), (2, "TRAP_TRACE"), (3, "TRAP_BRANCH"), (4, "TRAP_HWBKPT"), (5, "TRAP_UNK"),
                (6, "TRAP_PERF"),
            ]
        case SIGSYS: [(1, "SYS_SECCOMP"), (2, "SYS_USER_DISPATCH")]
        default: []
        }
    }
}
