import CFiber
import Glibc

extension Measurement {
    /// Between the thread and one fiber, each switch counted.
    static func switchNanoseconds(count: Int) -> Double {
        let stackBytes = 64 << 10
        let stack = UnsafeMutableRawPointer.allocate(byteCount: stackBytes, alignment: 4096)
        let thread = UnsafeMutablePointer<fiber_context>.allocate(capacity: 2)
        thread.initialize(repeating: fiber_context(), count: 2)
        let fiber = thread + 1
        fiber_adopt_thread(thread)
        fiber_prepare(
            fiber, stack, stack + stackBytes,
            { argument in
                let thread = argument!.assumingMemoryBound(to: fiber_context.self)
                let fiber = thread + 1
                fiber_begin(fiber)
                Measurement.switchBackAndForth(fiber, thread, times: .max)
                fatalError("nothing switches that often")
            }, thread)
        return nanoseconds(count: count) { switchBackAndForth(thread, fiber, times: count / 2) }
    }

    /// Both sides switch from here. Where two places switch, a shift of one by a byte can double or halve the time.
    @inline(never)
    private static func switchBackAndForth(
        _ own: UnsafeMutablePointer<fiber_context>, _ other: UnsafeMutablePointer<fiber_context>, times: Int
    ) {
        for _ in 0..<times { fiber_switch(own, other) }
    }

    /// getppid(2), the shortest way into the kernel and back.
    static func systemCallNanoseconds(count: Int) -> Double {
        nanoseconds(count: count) {
            for _ in 0..<count { _ = getppid() }
        }
    }
}
