import CKernel
import Fibers
import Glibc
import Kernel
import Runtimes

/// What is written once and runs on either runtime: a closure cannot be generic.
protocol Workout: Sendable {
    associatedtype Value
    func run<Scope: TaskScope>(_ scope: Scope) throws(BodyFailure) -> Value
}

extension Workout {
    /// Runs it on fibers, then on threads.
    func onBothRuntimes() throws(BodyFailure) -> (ring: Value, threads: Value) {
        (try onRing { (scope) throws(BodyFailure) in try run(scope) }, try onThreads())
    }

    func onThreads() throws(BodyFailure) -> Value {
        do throws(RunFailure<BodyFailure>) {
            return try Threaded(.forCases()).run { (scope) throws(BodyFailure) in try run(scope) }
        } catch {
            throw BodyFailure(error)
        }
    }
}

extension TaskScope {
    /// Lets everybody else run for a moment, other threads among them.
    func pause() throws(BodyFailure) {
        do throws(Interruption) { try sleep(untilNanoseconds: Clock.nanoseconds(after: 1_000_000)) } catch {
            throw .failed("\(error)")
        }
    }
}

extension BodyFailure {
    /// Of a lookup that should have found something.
    init(_ failure: LookupFailure) {
        switch failure.cause {
        case .thread(.call(let call, _)): self.init(call)
        case .system(let errno): self.init(CallFailure("getaddrinfo", failure.name, errno))
        case .outOfMemory: self = .prevented("\(failure)")
        default: self = .failed("\(failure)")
        }
    }

    /// Of connections of which one should have been made.
    init(_ failure: NameConnectFailure) {
        switch failure {
        case .lookup(let failure): self.init(failure)
        case .attempts(let attempts), .interrupted(_, after: let attempts):
            self = attempts.lazy.compactMap(\.hindrance).first ?? .failed("\(failure)")
        }
    }
}

extension FailedAttempt {
    /// What stood in its way here, whatever the address is; nil where that is not known.
    fileprivate var hindrance: BodyFailure? {
        switch cause {
        case .task(let failure): return BodyFailure(failure)
        case .network(.call(let call)):
            let isHere = [.tooManyFiles, .tooManyFilesInSystem, .outOfMemory, .noBufferSpace].contains(call.errno)
            return isHere ? BodyFailure(call) : nil
        case .network(.interrupted): return nil
        }
    }
}

/// - Throws: `.failed` where a lookup did not fail, or for something else than `expected`.
func expectCause(
    of what: @autoclosure () -> String, _ found: LookupFailure.Cause?, is expected: LookupFailure.Cause
) throws(BodyFailure) {
    if found == expected { return }
    if case .thread = found, let found { throw BodyFailure(LookupFailure(StandIn.name, found)) }
    throw .failed("\(what()): \(found.map { "\($0)" } ?? "found"), should be: \(expected)")
}
