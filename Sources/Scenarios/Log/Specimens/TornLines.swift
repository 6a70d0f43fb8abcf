import Fibers
import Glibc
import Kernel

/// Lines that are put together in one buffer for all, and torn by whoever comes between.
enum TornLines {
    /// A buffer for a line, as many a log has one for all.
    private final class Buffer {
        private var bytes: [UInt8] = []
        private let descriptor: Int32

        init(_ descriptor: Int32) { self.descriptor = descriptor }

        func add(_ text: String) { bytes += text.utf8 }

        /// Writes what is in it, and is empty then.
        func flush() throws(BodyFailure) {
            let line = bytes
            bytes = []
            guard !line.isEmpty else { return }
            do throws(CallFailure) {
                _ = try checked("write", "pipe") { write(descriptor, line, line.count) }
            } catch {
                throw BodyFailure(error)
            }
        }
    }

    /// Nothing guards the buffer: it was made for one that logs at a time.
    static func unguarded(_ effort: Effort) throws(BodyFailure) -> Finding {
        try logByTwo(lock: {}, unlock: {})
    }

    /// A recursive lock guards it, which takes two fibers for the same thread, and lets the second one in.
    static func recursiveLock(_ effort: Effort) throws(BodyFailure) -> Finding {
        let lock = try MisusedPosixLock(.recursive)
        return try logByTwo(lock: { _ = lock.lock() }, unlock: { _ = lock.unlock() })
    }

    /// Two fibers log a line each, which they have in two parts: between them the other one has its turn.
    private static func logByTwo(lock: @escaping () -> Void, unlock: @escaping () -> Void) throws(BodyFailure) -> Finding {
        let pipe = try LogPipe()
        let buffer = Buffer(pipe.writing)
        let names = ["first", "second"]
        try onScheduler { (scope) throws(BodyFailure) in
            let fibers = try names.map { (name) throws(BodyFailure) in
                try scope.start("writer") { () throws(BodyFailure) in
                    lock()
                    defer { unlock() }
                    buffer.add("\(name) begins, ")
                    scope.yield()
                    buffer.add("\(name) ends\n")
                    try buffer.flush()
                }
            }
            for fiber in fibers { try fiber.join() }
        }
        let lines = String(decoding: try pipe.readSome(), as: UTF8.self).split(separator: "\n").map(String.init)
        let whole = names.map { "\($0) begins, \($0) ends" }
        guard let torn = lines.first(where: { !whole.contains($0) }) else {
            return .unharmed("both lines are whole")
        }
        return .wrong("torn: \"\(torn)\"")
    }
}
