import CKernel
import Glibc

/// Signals by which a user asks this process to end (SIGINT, SIGTERM), turned into something to read while this lasts:
/// so that what is known by then can still be told. Those that were ignored stay ignored.
///
/// For the one thread of a process that has no others: signals are kept from this thread only.
package struct EndRequests: ~Copyable {
    private let signals: Descriptor
    private let maskBefore: sigset_t

    /// - Throws: what signalfd(2) answered; then the signals end the process as ever.
    package init() throws(CallFailure) {
        var wanted = sigset_t()
        sigemptyset(&wanted)
        for number in [SIGINT, SIGTERM] where signal_is_ignored(number) == 0 { sigaddset(&wanted, number) }
        signals = Descriptor(owning: try checked("signalfd") { make_signal_descriptor(&wanted) })
        var before = sigset_t()
        sigprocmask(SIG_BLOCK, &wanted, &before)
        maskBefore = before
    }

    deinit {
        var before = maskBefore
        sigprocmask(SIG_SETMASK, &before, nil)
    }

    /// Readable once the process was asked to end, until `take` has taken the request.
    package var descriptor: Int32 { signals.number }

    /// Whether there is a request; it is over with that, and does not end the process later.
    package func take() -> Bool {
        var isAsked = false
        // A record (signalfd_siginfo) is 128 bytes; what it says of the sender does not matter.
        var record = [UInt8](repeating: 0, count: 128)
        while read(signals.number, &record, record.count) > 0 { isAsked = true }
        return isAsked
    }
}
