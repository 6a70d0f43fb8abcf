import Support
import Testing

/// `Programs/specimens.c`, which runs a specimen by its name, at one of the compiler's levels.
struct SpecimenProgram: Sendable {
    /// What it said of one specimen.
    struct Account {
        var status: Int32
        /// The line that tells what happened.
        var line: String
        /// The functions that the addresses after it lie in, each run of equal ones once.
        var functions: [String]
    }

    static let levels = ["-O0", "-O1", "-O2", "-O3"]
    private static let built = levels.map { level in Result { try SpecimenProgram(level) } }

    /// The program at `level`, compiled once.
    static func at(_ level: String) throws -> SpecimenProgram { try built[levels.firstIndex(of: level)!].get() }

    private let path: String

    private init(_ level: String) throws {
        path = Package.product("specimens\(level)")
        let sources = "\(Package.root)/Sources"
        let assembly = ["fibers", "inline", "stack_use", "switches", "witness"]
        let made = try Shell.run(
            "gcc",
            [
                level, "-fno-omit-frame-pointer", "-no-pie", "-Wall", "-Wextra", "-Werror",
                "-I\(sources)/CFiber/include", "-I\(sources)/CSpecimens/include", "-o", path,
                "\(Package.root)/Tests/CSpecimens/Programs/specimens.c", "\(sources)/CSpecimens/specimens.c",
                "\(sources)/CFiber/fiber.c", "\(sources)/CFiber/switch_x86_64.S",
            ] + assembly.map { "\(sources)/CSpecimens/\($0)_x86_64.S" })
        try #require(made.status == 0, "specimens.c does not compile: \(made.errors)")
    }

    func run(_ specimen: String) throws -> Account {
        let finished = try Shell.run(path, [specimen], deadlineSeconds: 60)
        let lines = finished.output.split(separator: "\n").map(String.init)
        let addresses = lines.dropFirst()
        let found =
            try addresses.isEmpty
            ? [] : Shell.run("addr2line", ["-f", "-e", path] + addresses).output.split(separator: "\n").map(String.init)
        // Of each address the function, then the line.
        let functions = stride(from: 0, to: found.count, by: 2).map { found[$0] }
        return Account(
            status: finished.status, line: lines.first ?? finished.errors,
            functions: functions.enumerated().filter { $0 == 0 || functions[$0 - 1] != $1 }.map(\.element))
    }
}
