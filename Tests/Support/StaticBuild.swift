import Foundation

/// The release that is handed out: one static file, built once for all tests of a process.
public enum StaticBuild {
    private static let built = Result { try build() }

    /// Where the static file is.
    public static func path() throws -> String { try built.get() }

    private static func build() throws -> String {
        let scratch = "\(Package.root)/.build-static"
        let finished = try Shell.run(
            "swift",
            [
                "build", "-c", "release", "-Xswiftc", "-static-executable", "--product", "uringctl",
                "--package-path", Package.root, "--scratch-path", scratch,
            ],
            deadlineSeconds: 900)
        guard finished.status == 0 else {
            throw Failure(description: "the static release cannot be built:\n\(finished.output)\(finished.errors)")
        }
        return "\(scratch)/release/uringctl"
    }

    private struct Failure: Error, CustomStringConvertible { let description: String }
}
