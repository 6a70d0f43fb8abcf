import Glibc

/// Threads of a test, each of which runs one body.
public enum Threads {
    private final class Start {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs `bodies` at the same time, and returns when all have ended.
    public static func run(_ bodies: [@Sendable () -> Void]) {
        let threads = bodies.map { body in
            var thread = pthread_t()
            let argument = Unmanaged.passRetained(Start(body)).toOpaque()
            let result = pthread_create(
                &thread, nil,
                { argument in
                    Unmanaged<Start>.fromOpaque(argument!).takeRetainedValue().body()
                    return nil
                }, argument)
            precondition(result == 0, "a thread can be started")
            return thread
        }
        for thread in threads { pthread_join(thread, nil) }
    }

    /// Runs `body` that many times at once, with the numbers from 0 on.
    public static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        run((0..<count).map { number in { body(number) } })
    }
}
