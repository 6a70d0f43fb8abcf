import CKernel
import Glibc
import Kernel
import Runtimes

// Tasks and calls of a runtime as cases make them: what hinders them told from what is wrong with them.

extension BodyFailure {
    /// What is in the way of a call that has no reason to fail.
    init(_ failure: NetworkFailure) {
        switch failure {
        case .interrupted: self = .failed("\(failure)")
        case .call(let call):
            switch call.errno {
            case .tooManyFiles, .tooManyFilesInSystem, .outOfMemory, .noBufferSpace: self = BodyFailure(call)
            // No such opcode, or one that a filter or restriction keeps from this process.
            case .invalidArgument where call.call.hasPrefix("IORING_OP_"),
                .notSupported where call.call.hasPrefix("IORING_OP_"):
                self = .prevented("this kernel has not that operation: \(failure)")
            case .networkDown, .networkUnreachable, .noSuchAddress:
                self = .prevented("\(failure): is the loopback interface up? (ip link set lo up)")
            case let errno where errno.isRefusal: self = .prevented("\(failure)")
            default: self = .failed("\(failure)")
            }
        }
    }

    init(_ failure: SpawnFailure) {
        if case .thread(.call(let call, _)) = failure { self.init(call) } else { self = .prevented("\(failure)") }
    }
}

extension TaskScope {
    /// `task`, where it is no finding that there is no thread or stack.
    func begin<Value: Sendable, Failure: Error>(
        _ name: StaticString, _ body: @escaping @Sendable (Self) throws(Failure) -> Value
    ) throws(BodyFailure) -> RuntimeTask<Value, Failure> {
        do throws(SpawnFailure) { return try task(name, body) } catch { throw BodyFailure(error) }
    }
}

extension ThreadPool {
    /// One whose threads can write a crash down.
    static func forCases(limit: Int = 64) -> ThreadPool {
        ThreadPool(limit: limit, onThreadStart: { _ = crash_install(STDOUT_FILENO) })
    }
}
