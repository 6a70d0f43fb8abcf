import Foundation

/// What fish offers when the completion key is pressed.
public enum FishSession {
    /// For the cursor at the end of `line`, in a folder with a file `zig zag` and a folder `zigzag`.
    public static func offered(_ line: String, by script: String) throws -> [(word: String, help: String)] {
        let folder = try TemporaryFolder()
        let file = try folder.file("uringctl.fish", script)
        _ = try folder.file("zig zag")
        let finished = try Shell.run(
            "fish", ["--no-config", "-c", "mkdir zigzag; source \(file); complete -C $argv", line],
            environment: ["HOME": folder.path, "XDG_CONFIG_HOME": folder.path, "XDG_DATA_HOME": folder.path],
            in: folder.path)
        guard finished.status == 0 && finished.errors.isEmpty else { throw SessionFailure(finished) }
        return finished.output.split(separator: "\n").map { line in
            let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
            return (parts[0], parts.count > 1 ? parts[1] : "")
        }
    }
}
