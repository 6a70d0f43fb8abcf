import Catalog
import Fibers
import Kernel
import Runtimes

// The runtimes that cases and specimens run on, with what hinders them told from what is wrong with them.

/// Runs `body` as the first of the fibers of a scheduler, without a ring.
func onScheduler<Value>(
    _ stacks: StackConfiguration = StackConfiguration(),
    _ body: @escaping (FiberScope) throws(BodyFailure) -> Value
) throws(BodyFailure) -> Value {
    do throws(RunFailure<BodyFailure>) {
        return try Scheduler(stacks).run(body)
    } catch {
        throw BodyFailure(error)
    }
}

/// Runs `body` as the first of the fibers on a ring, with such stacks.
func onRing<Value>(
    _ stacks: StackConfiguration, _ body: @escaping (EventedScope) throws(BodyFailure) -> Value
) throws(BodyFailure) -> Value {
    var configuration = Evented.Configuration()
    configuration.stacks = stacks
    return try onRing(configuration, body)
}

/// Runs `body` as the first of the fibers on a ring.
func onRing<Value>(
    _ configuration: Evented.Configuration = Evented.Configuration(),
    _ body: @escaping (EventedScope) throws(BodyFailure) -> Value
) throws(BodyFailure) -> Value {
    let runtime: Evented
    do throws(CallFailure) { runtime = try Evented(configuration) } catch { throw BodyFailure(error) }
    let flags = runtime.setupFlags
    let taken = Catalog.setupFlags.filter { flags & $0.mask != 0 }.map(\.name)
    Workbench.note("the ring's setup flags: \(taken.isEmpty ? "none" : taken.joined(separator: ", "))")
    do throws(RunFailure<BodyFailure>) { return try runtime.run(body) } catch { throw BodyFailure(error) }
}

/// A pipe, where it is no finding that there is none.
func makePipe() throws(BodyFailure) -> DescriptorPair {
    do throws(CallFailure) { return try Descriptor.pipe() } catch { throw BodyFailure(error) }
}

extension FiberScope {
    /// `spawn`, where it is no finding that there is no stack.
    func start<Value, Failure: Error>(
        _ name: StaticString = "fiber", _ body: @escaping () throws(Failure) -> Value
    ) throws(BodyFailure) -> SpawnedFiber<Value, Failure> {
        do throws(StackFailure) { return try spawn(name, body) } catch { throw .prevented("\(error)") }
    }

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
