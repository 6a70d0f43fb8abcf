import Foundation

/// How a program run by a test ended, and what it wrote.
public struct Finished: Sendable {
    /// Exit status; 128 + N when signal N ended it, 124 when it ran past its deadline.
    public var status: Int32
    public var output: String
    public var errors: String

    public init(status: Int32, output: String, errors: String) {
        (self.status, self.output, self.errors) = (status, output, errors)
    }
}

/// What a test needs and this machine lacks; a test turns it into a skip with this reason.
public struct Missing: Error, CustomStringConvertible {
    public var description: String
    public init(_ description: String) { self.description = description }
}

/// Runs programs for tests, each with a deadline.
public enum Shell {
    /// Where `program` is on PATH, or nil.
    public static func path(of program: String) -> String? {
        if program.contains("/") { return FileManager.default.isExecutableFile(atPath: program) ? program : nil }
        return (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
            .map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs `program` with `arguments` to its end; output goes through files, so that no pipe can fill up.
    ///
    /// - Parameters:
    ///   - input: what its standard input holds; /dev/null when nil.
    ///   - environment: added to this process's own.
    /// - Throws: `Missing` when there is no such program.
    public static func run(
        _ program: String, _ arguments: [String] = [], input: String? = nil,
        environment: [String: String] = [:], in folder: String? = nil, deadlineSeconds: Int = 60
    ) throws -> Finished {
        guard let path = path(of: program) else { throw Missing("\(program) is not installed") }
        let scratch = try TemporaryFolder()
        let (out, err, inp) = (scratch.url("out"), scratch.url("err"), scratch.url("in"))
        for url in [out, err] { _ = FileManager.default.createFile(atPath: url.path, contents: nil) }
        let process = Process()
        // timeout(1) ends the whole process group, which Process cannot.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments = ["--kill-after=2", "\(deadlineSeconds)", path] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        if let input {
            try Data(input.utf8).write(to: inp)
            process.standardInput = try FileHandle(forReadingFrom: inp)
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: err)
        try withoutBlockedSignals { try process.run() }
        process.waitUntilExit()
        let status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
        return Finished(
            status: status,
            output: String(decoding: try Data(contentsOf: out), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: err), as: UTF8.self))
    }
}

extension Shell {
    /// The threads that tests run on block most signals, and what they start would inherit it.
    private static func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }
}

/// A folder of its own, removed with its owner.
public final class TemporaryFolder: Sendable {
    public let path: String

    public init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("uringctl-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    public func url(_ name: String) -> URL { URL(fileURLWithPath: path).appendingPathComponent(name) }

    public func file(_ name: String, _ content: String = "") throws -> String {
        try Data(content.utf8).write(to: url(name))
        return url(name).path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Where things of the package lie.
public enum Package {
    /// The package's top folder.
    public static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
}
