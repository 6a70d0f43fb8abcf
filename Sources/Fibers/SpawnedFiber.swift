/// A fiber that somebody will join. A handle, to be used on the fibers' thread and within their scope.
package struct SpawnedFiber<Value, Failure: Error> {
    @usableFromInline let control: UnsafeMutablePointer<FiberControl>
    package let number: UInt64

    @inlinable
    init(control: UnsafeMutablePointer<FiberControl>, number: UInt64) {
        self.control = control
        self.number = number
    }

    /// Waits for the fiber's end, frees its stack, and gives its result: as pthread_join(3), to be called once.
    ///
    /// The wait is not interruptible: the fiber can be, with `cancel`.
    ///
    /// - Throws: what the fiber threw.
    @inlinable
    package func join() throws(Failure) -> Value {
        precondition(
            control.pointee.number == number && control.pointee.state != .free && control.pointee.joiner == nil,
            "a fiber is joined once")
        let scope = FiberScope(state: control.pointee.scheduler.unsafelyUnwrapped)
        if control.pointee.state != .ended {
            control.pointee.joiner = scope.current
            scope.parkUninterruptibly()
        }
        let result = SpawnedFiber.takeResult(control.pointee.work.unsafelyUnwrapped)
        scope.reclaim(control)
        return try result.get()
    }

    /// Asks the fiber to come to its end: see `FiberScope.cancel`.
    package func cancel() {
        guard control.pointee.number == number, control.pointee.state != .free else { return }
        FiberScope(state: control.pointee.scheduler.unsafelyUnwrapped).cancel(control)
    }
}

extension SpawnedFiber: FiberWork {
    /// The closure before it has run, its result afterwards.
    @usableFromInline
    enum Work {
        case body(() throws(Failure) -> Value)
        case result(Result<Value, Failure>)
    }

    /// Puts the closure on the fiber's stack, below its control block.
    @inlinable
    static func place(_ body: @escaping () throws(Failure) -> Value, on control: UnsafeMutablePointer<FiberControl>) {
        let size = (MemoryLayout<Work>.size + 15) & ~15
        precondition(
            MemoryLayout<Work>.alignment <= 16 && size <= 4096,
            "a result that a fiber carries to its joiner has at most 4,096 bytes: box it")
        // The stack has at least 16 KiB, and nobody uses it yet.
        let work = UnsafeMutableRawPointer(control) - size
        work.initializeMemory(as: Work.self, to: .body(body))
        control.pointee.work = work
        control.pointee.workType = Self.self
    }

    @inlinable
    package static func run(_ work: UnsafeMutableRawPointer) {
        let place = work.assumingMemoryBound(to: Work.self)
        guard case .body(let body) = place.move() else { preconditionFailure("a fiber runs once") }
        do throws(Failure) {
            place.initialize(to: .result(.success(try body())))
        } catch {
            place.initialize(to: .result(.failure(error)))
        }
    }

    @inlinable
    package static func destroy(_ work: UnsafeMutableRawPointer) {
        work.assumingMemoryBound(to: Work.self).deinitialize(count: 1)
    }

    @inlinable
    static func takeResult(_ work: UnsafeMutableRawPointer) -> Result<Value, Failure> {
        guard case .result(let result) = work.assumingMemoryBound(to: Work.self).move() else {
            preconditionFailure("a fiber that has ended has a result")
        }
        return result
    }
}
