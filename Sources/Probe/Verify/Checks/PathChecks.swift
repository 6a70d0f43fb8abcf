import CKernel
import Glibc
import Kernel
import Ring

private let attribute = "user.uringctl"
private let value = "kept"

extension OperationCheck {
    /// Requests on names in a folder, and on attributes.
    static let pathChecks: [OperationCheck] = [
        .operation("OPENAT", onFileSystem: true) { bench in
            let folder = try Folder(bench)
            let file = try bench.descriptor(
                of: .of("OPENAT", folder.descriptor, BenchMemory("opened"), 0o600) {
                    $0.operation_flags = UInt32(O_RDWR | O_CREAT | O_CLOEXEC)
                })
            defer { folder.remove("opened") }
            try expect("the size of the new file", file.sizeBytes(), is: 0)
            try expect(folder.has("opened"), "the new file has no name")
        },
        .operation("OPENAT2", onFileSystem: true) { bench in
            let folder = try Folder(bench)
            try folder.make("file")
            defer { folder.remove("file") }
            // struct open_how: flags, mode, and RESOLVE_BENEATH.
            let how = BenchMemory([UInt64(O_RDONLY | O_CLOEXEC), 0, 8])
            func request(_ path: String) -> Submission {
                .of("OPENAT2", folder.descriptor, BenchMemory(path), how.count) { $0.offset = how.address }
            }
            _ = try bench.descriptor(of: request("file"))
            try bench.expect(request(".."), is: Errno(EXDEV))
        },
        .operation("CLOSE") { bench in
            let file = try Descriptor.memory()
            let copy = try checked("dup") { dup(file.number) }
            try bench.expect(.of("CLOSE") { $0.descriptor = copy })
            try expect(fcntl(copy, F_GETFD) < 0, "the descriptor is still open")
        },
        .operation("STATX", onFileSystem: true) { bench in
            let folder = try Folder(bench)
            try folder.make("file", holding: value)
            defer { folder.remove("file") }
            let status = BenchMemory(256)
            try bench.expect(
                .of("STATX", folder.descriptor, BenchMemory("file"), 0x200 /* STATX_SIZE */) {
                    $0.offset = status.address
                })
            try expect("stx_size", status.load(UInt64.self, at: 40), is: UInt64(value.utf8.count))
        },
        .operation("RENAMEAT", onFileSystem: true) { bench in
            let folder = try Folder(bench)
            try folder.make("old")
            defer { folder.remove("old", "new") }
            try bench.expect(folder.request("RENAMEAT", "old", to: "new"))
            try expect(folder.has("new") && !folder.has("old"), "the file has not its new name alone")
        },
        .operation("UNLINKAT", onFileSystem: true) { bench in
            let folder = try Folder(bench)
            try folder.make("file")
            defer { folder.remove("file") }
            try bench.expect(.of("UNLINKAT", folder.descriptor, BenchMemory("file"), 0))
            try expect(!folder.has("file"), "the file is still there")
        },
        .operation("MKDIRAT", onFileSystem: true) { bench in
            let folder = try Folder(bench)
            defer { unlinkat(folder.descriptor, "folder", AT_REMOVEDIR) }
            try bench.expect(.of("MKDIRAT", folder.descriptor, BenchMemory("folder"), 0o700))
            try expect(folder.has("folder"), "there is no new folder")
        },
        .operation("SYMLINKAT", onFileSystem: true) { bench in
            let folder = try Folder(bench)
            defer { folder.remove("link", "plain") }
            let name = BenchMemory("link")
            try bench.expect(
                .of("SYMLINKAT", folder.descriptor, BenchMemory("target"), 0) { $0.offset = name.address },
                orAs: symlinkat("target", folder.descriptor, "plain"))
            let target = BenchMemory(64)
            let path = target.pointer.assumingMemoryBound(to: CChar.self)
            let count = try checked("readlinkat", "link") { readlinkat(folder.descriptor, "link", path, target.count) }
            try expect("where the link leads", target.text(count), is: "target")
        },
        .operation("LINKAT", onFileSystem: true) { bench in
            let folder = try Folder(bench)
            try folder.make("file", holding: value)
            defer { folder.remove("file", "other", "plain") }
            try bench.expect(
                folder.request("LINKAT", "file", to: "other"),
                orAs: linkat(folder.descriptor, "file", folder.descriptor, "plain", 0))
            var status = stat()
            _ = try checked("fstatat", "other") { fstatat(folder.descriptor, "other", &status, 0) }
            try expect("the number of names", Int(status.st_nlink), is: 2)
        },

        .operation("FSETXATTR", onFileSystem: true) { bench in
            let file = try bench.scratch.file()
            try bench.expect(
                attributeRequest("FSETXATTR", BenchMemory(value), value.utf8.count) { $0.descriptor = file.number },
                orAs: set_file_attribute(file.number, attribute, value, value.utf8.count))
            try expectAttribute(of: file.number)
        },
        .operation("FGETXATTR", onFileSystem: true) { bench in
            let file = try bench.scratch.file()
            try setAttribute(of: file.number)
            let found = BenchMemory(64)
            try bench.expect(
                attributeRequest("FGETXATTR", found, 64) { $0.descriptor = file.number }, is: value.utf8.count)
            try expect("the attribute", found.text(value.utf8.count), is: value)
        },
        .operation("SETXATTR", onFileSystem: true) { bench in
            let folder = try Folder(bench)
            let file = try folder.make("file")
            defer { folder.remove("file") }
            let path = BenchMemory(folder.path("file"))
            try bench.expect(
                attributeRequest("SETXATTR", BenchMemory(value), value.utf8.count) { $0.address3 = path.address },
                orAs: set_path_attribute(folder.path("file"), attribute, value, value.utf8.count))
            try expectAttribute(of: file.number)
        },
        .operation("GETXATTR", onFileSystem: true) { bench in
            let folder = try Folder(bench)
            let file = try folder.make("file")
            defer { folder.remove("file") }
            try setAttribute(of: file.number)
            let found = BenchMemory(64)
            let path = BenchMemory(folder.path("file"))
            try bench.expect(attributeRequest("GETXATTR", found, 64) { $0.address3 = path.address }, is: value.utf8.count)
            try expect("the attribute", found.text(value.utf8.count), is: value)
        },
    ]

    private static func attributeRequest(
        _ opcode: String, _ memory: BenchMemory, _ length: Int, _ change: (inout Submission) -> Void
    ) -> Submission {
        .of(opcode, 0, BenchMemory(attribute), length) {
            $0.offset = memory.address
            change(&$0)
        }
    }

    private static func setAttribute(of file: Int32) throws {
        if set_file_attribute(file, attribute, value, value.utf8.count) < 0 {
            throw CheckEnd.skipped("the file system has no attributes of users: fsetxattr answers \(Errno(errno))")
        }
    }

    private static func expectAttribute(of file: Int32) throws {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = try checked("fgetxattr", attribute) { file_attribute(file, attribute, &bytes, bytes.count) }
        try expect("the attribute", String(decoding: bytes[..<count], as: UTF8.self), is: value)
    }
}

/// The folder for files, and names in it.
private struct Folder {
    let descriptor: Int32
    private let scratch: Scratch

    init(_ bench: VerifyBench) throws {
        scratch = bench.scratch
        descriptor = try scratch.directory()
    }

    func path(_ name: String) -> String { "\(scratch.path)/\(name)" }

    @discardableResult
    func make(_ name: String, holding text: String = "") throws -> Descriptor {
        let file = try checked("openat", name) { openat(descriptor, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
        if !text.isEmpty { _ = try checked("write", name) { write(file, text, text.utf8.count) } }
        return Descriptor(owning: file)
    }

    func has(_ name: String) -> Bool { faccessat(descriptor, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0 }

    func remove(_ names: String...) { for name in names { unlinkat(descriptor, name, 0) } }

    /// A request on two names of the folder.
    func request(_ opcode: String, _ name: String, to other: String) -> Submission {
        let second = BenchMemory(other)
        return .of(opcode, descriptor, BenchMemory(name), Int(descriptor)) { $0.offset = second.address }
    }
}
