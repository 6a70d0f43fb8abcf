import Glibc

/// Folders of /proc, whose entries that matter are numbers.
package enum Directory {
    /// The entries of `path` that are numbers, in ascending order.
    ///
    /// - Parameter limit: after so many, what else there is is left out.
    /// - Returns: the numbers, and whether they are all.
    /// - Throws: what opendir(3) or readdir(3) answered.
    package static func numbers(
        in path: String, limit: Int
    ) throws(CallFailure) -> (numbers: [Int32], areAll: Bool) {
        guard let stream = opendir(path) else { throw CallFailure("opendir", path, Errno(errno)) }
        defer { closedir(stream) }
        var numbers: [Int32] = []
        while true {
            // readdir(3) tells its end from a failure by errno alone.
            errno = 0
            guard let entry = readdir(stream) else {
                let number = errno
                if number != 0 { throw CallFailure("readdir", path, Errno(number)) }
                return (numbers.sorted(), true)
            }
            guard let number = Int32(name(of: entry)) else { continue }
            if numbers.count == limit { return (numbers.sorted(), false) }
            numbers.append(number)
        }
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else {
            preconditionFailure("dirent is a C structure, whose members have places")
        }
        // The name ends with a NUL, and stays until the next readdir(3) of the same stream.
        return String(cString: (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
    }

    /// readlink(2): what the link at `path` holds, at most 4095 bytes of it.
    package static func link(_ path: String) throws(CallFailure) -> String {
        var bytes = [CChar](repeating: 0, count: 4096)
        let count = try checked("readlink", path) { readlink(path, &bytes, bytes.count - 1) }
        return String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The inode of what stands at `path`, or at the end of the link there (stat(2)).
    package static func inode(_ path: String) throws(CallFailure) -> UInt64 {
        var status = Glibc.stat()
        _ = try checked("stat", path) { stat(path, &status) }
        return UInt64(status.st_ino)
    }
}
