import CFiber
import Fibers
import Glibc
import Kernel

/// Swift's exclusivity checks keep the accesses in progress in a list for each thread, which knows nothing of fibers.
enum AccessSpecimens {
    private final class Box {
        var value = 0
    }

    /// Where the optimizer can't see that the same object is meant, it leaves the check in.
    @inline(never)
    @_optimize(none)
    private static func opaque(_ box: Box) -> Box { box }

    /// Changes a value, and lets others run in the middle of it.
    @inline(never)
    private static func modify(_ value: inout Int, _ interlude: () -> Void) {
        let before = value
        interlude()
        value = before + 1
    }

    static func switchInAccess(_ effort: Effort) throws(BodyFailure) -> Finding {
        let box = Box()
        try onScheduler { (scope) throws(BodyFailure) in
            let fibers = try ["one", "two"].map { _ throws(BodyFailure) in
                try scope.start("access") { modify(&opaque(box).value) { scope.yield() } }
            }
            for fiber in fibers { fiber.join() }
        }
        return box.value == 2
            ? .unharmed("both fibers' changes are there")
            : .wrong("two fibers added 1 to 0 and made it \(box.value): one change is lost")
    }

    /// A fiber of the bare switch, which nothing keeps on its thread.
    private final class Migrant {
        let box = Box()
        var fiber = UnsafeMutablePointer<fiber_context>.allocate(capacity: 1)
        /// Whoever runs the fiber, stopped.
        var host = UnsafeMutablePointer<fiber_context>.allocate(capacity: 1)
        var hasEnded = false

        func run() {
            modify(&opaque(box).value) {
                let (fiber, host) = (fiber, host)
                fiber_switch(fiber, host)
            }
            hasEnded = true
        }
    }

    /// The fiber begins an access on one thread and ends it on another; then the first thread goes on.
    static func migratedAccess(_ effort: Effort) throws(BodyFailure) -> Finding {
        let stackBytes = 256 << 10
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK
        guard let stack = mmap(nil, stackBytes, PROT_READ | PROT_WRITE, flags, -1, 0), stack != MAP_FAILED else {
            throw BodyFailure(CallFailure("mmap", "\(stackBytes) bytes", Errno(errno)))
        }
        let migrant = Migrant()
        let argument = Unmanaged.passRetained(migrant).toOpaque()
        fiber_adopt_thread(migrant.host)
        fiber_prepare(
            migrant.fiber, stack, stack + stackBytes,
            { argument in
                let migrant = Unmanaged<Migrant>.fromOpaque(argument.unsafelyUnwrapped).takeUnretainedValue()
                fiber_begin(migrant.fiber)
                migrant.run()
                fiber_switch_last(migrant.fiber, migrant.host)
            }, argument)
        let (fiber, host) = (migrant.fiber, migrant.host)
        fiber_switch(host, fiber)
        try OtherThread.run {
            fiber_adopt_thread(host)
            // An access of this thread's own, whose place in the list the fiber's end takes.
            let own = Box()
            modify(&opaque(own).value) { fiber_switch(host, fiber) }
        }
        // The thread that began the access still has it in its list, on a stack that is not its own.
        var sum = 0
        for _ in 0..<64 {
            modify(&opaque(migrant.box).value) {}
            sum += migrant.box.value
        }
        return migrant.hasEnded && sum > 0
            ? .unharmed("the access ended on another thread, and nobody noticed")
            : .wrong("the fiber did not come to its end")
    }
}
