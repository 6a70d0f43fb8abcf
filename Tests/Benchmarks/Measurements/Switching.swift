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
                while true { fiber_switch(fiber, thread) }
            }, thread)
        return nanoseconds(count: count) {
            for _ in 0..<count / 2 { fiber_switch(thread, fiber) }
        }
    }

    /// getppid(2), the shortest way into the kernel and back.
    static func systemCallNanoseconds(count: Int) -> Double {
        nanoseconds(count: count) {
            for _ in 0..<count { _ = getppid() }
        }
    }
}
