import CFiber
import Kernel

/// A stack for a whole program where the first thread's is too small (RLIMIT_STACK, `ulimit -s`): Swift's runtime alone
/// has needed 64 KiB. A crash report calls it the thread's, which it stands for.
package enum RoomyStack {
    /// With a guard of a kind that every kernel has.
    private static let configuration = StackConfiguration(sizeBytes: 1 << 20, guardKind: .protection)

    private final class Passenger {
        let body: () -> Void
        let host = UnsafeMutablePointer<fiber_context>.allocate(capacity: 1)
        let fiber = UnsafeMutablePointer<fiber_context>.allocate(capacity: 1)

        init(_ body: @escaping () -> Void) { self.body = body }

        deinit {
            host.deallocate()
            fiber.deallocate()
        }
    }

    /// Runs `body` on the calling thread: on its own stack, or on another where the limit is low and there is memory
    /// for one.
    package static func run<Value>(
        limitBytes: UInt64? = (try? Limit.current(.stack))?.soft, _ body: () -> Value
    ) -> Value {
        guard let limitBytes, limitBytes < configuration.sizeBytes else { return body() }
        let layout = StackLayout(configuration)
        guard var region = try? StackRegion(slots: 1, layout: layout, areThreads: true) else { return body() }
        defer { region.unmap() }
        guard let stack = try? region.prepareNext() else { return body() }
        var value: Value?
        withoutActuallyEscaping(body) { body in
            let passenger = Passenger { value = body() }
            ride(passenger, stack.low(layout), stack.slot + layout.strideBytes)
            fiber_discard(passenger.fiber)
        }
        guard let value else { preconditionFailure("the body was run") }
        return value
    }

    private static func ride(
        _ passenger: Passenger, _ low: UnsafeMutableRawPointer, _ top: UnsafeMutableRawPointer
    ) {
        let (host, fiber) = (passenger.host, passenger.fiber)
        fiber_adopt_thread(host)
        fiber_prepare(fiber, low, top, roomyStackMain, Unmanaged.passUnretained(passenger).toOpaque())
        fiber_switch(host, fiber)
    }

    /// What happens on the stack, but for leaving it: who is on board, which nothing may hold on to by then.
    fileprivate static func run(
        _ argument: UnsafeMutableRawPointer?
    ) -> (fiber: UnsafeMutablePointer<fiber_context>, host: UnsafeMutablePointer<fiber_context>) {
        // `ride` keeps it until this has switched back.
        let passenger = Unmanaged<Passenger>.fromOpaque(argument.unsafelyUnwrapped).takeUnretainedValue()
        fiber_begin(passenger.fiber)
        passenger.body()
        return (passenger.fiber, passenger.host)
    }
}

private func roomyStackMain(_ argument: UnsafeMutableRawPointer?) {
    let (fiber, host) = RoomyStack.run(argument)
    fiber_switch_last(fiber, host)
}
