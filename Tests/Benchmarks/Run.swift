import Glibc
import Support

/// A program that is run again and again, its output thrown away.
struct Run {
    let program: String
    let arguments: [String]

    /// Duration from posix_spawn(3) until the program was waited for.
    func durationNanoseconds() throws -> UInt64 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in Int32(0)...2 {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var child: pid_t = 0
        let start = Self.nowNanoseconds()
        let error = posix_spawn(&child, program, &actions, nil, &words, environ)
        guard error == 0 else { throw Missing("\(program): \(String(cString: strerror(error)))") }
        var status: Int32 = 0
        while wait4(child, &status, 0, nil) != child {
            guard errno == EINTR else { throw Missing("\(program) cannot be waited for") }
        }
        let end = Self.nowNanoseconds()
        guard status == 0 else { throw Missing("\(program) ended with wait status \(status)") }
        return end - start
    }

    private static func nowNanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
