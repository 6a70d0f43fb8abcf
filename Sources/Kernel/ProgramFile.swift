import CKernel
import Glibc

/// This program's own file, opened before this process becomes somebody who may not execute it.
///
/// To execute a file the kernel asks who this process is by then, also by way of a descriptor: for root's own program of
/// mode 0700 it takes a copy, in memory, that everybody may execute.
package struct ProgramFile: ~Copyable {
    private let file: Descriptor?
    /// Of `file`.
    private let number: Int32
    /// Why there is no `file`: it matters where a copy is needed.
    private let problem: CallFailure?
    private var copy: Descriptor?

    /// More than any program has.
    private static let sizeLimitBytes = 1 << 30

    package init() {
        do throws(CallFailure) {
            guard let path = Program.path else { throw CallFailure("open", "own executable", .noSuchFile) }
            let file = try Descriptor.open(path, O_RDONLY)
            number = file.number
            self.file = consume file
            problem = nil
        } catch {
            file = nil
            number = -1
            // Where this program lies can hold the name of a user.
            problem = CallFailure("open", "own executable", error.errno)
        }
    }

    /// A path that executes this program as who this process is: of its own file, or of a copy, which is there as long
    /// as this value and takes as much memory as the file.
    ///
    /// - Throws: what making the copy answered; EACCES where there is no /proc to name it by.
    package mutating func path() throws(CallFailure) -> String {
        if let path = Program.path { return path }
        if let problem { throw problem }
        return try copied()
    }

    private mutating func copied() throws(CallFailure) -> String {
        let copy = Descriptor(owning: try checked("memfd_create") { make_program_file("uringctl") })
        let path = "/proc/self/fd/\(copy.number)"
        guard access(path, F_OK) == 0 else { throw CallFailure("execve", "own executable", .accessDenied) }
        var information = stat()
        _ = try checked("fstat", "own executable") { fstat(number, &information) }
        let size = Int(information.st_size)
        guard size <= Self.sizeLimitBytes else { throw CallFailure("sendfile", "\(size) bytes", Errno(EFBIG)) }
        var position: off_t = 0
        while Int(position) < size {
            let count = try checked("sendfile", "own executable") {
                sendfile(copy.number, number, &position, size - Int(position))
            }
            if count == 0 { throw CallFailure("sendfile", "own executable", Errno(EIO)) }
        }
        _ = try checked("fchmod", "0555") { fchmod(copy.number, 0o555) }
        _ = try checked("fcntl", "F_ADD_SEALS") { seal_file(copy.number) }
        self.copy = consume copy
        return path
    }
}
