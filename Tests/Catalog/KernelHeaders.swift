import Foundation
import Support
import Testing

@testable import Catalog

/// What the header files of one kernel release say: every macro and enumerator of io_uring, with its value.
struct KernelHeaders: Sendable, CustomTestStringConvertible {
    let release: Release
    /// Debian's version of the package they come from.
    let version: String
    let values: [String: UInt64]

    var testDescription: String { version }

    /// The headers of every kernel series that a Debian suite carries, oldest first.
    ///
    /// Ends the test as skipped when they can't be had here.
    static func all() throws -> [KernelHeaders] {
        do {
            return try cached.get()
        } catch let missing as Missing {
            try Test.cancel("\(missing)")
        }
    }

    private static let cached = Result { try fetch() }

    private static func fetch() throws -> [KernelHeaders] {
        let fetched = try Shell.run(
            "\(Package.root)/Tests/Support/fetch-kernel-headers", ["\(Package.root)/.build/kernel-headers"],
            deadlineSeconds: 300)
        guard fetched.status == 0 else { throw Missing("no kernel headers to compare with: \(fetched.errors)") }
        return try fetched.output.split(separator: "\n").map { line in
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            return try KernelHeaders(version: words[0], folder: words[1])
        }
    }

    private init(version: String, folder: String) throws {
        let numbers = try #require(version.firstMatch(of: /^(\d+)\.(\d+)\./))
        release = Release(major: try #require(UInt8(numbers.1)), minor: try #require(UInt8(numbers.2)))
        self.version = version
        let files = try Self.files(in: folder)
        let names = try files.flatMap { try Self.names(in: String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)) }
        values = try Self.values(of: Set(names), files: files, folder: folder)
    }

    /// Names of the header files, as a C program includes them.
    private static func files(in folder: String) throws -> [String] {
        let parts = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/linux/io_uring")) ?? []
        return (["linux/io_uring.h", "linux/blkdev.h"] + parts.sorted().map { "linux/io_uring/\($0)" })
            .filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)") }
    }

    /// Every macro with a value and every enumerator that `text` defines, under whatever name.
    private static func names(in text: String) -> [String] {
        let code = text.replacing(/\/\*(?s:.*?)\*\//, with: " ")
        let macros = code.matches(of: /(?m)^#define[ \t]+(\w+)[ \t]+\S/).map { String($0.1) }
        let enumerators = code.matches(of: /enum\s*\w*\s*\{([^}]*)\}/).flatMap { body in
            body.1.split(separator: ",").compactMap { $0.firstMatch(of: /\w+/).map { String($0.0) } }
        }
        return macros + enumerators
    }

    /// What the C compiler makes of `names`.
    private static func values(of names: Set<String>, files: [String], folder: String) throws -> [String: UInt64] {
        let scratch = try TemporaryFolder()
        let source = try scratch.file(
            "values.c",
            (["#include <stdio.h>"] + files.map { "#include <\($0)>" } + ["int main(void) {"]
                + names.sorted().map { "printf(\"%s %llu\\n\", \"\($0)\", (unsigned long long)(\($0)));" } + ["}"])
                .joined(separator: "\n"))
        let program = scratch.url("values").path
        let compiled = try Shell.run("cc", ["-I", folder, "-o", program, source])
        try #require(compiled.status == 0, "\(compiled.errors)")
        let ran = try Shell.run(program)
        try #require(ran.status == 0)
        return ran.output.split(separator: "\n").reduce(into: [:]) { values, line in
            let words = line.split(separator: " ")
            values[String(words[0])] = UInt64(words[1])
        }
    }
}
