import CKernel
import Glibc
import Kernel

/// A thread besides the one that runs the body, which may crash too.
struct OtherThread {
    private let identifier: pthread_t

    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    /// Runs `body` on a thread of its own, and waits for its end.
    static func run(_ body: () -> Void) throws(BodyFailure) {
        // The thread is joined before this returns.
        try withoutActuallyEscaping(body) { body throws(BodyFailure) in try OtherThread(running: body).join() }
    }

    /// Runs `body` on a thread of its own, beside the caller.
    static func start(_ body: @escaping @Sendable () -> Void) throws(BodyFailure) -> OtherThread {
        try OtherThread(running: body)
    }

    private init(running body: @escaping () -> Void) throws(BodyFailure) {
        var identifier = pthread_t()
        let argument = Unmanaged.passRetained(Work(body)).toOpaque()
        let result = pthread_create(
            &identifier, nil,
            { argument in
                // Without its own alternate stack, a crash here could not be written down.
                _ = crash_install(STDOUT_FILENO)
                Unmanaged<Work>.fromOpaque(argument.unsafelyUnwrapped).takeRetainedValue().body()
                return nil
            }, argument)
        if result != 0 {
            Unmanaged<Work>.fromOpaque(argument).release()
            throw BodyFailure(CallFailure("pthread_create", "", Errno(result)))
        }
        self.identifier = identifier
    }

    /// Waits for its end, once. A fiber that calls this keeps its siblings waiting too.
    func join() { pthread_join(identifier, nil) }
}
