import Foundation
import Support

/// What lies in a guest: the release, the independent probe, and small programs that put obstacles in their way, all
/// static.
enum GuestFiles {
    /// An initramfs whose init runs `commands`.
    static func initramfs(running commands: [Guest.Command]) throws -> Data {
        let folder = try TemporaryFolder()
        _ = try folder.file("commands", text(of: commands))
        // The kernel unpacks several archives that lie behind each other.
        return try archive(["commands"], in: folder.path) + programs.get()
    }

    private static let programs = Result {
        let folder = try TemporaryFolder()
        let sources = "\(Package.root)/Tests/KernelMatrix/Guest"
        for (name, source) in [
            ("init", "\(sources)/init.c"), ("become", "\(sources)/become.c"),
            ("attach-lsm", "\(sources)/attach-lsm.c"), ("restrict-task", "\(sources)/restrict-task.c"),
            ("refuse", "\(Package.root)/Tests/uringctl/Obstacles/refuse.c"),
        ] {
            let made = try Shell.run(
                "cc", ["-static", "-O1", "-Wall", "-Wextra", "-Werror", "-o", folder.url(name).path, source])
            guard made.status == 0 else { throw Failure(description: "\(source) does not compile: \(made.errors)") }
        }
        try IndependentProbe.build(folder.url("independent-probe").path, options: ["-static"])
        // A guest has no name server.
        try FileManager.default.createDirectory(at: folder.url("etc"), withIntermediateDirectories: true)
        _ = try folder.file("etc/hosts", "127.0.0.1 localhost\n::1 localhost\n")
        try FileManager.default.copyItem(atPath: StaticBuild.path(), toPath: folder.url("uringctl").path)
        return try archive(FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted(), in: folder.path)
    }

    static func archive(_ names: [String], in folder: String) throws -> Data {
        let file = "\(folder)/archive"
        let made = try Shell.run(
            "cpio", ["--create", "--quiet", "--format=newc", "--owner=0:0", "--file=\(file)"],
            input: names.joined(separator: "\n") + "\n", in: folder)
        guard made.status == 0 else { throw Failure(description: "cpio: \(made.errors)") }
        return try Data(contentsOf: URL(fileURLWithPath: file))
    }

    /// See `Guest/init.c`.
    private static func text(of commands: [Guest.Command]) -> String {
        commands.map { command in
            (command.settings.map { "set \($0.name) \($0.value)" } + command.words.map { "argument \($0)" } + ["run"])
                .map { $0 + "\n" }.joined()
        }.joined()
    }

    private struct Failure: Error, CustomStringConvertible { let description: String }
}
