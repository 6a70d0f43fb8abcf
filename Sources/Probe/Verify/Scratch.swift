import CKernel
import Glibc
import Kernel

/// Where checks have files: a folder of this process's own, made when the first of them needs it, in the folder that the
/// user named or in the one for temporary files.
///
/// It ends with the process: see `end_with_scratch_folder`.
final class Scratch {
    /// The folder's path; whoever started this process knows it too, and removes what this process could not.
    let path: String
    private var folder: Result<Opened, CallFailure>?

    private final class Opened: Sendable {
        let descriptor: Descriptor
        init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
    }

    init(path: String) { self.path = path }

    /// Removes the folder and what lies in it.
    func remove() { _ = remove_scratch_folder(path) }

    /// A descriptor of the folder, which stays open.
    ///
    /// - Throws: `CheckEnd.skipped` where no folder can be made.
    func directory() throws -> Int32 {
        do throws(CallFailure) { return try opened().descriptor.number } catch {
            throw CheckEnd.skipped("no folder for files can be made: \(error); name another with --path")
        }
    }

    private func opened() throws(CallFailure) -> Opened {
        if let folder { return try folder.get() }
        let made = Result { () throws(CallFailure) -> Opened in
            // Where it lies can hold the name of a user.
            _ = try checked("mkdir") { mkdir(path, 0o700) }
            let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
            return Opened(Descriptor(owning: try checked("open") { open(path, flags) }))
        }
        folder = made
        return try made.get()
    }

    /// A file without a name that holds `text`: on the file system of the folder, or in memory where there is none.
    func file(holding text: String = "") throws -> Descriptor {
        let file = try unnamedFile()
        if !text.isEmpty { _ = try checked("write") { write(file.number, text, text.utf8.count) } }
        _ = try checked("lseek") { lseek(file.number, 0, SEEK_SET) }
        return file
    }

    private func unnamedFile() throws(CallFailure) -> Descriptor {
        guard let folder = try? directory() else { return try Descriptor.memory() }
        let name = "file"
        let file = try checked("openat", name) { openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
        unlinkat(folder, name, 0)
        return Descriptor(owning: file)
    }

    /// The name of the folder's file system, such as "ext4"; nil where there is no folder, or /proc does not say.
    ///
    /// By the number of the mount (proc_pid_fdinfo(5), proc_pid_mountinfo(5)): the number of a device stands for
    /// several on btrfs.
    var fileSystem: String? {
        guard let folder = try? directory(),
            let information = try? TextFile.read("/proc/self/fdinfo/\(folder)"),
            let mount = KeyedLines(information, separator: ":")["mnt_id"],
            let table = try? TextFile.read("/proc/self/mountinfo")
        else { return nil }
        for line in table.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.first.map(String.init) == mount else { continue }
            // Six fields, some more, a dash, and then the type.
            return words.dropFirst(6).drop { $0 != "-" }.dropFirst().first.map(String.init)
        }
        return nil
    }
}
