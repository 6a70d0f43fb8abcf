/// A number of resources, such as connections, among any number of takers. Who is woken first has waited longest, but
/// whoever comes meanwhile may be quicker; who was woken `patience` times for nothing takes before those, so that
/// nobody starves.
@usableFromInline
package struct Pool<On: Platform>: ~Copyable, Sendable {
    @usableFromInline let gate: Gate<On>
    /// Guarded by the gate's mutex.
    @usableFromInline nonisolated(unsafe) let shelf: UnsafeMutablePointer<Shelf>
    @usableFromInline let owner: OwnedMemory<Shelf>

    /// Which resources are there, the one put back last on top: it is still warm.
    @usableFromInline
    struct Shelf {
        @usableFromInline var stack: [Int]
        @usableFromInline var isTaken: [Bool]
    }

    /// - Parameter count: how many resources, at least 1; they are the numbers below that.
    @usableFromInline
    package init(_ count: Int, on platform: On, patience: Int = 8) {
        precondition(count > 0, "a pool has a resource or more")
        gate = Gate(on: platform, free: count, patience: patience)
        owner = OwnedMemory(Shelf(stack: (0..<count).reversed(), isTaken: Array(repeating: false, count: count)))
        shelf = owner.place
    }

    /// Takes a resource, and waits for one where none is there.
    ///
    /// - Throws: when the patience has come to its end first.
    @inlinable
    package func take(_ patience: Patience = .interruptible) throws(WaitFailure) -> Int {
        try gate.pass(patience) {
            let resource = shelf.pointee.stack.removeLast()
            shelf.pointee.isTaken[resource] = true
            return resource
        }
    }

    /// Puts back a resource that was taken.
    @inlinable
    package func putBack(_ resource: Int) {
        gate.leave {
            guard shelf.pointee.isTaken.indices.contains(resource), shelf.pointee.isTaken[resource] else {
                gate.mutex.platform.fail(.foreignResource)
            }
            shelf.pointee.isTaken[resource] = false
            shelf.pointee.stack.append(resource)
        }
    }

    /// How many are there to take, for whoever waits or comes.
    @inlinable
    package var freeCount: Int { gate.mutex.withLock { shelf.pointee.stack.count } }
}

extension Pool where On == Native {
    /// For threads and fibers.
    @inlinable
    package init(_ count: Int) { self.init(count, on: Native.shared) }
}
