package import Kernel

/// What matters here of files of /proc/N that are not lines of `Key: value`.
package enum ProcessFile {
    /// /proc/N/stat.
    package struct Stat: Sendable, Equatable {
        package var state: Character
        /// PF_KTHREAD.
        package var isKernelThread: Bool
        /// PF_IO_WORKER: a thread that the kernel made for io_uring, whatever its name.
        package var isWorker: Bool
        /// In clock ticks since the machine started: it tells a process from a later one of the same number.
        package var startTime: UInt64

        /// nil where `text` is no such file's.
        package init?(_ text: String) {
            // The second field is a name in parentheses, which may hold both and spaces. By bytes: what a name ends
            // with, such as U+0600, can make one character with the parenthesis behind it.
            guard let end = text.utf8.lastIndex(of: UInt8(ascii: ")")) else { return nil }
            let fields = text[text.utf8.index(after: end)...].split(whereSeparator: \.isWhitespace)
            // Fields 3, 9 and 22 of proc_pid_stat(5).
            guard fields.count > 19, let state = fields[0].first, let flags = UInt64(fields[6]),
                let startTime = UInt64(fields[19])
            else { return nil }
            (self.state, self.startTime) = (state, startTime)
            isKernelThread = flags & 0x0020_0000 != 0
            isWorker = flags & 0x10 != 0
        }

        /// It has ended, and nobody has asked yet how.
        package var isZombie: Bool { state == "Z" || state == "X" }
    }

    /// The limit that /proc/N/limits has in the line that begins with `name`.
    package static func limit(_ name: String, in text: String) -> Limit? {
        for line in text.split(separator: "\n") where line.hasPrefix(name + " ") {
            let fields = line.dropFirst(name.count).split(separator: " ")
            guard fields.count >= 2 else { return nil }
            func isLimit(_ field: Substring) -> Bool { field == "unlimited" || UInt64(field) != nil }
            guard isLimit(fields[0]), isLimit(fields[1]) else { return nil }
            return Limit(soft: UInt64(fields[0]), hard: UInt64(fields[1]))
        }
        return nil
    }

    /// How much of all user numbers a user namespace has, from /proc/N/uid_map.
    package enum UserMap: String, Sendable, CaseIterable { case all, some, none }

    package static func userMap(_ text: String) -> UserMap {
        let words = text.split(whereSeparator: \.isWhitespace)
        return words.isEmpty ? .none : words == ["0", "0", "4294967295"] ? .all : .some
    }
}
