import Runtimes
import Sync

/// What wakes a fiber that waits for its ring.
enum Waker: String {
    case thread
    /// A fiber of another ring.
    case ring
}

enum WakeWay: String {
    case message, register, event

    fileprivate var ways: WakeWays {
        switch self {
        case .message: .message
        case .register: .register
        case .event: []
        }
    }
}

extension Measurement {
    /// `count` round trips between a fiber that waits for its ring and `waker`, each on a thread of its own.
    static func wakeNanoseconds(by waker: Waker, _ way: WakeWay, count: Int) -> Double {
        let events = Row(2) { Event<Native>() }
        @Sendable func run(_ number: Int) {
            for _ in 0..<count {
                if number == 0 {
                    events[1].set()
                    events[0].receive()
                } else {
                    events[1].receive()
                    events[0].set()
                }
            }
        }
        return ThreadGroup(2) { number in
            if number == 0, waker == .thread { return run(number) }
            var configuration = Evented.Configuration()
            configuration.wakeWays = way.ways
            do { try Evented(configuration).run { _ in run(number) } } catch {
                fatalError("no ring to wait for: \(error)")
            }
        }.run() / Double(count)
    }
}
