import Glibc
import Kernel
import Runtimes

/// Who meets at a primitive: threads, or fibers of one ring.
enum Parties: String {
    case threads, fibers

    /// Runs `body` by each of `count`, with its number from 0 on: nanoseconds from the first that begins to the last
    /// that ends.
    func nanoseconds(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) throws -> Double {
        switch self {
        case .threads: return ThreadGroup(count, body).run()
        case .fibers:
            return try Evented().run { scope in
                let start = Clock.nanoseconds
                let fibers = try (0..<count).map { number in try scope.spawn { () throws(Never) in body(number) } }
                for fiber in fibers { fiber.join() }
                return Double(Clock.nanoseconds - start)
            }
        }
    }
}

/// Threads that begin together, each bound to a processor, in turn: where the scheduler puts two that wait for each
/// other decides more than how they wait.
final class ThreadGroup: @unchecked Sendable {
    // What is written, each thread writes at its own number, and is read when all have been joined.
    private let body: @Sendable (Int) -> Void
    private let count: Int
    private let moments: UnsafeMutablePointer<(start: Int64, end: Int64)>
    private let barrier = UnsafeMutablePointer<pthread_barrier_t>.allocate(capacity: 1)

    init(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        self.body = body
        self.count = count
        moments = .allocate(capacity: count)
        moments.initialize(repeating: (0, 0), count: count)
        precondition(pthread_barrier_init(barrier, nil, UInt32(count)) == 0)
    }

    deinit {
        pthread_barrier_destroy(barrier)
        barrier.deallocate()
        moments.deallocate()
    }

    private struct Member {
        let group: ThreadGroup
        let number: Int
    }

    func run() -> Double {
        let threads = (0..<count).map { number in
            let member = UnsafeMutablePointer<Member>.allocate(capacity: 1)
            member.initialize(to: Member(group: self, number: number))
            var thread = pthread_t()
            let error = pthread_create(
                &thread, nil,
                { argument in
                    // Made above for this thread alone.
                    let place = argument!.assumingMemoryBound(to: Member.self)
                    let member = place.move()
                    place.deallocate()
                    member.group.perform(member.number)
                    return nil
                }, member)
            precondition(error == 0, "a thread cannot be made")
            return thread
        }
        for thread in threads { pthread_join(thread, nil) }
        let all = UnsafeBufferPointer(start: moments, count: count)
        return Double(all.map(\.end).max()! - all.map(\.start).min()!)
    }

    private func perform(_ number: Int) {
        Processor.bindThread(number)
        pthread_barrier_wait(barrier)
        let start = Clock.nanoseconds
        body(number)
        moments[number] = (start, Clock.nanoseconds)
    }
}
