import CKernel
import Glibc
import Kernel

/// A thread besides the one that runs fibers.
enum OtherThread {
    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    /// Runs `body` on a thread of its own, and waits for its end.
    static func run(_ body: () -> Void) throws(BodyFailure) {
        var identifier = pthread_t()
        // The thread is joined before this returns.
        let result = withoutActuallyEscaping(body) { body -> Int32 in
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
            } else {
                pthread_join(identifier, nil)
            }
            return result
        }
        if result != 0 { throw BodyFailure(CallFailure("pthread_create", "", Errno(result))) }
    }
}
