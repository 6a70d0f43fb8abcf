import Fibers
import Kernel

/// Something that cannot be copied, for several closures.
final class Shared<Value: ~Copyable & Sendable>: Sendable {
    let value: Value
    init(_ value: consuming Value) { self.value = value }
}

extension FiberScope {
    /// Lets the others run until it `holds`, which fibers or other threads bring about.
    func yield(until holds: () -> Bool) {
        var looks = 0
        while !holds() {
            self.yield()
            looks += 1
            // A thread that it waits for may need the processor.
            if looks.isMultiple(of: 64) { Processors.rest(nanoseconds: 20_000) }
        }
    }
}
