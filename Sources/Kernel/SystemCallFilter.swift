import CKernel

/// A seccomp filter that answers chosen system calls of io_uring in the kernel's stead, as containers' filters do.
package struct SystemCallFilter: Sendable, Equatable {
    /// What a filtered call comes to.
    package enum Action: Sendable, Equatable {
        /// It fails: 1 to 4095, the numbers that a system call can answer.
        case errno(Errno)
        /// The process dies of SIGSYS, whatever it has made of that signal.
        case killProcess
        /// The thread gets SIGSYS, which the process may have a handler for.
        case trap
    }

    package struct Calls: OptionSet, Sendable, Hashable {
        package let rawValue: UInt32

        package init(rawValue: UInt32) { self.rawValue = rawValue }

        package static let setup = Calls(rawValue: UInt32(FILTERED_SETUP))
        package static let enter = Calls(rawValue: UInt32(FILTERED_ENTER))
        package static let register = Calls(rawValue: UInt32(FILTERED_REGISTER))
        package static let all: Calls = [.setup, .enter, .register]
    }

    package var action: Action
    package var calls: Calls

    package init(_ action: Action, on calls: Calls = .all) {
        self.action = action
        self.calls = calls
    }

    /// The numbers that a filter can have a call fail with; the kernel takes a greater one for the last of these.
    package static let errnoBounds: ClosedRange<Int32> = 1...4095

    /// Puts the filter on the calling thread and on all threads and processes that it starts from here on, for good;
    /// execve(2) keeps it. Other threads stay as they are: whoever calls this is about to execute a program or to
    /// gather facts, on the only thread that matters, and to reach the others (SECCOMP_FILTER_FLAG_TSYNC) would fail
    /// where one of them has a filter of its own.
    ///
    /// Without CAP_SYS_ADMIN this sets no_new_privs first, as the kernel demands; with it, nothing else changes.
    ///
    /// - Throws: what seccomp(2) or prctl(2) answered: ENOSYS or EINVAL where the kernel has no filters, EPERM where a
    ///   filter refuses another.
    package func install() throws(CallFailure) {
        let result: Int32
        switch action {
        case .errno(let errno):
            precondition(Self.errnoBounds.contains(errno.number), "a system call cannot fail with \(errno.number)")
            result = install_call_filter(calls.rawValue, errno.number, FAIL_THE_CALL)
        case .killProcess: result = install_call_filter(calls.rawValue, 0, KILL_THE_PROCESS)
        case .trap: result = install_call_filter(calls.rawValue, 0, RAISE_SIGSYS)
        }
        try Self.check(result)
    }

    /// Leaves `calls` of this thread to a tracer (SECCOMP_RET_TRACE), for good: without one they fail with ENOSYS, unless
    /// another filter refuses them, whose word takes precedence (seccomp(2)). So this tells whether there is one that does.
    ///
    /// - Throws: as `install` does.
    package static func installTrial(on calls: Calls) throws(CallFailure) {
        try check(install_call_filter(calls.rawValue, 0, HAND_TO_TRACER))
    }

    private static func check(_ result: Int32) throws(CallFailure) {
        if result < 0 { throw CallFailure("seccomp", "SECCOMP_SET_MODE_FILTER", Errno(-result)) }
    }
}
