import CKernel

/// An errno value: the number, and the name this architecture gives it.
package struct Errno: Error, Hashable, Sendable, CustomStringConvertible {
    package let number: Int32

    package init(_ number: Int32) { self.number = number }

    /// "EPERM", or nil where the C library knows no name for the number.
    package var name: String? { error_name(number).map { String(cString: $0) } }

    /// "Operation not permitted", in English whatever the locale.
    package var text: String { error_text(number).map { String(cString: $0) } ?? "Unknown error" }

    /// "EPERM (1, Operation not permitted)": never a number alone, never a name alone.
    package var description: String { "\(name ?? "errno") (\(number), \(text))" }

    /// EPERM or EACCES: not a question of what there is, but of who may.
    package var isRefusal: Bool { self == .permissionDenied || self == .accessDenied }

    /// "EPERM", for places where the number stands beside it.
    package var shortDescription: String { name ?? "errno \(number)" }
}

extension Errno {
    /// By its name, such as "EPERM", in any case; the names that the kernel has two of for one number are known too.
    package init?(named name: String) {
        let name = name.uppercased()
        let sought = Self.otherNames.first { $0.name == name }?.usual ?? name
        guard let found = Self.named.first(where: { $0.name == sought }) else { return nil }
        self = found
    }

    /// Those that have names, in the order of their numbers.
    package static var named: [Errno] { (1...255).map { Errno($0) }.filter { $0.name != nil } }

    private static let otherNames: [(name: String, usual: String)] = [
        ("EWOULDBLOCK", "EAGAIN"), ("EDEADLOCK", "EDEADLK"), ("ENOTSUP", "EOPNOTSUPP"),
    ]
}

extension Errno {
    package static let permissionDenied = Errno(1)  // EPERM
    package static let noSuchFile = Errno(2)  // ENOENT
    package static let noSuchProcess = Errno(3)  // ESRCH
    package static let interrupted = Errno(4)  // EINTR
    package static let badDescriptor = Errno(9)  // EBADF
    package static let tryAgain = Errno(11)  // EAGAIN
    package static let outOfMemory = Errno(12)  // ENOMEM
    package static let accessDenied = Errno(13)  // EACCES
    package static let badAddress = Errno(14)  // EFAULT
    package static let busy = Errno(16)  // EBUSY
    package static let invalidArgument = Errno(22)  // EINVAL
    package static let tooManyFilesInSystem = Errno(23)  // ENFILE
    package static let tooManyFiles = Errno(24)  // EMFILE
    package static let brokenPipe = Errno(32)  // EPIPE
    package static let notImplemented = Errno(38)  // ENOSYS
    package static let timerExpired = Errno(62)  // ETIME
    package static let overflow = Errno(75)  // EOVERFLOW
    package static let notSupported = Errno(95)  // EOPNOTSUPP
    package static let addressInUse = Errno(98)  // EADDRINUSE
    package static let noSuchFamily = Errno(97)  // EAFNOSUPPORT
    package static let noSuchAddress = Errno(99)  // EADDRNOTAVAIL
    package static let networkDown = Errno(100)  // ENETDOWN
    package static let networkUnreachable = Errno(101)  // ENETUNREACH
    package static let connectionReset = Errno(104)  // ECONNRESET
    package static let noBufferSpace = Errno(105)  // ENOBUFS
    package static let isConnected = Errno(106)  // EISCONN
    package static let timedOut = Errno(110)  // ETIMEDOUT
    package static let connectionRefused = Errno(111)  // ECONNREFUSED
    package static let alreadyInProgress = Errno(114)  // EALREADY
    package static let inProgress = Errno(115)  // EINPROGRESS
    package static let cancelled = Errno(125)  // ECANCELED
}

/// A system or library call that failed: which, on what, and why.
@usableFromInline
package struct CallFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The call as its man page names it: "open", "io_uring_setup".
    package let call: String
    /// The arguments that matter for a reader, or empty.
    package let arguments: String
    package let errno: Errno

    package init(_ call: String, _ arguments: String = "", _ errno: Errno) {
        self.call = call
        self.arguments = arguments
        self.errno = errno
    }

    @usableFromInline
    package var description: String { "\(call)(\(arguments)): \(errno)" }
}
