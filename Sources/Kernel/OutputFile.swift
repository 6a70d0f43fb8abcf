import Glibc

/// Where a report goes.
package enum OutputFile {
    /// Writes all of `text` to `descriptor`; where that does not block, waits until it takes more.
    package static func write(_ text: String, to descriptor: Int32, named name: String) throws(CallFailure) {
        var text = text
        var failure: CallFailure?
        text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty, failure == nil {
                do throws(CallFailure) {
                    // The base address of a slice that is not empty is that of its first byte.
                    let start = UnsafeRawPointer(UnsafeBufferPointer(rebasing: rest).baseAddress!)
                    rest = rest.dropFirst(try checked("write", name) { Glibc.write(descriptor, start, rest.count) })
                } catch {
                    if error.errno == .tryAgain && waitUntilWritable(descriptor) { continue }
                    failure = error
                }
            }
        }
        if let failure { throw failure }
    }

    private static func waitUntilWritable(_ descriptor: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&entry, 1, -1) > 0 || errno == EINTR
    }

    /// Writes `text` to the file at `path`, whole or not at all.
    ///
    /// A regular file, or none, is replaced by a new one that is complete; a link is followed to what it stands for.
    /// Whatever else is there (a device, a FIFO, a socket) is written to and stays what it is. `/dev/stdout` and the
    /// other names of descriptors are these descriptors, wherever they lead.
    package static func write(_ text: String, toFileAt path: String) throws(CallFailure) {
        let target = try resolved(path)
        if let number = descriptor(namedBy: target) { return try write(text, to: number, named: path) }
        var status = stat()
        let kind = stat(target, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG
        switch kind {
        case S_IFREG: try replace(target, with: text, mode: status.st_mode & 0o777)
        case S_IFSOCK: try send(text, toSocketAt: target)
        default:
            // Not blocking while it is opened: a FIFO that nobody reads is ENXIO at once.
            let file = try Descriptor.open(target, O_WRONLY | O_NOCTTY | O_NONBLOCK)
            _ = try checked("fcntl", target) { fcntl(file.number, F_SETFL, 0) }
            try write(text, to: file.number, named: target)
        }
    }

    /// What `path` stands for once all links are followed, also where the last one leads to nothing yet.
    private static func resolved(_ path: String) throws(CallFailure) -> String {
        var path = path
        for _ in 0..<40 {  // as many as the kernel follows
            // What stands in such a link is words about a pipe or a socket, not a path.
            if descriptor(namedBy: path) != nil { return path }
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlink(path, &buffer, buffer.count - 1)
            if count < 0 { return path }
            let link = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
            path = link.hasPrefix("/") ? link : directory(of: path) + link
        }
        throw CallFailure("open", path, Errno(ELOOP))
    }

    /// 1 for "/proc/self/fd/1".
    private static func descriptor(namedBy path: String) -> Int32? {
        for folder in ["/proc/self/fd/", "/dev/fd/"] where path.hasPrefix(folder) {
            return Int32(path.dropFirst(folder.count))
        }
        return nil
    }

    /// "a/b/" for "a/b/c", nothing for "c".
    private static func directory(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    /// - Parameter mode: of the file that is replaced; 0 for a new one.
    private static func replace(_ path: String, with text: String, mode: mode_t) throws(CallFailure) {
        // A signal may end this process, but not between making the new file and putting it into place.
        var (all, before) = (sigset_t(), sigset_t())
        sigfillset(&all)
        sigprocmask(SIG_BLOCK, &all, &before)
        defer { sigprocmask(SIG_SETMASK, &before, nil) }

        let temporary = unusedName(beside: path)
        let file = try Descriptor.open(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: 0o666)
        do throws(CallFailure) {
            if mode != 0 { _ = try checked("fchmod", temporary) { fchmod(file.number, mode) } }
            try write(text, to: file.number, named: temporary)
            // Without it a crash of the machine could leave an empty file where a whole one stood.
            _ = try checked("fsync", temporary) { fsync(file.number) }
            _ = try checked("rename", "\(temporary), \(path)") { rename(temporary, path) }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// A name in the same folder; one that a killed process of the same number left behind is passed over.
    private static func unusedName(beside path: String) -> String {
        let name = directory(of: path) + ".uringctl-\(getpid())"
        return ([name] + (1...99).map { "\(name)-\($0)" }).first { access($0, F_OK) != 0 } ?? name
    }

    private static func send(_ text: String, toSocketAt path: String) throws(CallFailure) {
        let socket = try Descriptor.socket(family: AF_UNIX, SOCK_STREAM)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < capacity else { throw CallFailure("connect", path, Errno(ENAMETOOLONG)) }
        _ = withUnsafeMutablePointer(to: &address.sun_path) { field in
            // The field is that many bytes, of which the last stays 0.
            field.withMemoryRebound(to: CChar.self, capacity: capacity) { strncpy($0, path, capacity - 1) }
        }
        _ = try checked("connect", path) {
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(socket.number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
        try write(text, to: socket.number, named: path)
    }
}
