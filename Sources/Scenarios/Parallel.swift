import Glibc
import Sync

/// Several threads of the parent that share a number of things to do.
enum Parallel {
    /// What is to be done next, and what has come of what was done.
    private final class Work<Value: Sendable>: @unchecked Sendable {
        // Unchecked: the mutex guards the two below it.
        private let mutex = Mutex()
        private var next = 0
        private var values: [Value?]
        private let body: @Sendable (Int) -> Value

        init(_ count: Int, _ body: @escaping @Sendable (Int) -> Value) {
            values = Array(repeating: nil, count: count)
            self.body = body
        }

        /// Does one after another, until none is left.
        func run(progress: (Int) -> Void) {
            while let index = take() {
                progress(index)
                let value = body(index)
                mutex.withLock { values[index] = value }
            }
        }

        private func take() -> Int? {
            mutex.withLock {
                guard next < values.count else { return nil }
                next += 1
                return next - 1
            }
        }

        /// Once all is done.
        var all: [Value] { mutex.withLock { values.compactMap(\.self) } }
    }

    private final class Start {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    /// Calls `work` with every number below `count`, the calling thread among those that do.
    ///
    /// - Parameters:
    ///   - width: how many threads there are, at least 1; fewer where the system gives no more.
    ///   - progress: called with what the calling thread does next.
    /// - Returns: what `work` returned, in the order of the numbers.
    static func map<Value: Sendable>(
        _ count: Int, atATime width: Int, _ work: @escaping @Sendable (Int) -> Value, progress: (Int) -> Void
    ) -> [Value] {
        let shared = Work(count, work)
        var others: [pthread_t] = []
        for _ in 1..<max(2, min(width, count)) where width > 1 {
            guard let thread = start({ shared.run { _ in } }) else { break }
            others.append(thread)
        }
        shared.run(progress: progress)
        for thread in others { pthread_join(thread, nil) }
        return shared.all
    }

    private static func start(_ body: @escaping () -> Void) -> pthread_t? {
        var identifier = pthread_t()
        let argument = Unmanaged.passRetained(Start(body)).toOpaque()
        let result = pthread_create(
            &identifier, nil,
            { argument in
                Unmanaged<Start>.fromOpaque(argument.unsafelyUnwrapped).takeRetainedValue().body()
                return nil
            }, argument)
        if result == 0 { return identifier }
        Unmanaged<Start>.fromOpaque(argument).release()
        return nil
    }
}
