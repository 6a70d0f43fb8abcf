import Glibc

/// The processors that this process may use.
enum Processor {
    /// Binds the calling thread to one of them, in turn.
    static func bindThread(_ number: Int) {
        var allowed = Set()
        precondition(getAffinity(0, MemoryLayout<Set>.size, &allowed) == 0)
        var own = Set()
        withUnsafeBytes(of: &allowed) { allowed in
            withUnsafeMutableBytes(of: &own) { own in
                let processors = (0..<allowed.count * 8).filter { allowed[$0 / 8] & 1 << ($0 % 8) != 0 }
                let chosen = processors[number % processors.count]
                own[chosen / 8] = 1 << (chosen % 8)
            }
        }
        precondition(setAffinity(0, MemoryLayout<Set>.size, &own) == 0)
    }

    private typealias Set = cpu_set_t
    private typealias Call = @convention(c) (pid_t, Int, UnsafeMutablePointer<Set>) -> Int32

    private static let getAffinity = call("sched_getaffinity")
    private static let setAffinity = call("sched_setaffinity")

    /// C declares them for _GNU_SOURCE alone, and so Swift does not see them.
    private static func call(_ name: String) -> Call {
        guard let address = dlsym(nil, name) else { fatalError("\(name) is not in the C library") }
        // As sched_setaffinity(2) says, but that one of them only reads the set.
        return unsafeBitCast(address, to: Call.self)
    }
}
