import Fibers
import Glibc
import Sync

/// Looks names up on threads of its own, while whoever asked waits: a fiber's ring goes on. For any thread or fiber.
///
/// getaddrinfo(3) cannot be cut short. Where the wait for it is, its thread ends by itself later, and what it found is
/// dropped.
package struct NameLookup: Sendable {
    /// Finds the addresses of a name, and may wait for that as long as it likes.
    package typealias Resolver = @Sendable (_ name: String, _ port: UInt16) throws(LookupFailure) -> [SocketAddress]

    /// getaddrinfo(3).
    package static let system: Resolver = { (name, port) throws(LookupFailure) in
        try AddressInformation.addresses(of: name, port: port)
    }

    /// The same, for numeric addresses only: it asks nobody.
    package static let numeric: Resolver = { (name, port) throws(LookupFailure) in
        try AddressInformation.addresses(of: name, port: port, flags: AI_NUMERICHOST)
    }

    /// The program's own: more lookups at a time than its threads are refused, not kept waiting.
    package static let shared = NameLookup(ThreadPool(limit: 64))

    private let pool: ThreadPool
    private let resolver: Resolver

    package init(_ pool: ThreadPool, by resolver: @escaping Resolver = NameLookup.system) {
        self.pool = pool
        self.resolver = resolver
    }

    /// Has a thread look `name` up.
    func start(_ name: String, port: UInt16) throws(LookupFailure) -> PendingLookup {
        let (pending, resolver) = (PendingLookup(), resolver)
        do throws(ThreadFailure) {
            try pool.run {
                pending.finish(Result { () throws(LookupFailure) in try resolver(name, port) })
            }
        } catch {
            throw LookupFailure(name, .thread(error))
        }
        return pending
    }
}

/// A lookup that a thread does. It is the thread's, and that of whoever waits for it, as long as they do.
final class PendingLookup: Sendable {
    private let end = Event()
    /// Written before `end` is set, by the thread; read after it.
    nonisolated(unsafe) private var result: Result<[SocketAddress], LookupFailure>?

    fileprivate func finish(_ result: Result<[SocketAddress], LookupFailure>) {
        self.result = result
        end.set()
    }

    func wait() throws(WaitFailure) -> Result<[SocketAddress], LookupFailure> {
        try end.wait()
        guard let result else { preconditionFailure("a lookup that has ended has a result") }
        return result
    }
}

extension TaskScope {
    /// The addresses of a host's name, of both families, in the order in which getaddrinfo(3) gives them; never none.
    ///
    /// A numeric address is its own; nobody is asked.
    ///
    /// - Parameters:
    ///   - port: that all of them have.
    ///   - lookup: on whose threads, and how.
    /// - Throws: also when the task is interrupted, at once, whatever the lookup still does.
    package func lookup(
        _ name: String, port: UInt16, by lookup: NameLookup = .shared
    ) throws(LookupFailure) -> [SocketAddress] {
        do throws(Interruption) { try checkInterruption() } catch { throw LookupFailure(name, .interrupted(error)) }
        if let fault = NameFault(of: name) { throw LookupFailure(name, .refused(fault)) }
        if let address = SocketAddress(numeric: name, port: port) { return [address] }
        let pending = try lookup.start(name, port: port)
        while true {
            let result: Result<[SocketAddress], LookupFailure>
            do throws(WaitFailure) { result = try pending.wait() } catch {
                // It has no patience but for that.
                do throws(Interruption) { try checkInterruption() } catch {
                    throw LookupFailure(name, .interrupted(error))
                }
                continue
            }
            let addresses = try result.get()
            if addresses.isEmpty { throw LookupFailure(name, .notFound(code: LookupFailure.Cause.noData)) }
            return addresses
        }
    }
}
