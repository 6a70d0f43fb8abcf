import CKernel
import Catalog
import Glibc
import Kernel
import Ring

extension OperationCheck {
    /// The table of registered files. Slots are counted from 1 in requests, from 0 elsewhere.
    static let fileTableChecks: [OperationCheck] = [
        .register("REGISTER_FILES") { bench in
            let pipe = try Descriptor.pipe(holding: "x")
            try bench.expectRegister("REGISTER_FILES", BenchMemory([Int32(-1), pipe.first.number]), count: 2)
            defer { _ = bench.register("UNREGISTER_FILES", count: 0) }
            try expectByte(bench, slot: 1)
        },
        .register("UNREGISTER_FILES") { bench in
            let pipe = try Descriptor.pipe(holding: "x")
            try bench.prepare("REGISTER_FILES", BenchMemory([pipe.first.number]), count: 1)
            try bench.expectRegister("UNREGISTER_FILES", count: 0)
            try bench.expect(reading(slot: 0), is: .badDescriptor)
        },
        .register("REGISTER_FILES_UPDATE") { bench in
            let pipe = try Descriptor.pipe(holding: "x")
            try bench.withFiles([-1, -1]) {
                let files = BenchMemory([pipe.first.number])
                let update = BenchMemory(table_update(offset: 1, reserved: 0, data: files.address))
                try bench.expectRegister("REGISTER_FILES_UPDATE", update, is: 1)
                try expectByte(bench, slot: 1)
            }
        },
        .register("REGISTER_FILES2") { bench in
            let pipe = try Descriptor.pipe(holding: "x")
            let files = BenchMemory([Int32(-1), pipe.first.number])
            let tags = BenchMemory([UInt64(0), 0])
            var registration = resource_registration()
            (registration.count, registration.data, registration.tags) = (2, files.address, tags.address)
            try bench.expectRegister("REGISTER_FILES2", sized: BenchMemory(registration))
            defer { _ = bench.register("UNREGISTER_FILES", count: 0) }
            try expectByte(bench, slot: 1)
        },
        .register("REGISTER_FILES_UPDATE2") { bench in
            let pipe = try Descriptor.pipe(holding: "x")
            try bench.withFiles([-1, -1]) {
                let files = BenchMemory([pipe.first.number])
                var update = resource_update()
                (update.offset, update.data, update.count) = (1, files.address, 1)
                try bench.expectRegister("REGISTER_FILES_UPDATE2", sized: BenchMemory(update), is: 1)
                try expectByte(bench, slot: 1)
            }
        },
        .register("REGISTER_FILE_ALLOC_RANGE") { bench in
            try bench.withFiles([-1, -1, -1, -1]) {
                let range = BenchMemory(file_index_range(offset: 2, length: 1, reserved: 0))
                try bench.expectRegister("REGISTER_FILE_ALLOC_RANGE", range, count: 0)
                try bench.expect(openingRoot { $0.file_index = .max }, is: 2)
            }
        },

        .operation("FILES_UPDATE") { bench in
            let pipe = try Descriptor.pipe(holding: "x")
            try bench.withFiles([-1, -1]) {
                try bench.expect(
                    .of("FILES_UPDATE", -1, BenchMemory([pipe.first.number]), 1) { $0.offset = 1 }, is: 1)
                try expectByte(bench, slot: 1)
            }
        },
        .operation("FIXED_FD_INSTALL") { bench in
            let pipe = try Descriptor.pipe(holding: "x")
            try bench.withFiles([-1, pipe.first.number]) {
                let installed = try bench.descriptor(of: installing(slot: 1))
                try expect("what was read", installed.read(), is: "x")
                try expect("the flags of the descriptor", fcntl(installed.number, F_GETFD), is: FD_CLOEXEC)
            }
        },

        .flag("FIXED_FD_NO_CLOEXEC") { bench in
            let pipe = try Descriptor.pipe()
            try bench.withFiles([pipe.first.number]) {
                let installed = try bench.descriptor(of: installing(slot: 0, flags: 1))
                try expect("the flags of the descriptor", fcntl(installed.number, F_GETFD), is: 0)
            }
        },
        .flag("OPENAT_DIRECT") { bench in
            try bench.withFiles([-1, -1]) {
                try bench.expect(openingRoot { $0.file_index = 2 })
                // A folder cannot be read, an empty slot is no file.
                try bench.expect(reading(slot: 1), is: Errno(EISDIR))
            }
        },
        .flag("FILE_INDEX_ALLOC") { bench in
            let pipe = try Descriptor.pipe()
            try bench.withFiles([pipe.first.number, -1]) {
                try bench.expect(openingRoot { $0.file_index = .max }, is: 1)
                try bench.expect(reading(slot: 1), is: Errno(EISDIR))
            }
        },
        .flag("CLOSE_DIRECT") { bench in
            let pipe = try Descriptor.pipe(holding: "x")
            try bench.withFiles([-1, pipe.first.number]) {
                try bench.expect(.of("CLOSE") { $0.file_index = 2 })
                try bench.expect(reading(slot: 1), is: .badDescriptor)
            }
        },
        .flag("SOCKET_DIRECT") { bench in
            try bench.withFiles([-1, -1]) {
                try bench.expect(
                    .of("SOCKET") {
                        ($0.descriptor, $0.offset, $0.file_index) = (AF_UNIX, UInt64(SOCK_STREAM.rawValue), 2)
                    })
                // A socket that is not connected cannot be read.
                try bench.expect(reading(slot: 1), is: .invalidArgument)
            }
        },
        .flag("ACCEPT_DIRECT") { bench in
            let listener = try Descriptor.localListener()
            let client = try listener.connected()
            try client.send("x")
            try bench.withFiles([-1, -1]) {
                try bench.expect(.of("ACCEPT") { ($0.descriptor, $0.file_index) = (listener.number, 2) })
                try expectByte(bench, slot: 1)
            }
        },
        .flag("PIPE_DIRECT") { bench in
            try bench.withFiles([-1, -1, -1]) {
                try bench.expect(.of("PIPE", 0, BenchMemory([Int32(-1), -1]), 0) { $0.file_index = 2 })
                try bench.expect(
                    Submission.of("WRITE", 2, BenchMemory("x"), 1) { $0.offset = .max }.with("FIXED_FILE"), is: 1)
                try expectByte(bench, slot: 1)
            }
        },
        .flag("FILES_UPDATE_ALLOC") { bench in
            let other = try Descriptor.pipe()
            let pipe = try Descriptor.pipe(holding: "x")
            try bench.withFiles([other.first.number, -1]) {
                let files = BenchMemory([pipe.first.number])
                try bench.expect(.of("FILES_UPDATE", -1, files, 1) { $0.offset = UInt64(UInt32.max) }, is: 1)
                try expect("the slot that the kernel picked", files.load(Int32.self), is: 1)
                try expectByte(bench, slot: 1)
            }
        },
        .flag("REGISTER_FILES_SKIP") { bench in
            let pipe = try Descriptor.pipe(holding: "x")
            try bench.withFiles([pipe.first.number]) {
                let files = BenchMemory([Int32(-2)])
                let update = BenchMemory(table_update(offset: 0, reserved: 0, data: files.address))
                try bench.expectRegister("REGISTER_FILES_UPDATE", update, is: 1)
                try expectByte(bench, slot: 0)
            }
        },
        .flag("RSRC_REGISTER_SPARSE") { bench in
            var registration = resource_registration()
            (registration.count, registration.flags) = (2, 1)
            try bench.expectRegister("REGISTER_FILES2", sized: BenchMemory(registration))
            defer { _ = bench.register("UNREGISTER_FILES", count: 0) }
            try bench.expect(openingRoot { $0.file_index = 2 })
            try bench.expect(reading(slot: 1), is: Errno(EISDIR))
        },
    ]

    private static func reading(slot: Int32) -> Submission {
        Submission.of("READ", slot, BenchMemory(1)) { $0.offset = .max }.with("FIXED_FILE")
    }

    /// That a byte can be read from what is in the slot.
    private static func expectByte(_ bench: VerifyBench, slot: Int32) throws {
        try bench.expect(reading(slot: slot), is: 1)
    }

    private static func openingRoot(_ change: (inout Submission) -> Void) -> Submission {
        .of("OPENAT", AT_FDCWD, BenchMemory("/"), 0) {
            $0.operation_flags = UInt32(O_RDONLY | O_DIRECTORY)
            change(&$0)
        }
    }

    private static func installing(slot: Int32, flags: UInt32 = 0) -> Submission {
        Submission.of("FIXED_FD_INSTALL") { ($0.descriptor, $0.operation_flags) = (slot, flags) }.with("FIXED_FILE")
    }
}

extension VerifyBench {
    /// A call that is told the size of its argument.
    func expectRegister(_ name: String, sized argument: BenchMemory, is expected: Int = 0) throws {
        try expectRegister(name, argument, count: argument.count, is: expected)
    }
}
