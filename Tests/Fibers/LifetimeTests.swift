import Fibers
import Testing

/// What fibers hold is released, whether they ran, were joined, or neither.
@Suite struct LifetimeTests {
    /// Unchecked: an error may hold one, and all is one thread's.
    private final class Counted: @unchecked Sendable {
        private let count: UnsafeMutablePointer<Int>
        init(_ count: UnsafeMutablePointer<Int>) {
            self.count = count
            count.pointee += 1
        }
        deinit { count.pointee -= 1 }
    }

    private enum Failure: Error { case holding(Counted) }

    /// How many objects are left when a scheduler has run `body`.
    private func left(_ body: @escaping (FiberScope, @escaping () -> Counted) throws -> Void) throws -> Int {
        let count = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        count.initialize(to: 0)
        defer { count.deallocate() }
        try Scheduler().run { scope in try body(scope) { Counted(count) } }
        return count.pointee
    }

    @Test func resultsThatAreJoined() throws {
        #expect(try left { scope, make in
            let fiber = try scope.spawn { () throws(Never) in make() }
            _ = fiber.join()
        } == 0)
    }

    @Test func resultsThatNobodyTakes() throws {
        #expect(try left { scope, make in
            for _ in 0..<10 { _ = try scope.spawn { () throws(Never) in make() } }
        } == 0)
    }

    @Test func errorsThatNobodyTakes() throws {
        #expect(try left { scope, make in
            for _ in 0..<10 { _ = try scope.spawn { () throws(Failure) in throw .holding(make()) } }
        } == 0)
    }

    @Test func closuresOfDetachedFibers() throws {
        #expect(try left { scope, make in
            for _ in 0..<10 {
                let held = make()
                try scope.detach { withExtendedLifetime(held) { scope.yield() } }
            }
        } == 0)
    }

    @Test func whatAnInterruptedFiberHeld() throws {
        #expect(try left { scope, make in
            for _ in 0..<10 {
                _ = try scope.spawn { () throws(Interruption) in
                    let held = make()
                    defer { withExtendedLifetime(held) {} }
                    try scope.park()
                }
            }
            scope.yield()
        } == 0)
    }
}
