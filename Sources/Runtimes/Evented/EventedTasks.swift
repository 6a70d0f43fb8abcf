import Fibers

extension EventedScope: TaskScope {
    package func start(
        _ name: StaticString, _ body: @escaping @Sendable (EventedScope) -> Void
    ) throws(SpawnFailure) -> @Sendable () -> Void {
        expectOwnFiber()
        do throws(StackFailure) {
            let fiber: SpawnedFiber<Void, Never> = try fibers.spawnDetached(name) { body(self) }
            let canceller = FiberCanceller(scope: self, fiber: fiber)
            return { canceller.cancel() }
        } catch {
            throw .stack(error)
        }
    }
}

/// What cancels a fiber, in the hands of whoever has its task.
private struct FiberCanceller: @unchecked Sendable {
    // Unchecked: other threads than the fibers' own get no further than the check.
    let scope: EventedScope
    let fiber: SpawnedFiber<Void, Never>

    func cancel() {
        guard scope.fibers.isOnItsThread else {
            fatalError("a task of an Evented runtime was cancelled by a thread or fiber that is not of its ring")
        }
        fiber.cancel()
    }
}
