/// A fiber that somebody will join. A handle, to be used on the fibers' thread and within their scope.
@usableFromInline
package struct SpawnedFiber<Value, Failure: Error> {
    @usableFromInline let control: UnsafeMutablePointer<FiberControl>
    @usableFromInline package let number: UInt64

    @inlinable
    init(control: UnsafeMutablePointer<FiberControl>, number: UInt64) {
        self.control = control
        self.number = number
    }

    /// Waits for the fiber's end, frees its stack, and gives its result: as pthread_join(3), to be called once.
    ///
    /// Where the caller is interrupted, before or meanwhile, the fiber is cancelled, and still waited for.
    ///
    /// - Throws: what the fiber threw.
    @inlinable
    package func join() throws(Failure) -> Value {
        FiberScope.awaitEnd(of: control, number: number)
        FiberScope.insistOnEnd(of: control)
        return try SpawnedFiber.takeResult(control).get()
    }

    /// Asks the fiber to come to its end: see `FiberScope.cancel`.
    package func cancel() {
        guard control.pointee.number == number, control.pointee.state != .free else { return }
        FiberScope(state: control.pointee.scheduler.unsafelyUnwrapped).cancel(control)
    }
}

extension SpawnedFiber {
    @usableFromInline typealias Body = () throws(Failure) -> Value
    @usableFromInline typealias Outcome = Result<Value, Failure>

    /// Puts the closure on the fiber's stack.
    @inlinable
    static func place(
        _ body: consuming @escaping () throws(Failure) -> Value, below control: UnsafeMutablePointer<FiberControl>
    ) -> FiberWork {
        let place = place(below: control)
        place.initializeMemory(as: Body.self, to: body)
        return FiberWork(at: place) { step, place in
            switch step {
            case .run:
                let body = place.assumingMemoryBound(to: Body.self).move()
                place.initializeMemory(as: Outcome.self, to: Outcome(catching: body))
            case .dropResult:
                place.assumingMemoryBound(to: Outcome.self).deinitialize(count: 1)
            }
        }
    }

    /// Moves the result out of the stack of a fiber that has ended, and frees the stack.
    @inlinable
    static func takeResult(_ control: UnsafeMutablePointer<FiberControl>) -> Outcome {
        let result = place(below: control).assumingMemoryBound(to: Outcome.self).move()
        FiberScope.reclaim(control)
        return result
    }

    /// Where the closure lies before it has run, and its result afterwards: the stack has at least 16 KiB, and the
    /// fiber itself uses what is below.
    @inlinable
    static func place(below control: UnsafeMutablePointer<FiberControl>) -> UnsafeMutableRawPointer {
        let size = (max(MemoryLayout<Body>.size, MemoryLayout<Outcome>.size) + 15) & ~15
        precondition(
            MemoryLayout<Outcome>.alignment <= 16 && size <= 4096,
            "a result that a fiber carries to its joiner has at most 4,096 bytes: box it")
        return UnsafeMutableRawPointer(control) - size
    }
}
