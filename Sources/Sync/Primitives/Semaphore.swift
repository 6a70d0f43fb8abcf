/// So many may pass until somebody gives one back. Who is woken first has waited longest, but whoever comes meanwhile
/// may be quicker; who was woken `patience` times for nothing passes before those, so that nobody starves.
@usableFromInline
package struct Semaphore<On: Platform>: ~Copyable, Sendable {
    @usableFromInline let gate: Gate<On>

    @usableFromInline
    package init(_ permits: Int, on platform: On, patience: Int = 8) {
        precondition(permits >= 0, "a semaphore has 0 permits or more")
        gate = Gate(on: platform, free: permits, patience: patience)
    }

    /// Takes a permit.
    ///
    /// - Throws: when the patience has come to its end first.
    @inlinable
    package func acquire(_ patience: Patience = .interruptible) throws(WaitFailure) { try gate.pass(patience) {} }

    /// Gives a permit, which need not have been taken.
    @inlinable
    package func release() { gate.leave {} }
}

extension Semaphore where On == Native {
    /// For threads and fibers.
    @inlinable
    package init(_ permits: Int) { self.init(permits, on: Native.shared) }
}
