import Fibers
import Glibc
import Kernel
import Runtimes

/// What lookups find, and what they say where they don't.
enum LookupCases {
    // MARK: localhost

    /// Looks localhost up in earnest.
    struct Localhost: Workout {
        let limitNanoseconds: Int64

        func run<Scope: TaskScope>(_ scope: Scope) throws(BodyFailure) -> [SocketAddress] {
            do throws(LookupFailure) {
                return try scope.withDeadline(nanoseconds: limitNanoseconds) { () throws(LookupFailure) in
                    try scope.lookup("localhost", port: 0)
                }
            } catch {
                switch error.cause {
                // Whoever asked cannot help it.
                case .notFound, .tryAgain, .failed, .interrupted:
                    throw .prevented("\(error); a line '127.0.0.1 localhost' in /etc/hosts answers that")
                default: throw BodyFailure(error)
                }
            }
        }
    }

    static func localhost(_ effort: Effort) throws(BodyFailure) -> String {
        let addresses = try Localhost(limitNanoseconds: effort.lookupLimitNanoseconds).onThreads()
        let words = LookupAnswer.words(.success(addresses))
        for address in addresses {
            let isLoopback = address.family == AF_INET
                ? address.numericHost?.hasPrefix("127.") == true : address.numericHost == "::1"
            try expect(isLoopback, "localhost is \(words)")
        }
        return "localhost is \(words)"
    }

    // MARK: errors

    static func errors(_ effort: Effort) throws(BodyFailure) -> String { try Errors().onThreads() }

    private struct Errors: Workout {
        func run<Scope: TaskScope>(_ scope: Scope) throws(BodyFailure) -> String {
            let refused = try expectRefusals(scope)
            let numeric = try expectNumeric(scope)
            let named = try expectNames(scope)
            return "\(refused) bad names were not asked for, nor were \(numeric) addresses; "
                + "\(named) failures have names"
        }

        private func expectRefusals<Scope: TaskScope>(_ scope: Scope) throws(BodyFailure) -> Int {
            let long = String(repeating: "a.", count: 126)
            let samples: [(name: String, fault: NameFault)] = [
                ("", .empty), (".", .empty), (long + "aa", .tooLong(bytes: 254)), (long + "aa.", .tooLong(bytes: 254)),
                ("host\0.invalid", .zeroByte), ("[::1]", .bracketed),
            ]
            for (name, fault) in samples {
                let cause = LookupCases.cause(scope, name) { (name, _) throws(LookupFailure) in
                    throw LookupFailure(name, .other(code: 0))
                }
                try expectCause(of: "\(fault)", cause, is: .refused(fault))
            }
            // As long as one may be, and a dot.
            let cause = LookupCases.cause(scope, long + "a.") { (name, _) throws(LookupFailure) in
                throw LookupFailure(name, .tryAgain)
            }
            try expectCause(of: "a name of 253 bytes", cause, is: .tryAgain)
            return samples.count
        }

        private func expectNumeric<Scope: TaskScope>(_ scope: Scope) throws(BodyFailure) -> Int {
            let samples = ["127.0.0.1", "0.0.0.0", "::1", "::", "::ffff:192.0.2.1", "2001:db8::1"]
            let unasked = NameLookup(.forCases()) { (name, _) throws(LookupFailure) in
                throw LookupFailure(name, .other(code: 0))
            }
            for text in samples {
                let found: [SocketAddress]
                do throws(LookupFailure) { found = try scope.lookup(text, port: 80, by: unasked) } catch {
                    throw BodyFailure(error)
                }
                try expect("the host of \(text)", found.map(\.numericHost), is: [text])
                try expect("the port of \(text)", found.map(\.port), is: [80])
            }
            return samples.count
        }

        private func expectNames<Scope: TaskScope>(_ scope: Scope) throws(BodyFailure) -> Int {
            typealias Cause = LookupFailure.Cause
            let samples: [(code: Int32, cause: Cause)] = [
                (EAI_NONAME, .notFound(code: EAI_NONAME)), (Cause.noData, .notFound(code: Cause.noData)),
                (Cause.noAddressOfFamily, .notFound(code: Cause.noAddressOfFamily)), (EAI_AGAIN, .tryAgain),
                (EAI_FAIL, .failed), (EAI_MEMORY, .outOfMemory), (EAI_SYSTEM, .system(.tooManyFiles)),
                (EAI_SERVICE, .other(code: EAI_SERVICE)),
            ]
            for (code, expected) in samples {
                let cause = LookupCases.cause(scope, StandIn.name) { (name, _) throws(LookupFailure) in
                    throw LookupFailure(name, Cause(code: code, errno: .tooManyFiles))
                }
                try expectCause(of: "code \(code)", cause, is: expected)
                try expect(!"\(expected)".isEmpty, "code \(code) has no words")
            }
            // getaddrinfo itself, which asks nobody for an address that should be numeric.
            let cause = LookupCases.cause(scope, StandIn.name, by: NameLookup.numeric)
            try expectCause(of: "no address", cause, is: .notFound(code: EAI_NONAME))
            return samples.count
        }
    }

    /// What a lookup by `resolver` fails for; nil where it does not.
    private static func cause<Scope: TaskScope>(
        _ scope: Scope, _ name: String, by resolver: @escaping NameLookup.Resolver
    ) -> LookupFailure.Cause? {
        do throws(LookupFailure) {
            _ = try scope.lookup(name, port: 0, by: NameLookup(.forCases(), by: resolver))
            return nil
        } catch {
            return error.cause
        }
    }
}
