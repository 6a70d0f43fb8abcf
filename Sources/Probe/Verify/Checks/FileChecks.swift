import CKernel
import Glibc
import Kernel
import Ring

private let text = "uringctl"

extension OperationCheck {
    /// Requests on an open file.
    static let fileChecks: [OperationCheck] = [
        .operation("READ", onFileSystem: true) { bench in
            try expectReading(bench) { .of("READ", $0, $1) }
        },
        .operation("READV", onFileSystem: true) { bench in
            try expectReading(bench) { .of("READV", $0, $1.parts([3, 5]), 2) }
        },
        .operation("READ_FIXED", onFileSystem: true) { bench in
            try expectReading(bench, isRegistered: true) { .of("READ_FIXED", $0, $1) }
        },
        .operation("READV_FIXED", onFileSystem: true) { bench in
            try expectReading(bench, isRegistered: true) { .of("READV_FIXED", $0, $1.parts([3, 5]), 2) }
        },
        .operation("WRITE", onFileSystem: true) { bench in
            try expectWriting(bench) { .of("WRITE", $0, $1, text.utf8.count) }
        },
        .operation("WRITEV", onFileSystem: true) { bench in
            try expectWriting(bench) { .of("WRITEV", $0, $1.parts([3, 5]), 2) }
        },
        .operation("WRITE_FIXED", onFileSystem: true) { bench in
            try expectWriting(bench, isRegistered: true) { .of("WRITE_FIXED", $0, $1, text.utf8.count) }
        },
        .operation("WRITEV_FIXED", onFileSystem: true) { bench in
            try expectWriting(bench, isRegistered: true) { .of("WRITEV_FIXED", $0, $1.parts([3, 5]), 2) }
        },
        .operation("FSYNC", onFileSystem: true) { bench in
            let file = try bench.scratch.file(holding: text)
            try bench.expect(.of("FSYNC") { $0.descriptor = file.number }, orAs: fsync(file.number))
        },
        .operation("SYNC_FILE_RANGE", onFileSystem: true) { bench in
            let file = try bench.scratch.file(holding: text)
            try bench.expect(
                .of("SYNC_FILE_RANGE") {
                    ($0.descriptor, $0.length) = (file.number, UInt32(text.utf8.count))
                    $0.operation_flags = 2  // SYNC_FILE_RANGE_WRITE
                }, orAs: write_back_file(file.number, Int64(text.utf8.count)))
        },
        .operation("FALLOCATE", onFileSystem: true) { bench in
            let file = try bench.scratch.file()
            // The mode is in the length, and the length in the address.
            try bench.expect(
                .of("FALLOCATE") { ($0.descriptor, $0.address) = (file.number, 4096) },
                orAs: allocate_file(file.number, 8192))
            try expect("the size of the file", file.sizeBytes(), is: 4096)
        },
        .operation("FADVISE", onFileSystem: true) { bench in
            let file = try bench.scratch.file(holding: text)
            try bench.expect(
                .of("FADVISE") {
                    ($0.descriptor, $0.length) = (file.number, UInt32(text.utf8.count))
                    $0.operation_flags = UInt32(POSIX_FADV_SEQUENTIAL)
                })
        },
        .operation("FTRUNCATE", onFileSystem: true) { bench in
            let file = try bench.scratch.file(holding: text)
            try bench.expect(.of("FTRUNCATE") { ($0.descriptor, $0.offset) = (file.number, 5) })
            try expect("the size of the file", file.sizeBytes(), is: 5)
        },

        .flag("FSYNC_DATASYNC", onFileSystem: true) { bench in
            let file = try bench.scratch.file(holding: text)
            try bench.expect(
                .of("FSYNC") { ($0.descriptor, $0.operation_flags) = (file.number, 1) }, orAs: fdatasync(file.number))
        },
        .flag("CURRENT_POSITION", onFileSystem: true) { bench in
            let file = try bench.scratch.file(holding: text)
            let memory = BenchMemory(text.utf8.count)
            for _ in 0..<2 { try bench.expect(.of("READ", file.number, memory, 3) { $0.offset = .max }, is: 3) }
            try expect("what was read second", memory.text(3), is: "ngc")
        },
        .none(.flag("RW_ATTR_FLAG_PI"), "needs a device that keeps checksums"),
        .none(.flag("WRITE_STREAM"), "needs a device that has write streams"),
    ]

    private static func expectReading(
        _ bench: VerifyBench, isRegistered: Bool = false, _ request: (Int32, BenchMemory) -> Submission
    ) throws {
        let file = try bench.scratch.file(holding: text)
        let memory = BenchMemory(text.utf8.count)
        func use() throws {
            try bench.expect(request(file.number, memory), is: text.utf8.count)
            try expect("what was read", memory.text(text.utf8.count), is: text)
        }
        if isRegistered { try bench.withBuffers([memory], use) } else { try use() }
    }

    private static func expectWriting(
        _ bench: VerifyBench, isRegistered: Bool = false, _ request: (Int32, BenchMemory) -> Submission
    ) throws {
        let file = try bench.scratch.file()
        let memory = BenchMemory(text)
        func use() throws {
            try bench.expect(request(file.number, memory), is: text.utf8.count)
            try expect("what the file holds", file.content(), is: text)
        }
        if isRegistered { try bench.withBuffers([memory], use) } else { try use() }
    }
}

extension VerifyBench {
    /// - Parameter plainly: what the plain system call answers where the request fails: where that fails, too, it is the
    ///   file system that does not do it.
    func expect(_ submission: Submission, is expected: Int = 0, orAs plainly: @autoclosure () -> Int32) throws {
        let request = try start(submission)
        let result = try result(of: request)
        if result == expected { return }
        if result < 0 {
            let plain = plainly()
            let number = errno
            if plain < 0, number == Int32(-result) {
                throw CheckEnd.skipped("the file system does not do it: the plain call answers \(Errno(number)), too")
            }
        }
        throw Self.surprise(request.name, result, "\(expected)")
    }
}

extension Descriptor {
    /// fstat(2): the size of the file.
    borrowing func sizeBytes() throws -> Int {
        var status = stat()
        let number = number
        _ = try checked("fstat") { fstat(number, &status) }
        return Int(status.st_size)
    }

    /// The first bytes of the file as text.
    borrowing func content() throws -> String {
        var bytes = [UInt8](repeating: 0, count: 64)
        let number = number
        let count = try checked("pread") { pread(number, &bytes, bytes.count, 0) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
