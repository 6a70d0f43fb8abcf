import Foundation
import Support

/// What stands in the way of a program under test: the C programs of `Obstacles/`, each compiled once, and limits.
enum Obstacle {
    /// `refuse ACTION CALLS PROGRAM…`: executes a program behind a seccomp filter.
    static let refuse = Result { try compile("refuse") }

    /// `rings …`: holds rings for a report about its process, or counts them; the program says how.
    static let rings = Result { try compile("rings", "-luring", "-lpthread") }

    /// Runs `program`, or else the release, with `arguments` as `uid` without rights, with `limits` as options of
    /// prlimit(1): what the kernel counts by user is counted for this test alone where the uid is its own.
    static func limited(
        uid: Int, _ limits: [String], program: String? = nil, _ arguments: [String]
    ) throws -> Finished {
        let folder = try TemporaryFolder()
        // Its own folder may be closed to the user.
        let original = try program ?? StaticBuild.path()
        return try Shell.run(
            "bash",
            [
                "-c",
                #"chmod 755 . && cp "$0" program && chmod 755 program && exec "$@""#, original,
                "setpriv", "--reuid", "\(uid)", "--regid", "\(uid)", "--clear-groups", "prlimit",
            ] + limits + ["./program"] + arguments, in: folder.path, deadlineSeconds: 60)
    }

    /// Whether `limited` can.
    static let canLimit = Machine.isRoot && Machine.has("setpriv", "prlimit")

    private static func compile(_ name: String, _ libraries: String...) throws -> String {
        // Beside the test bundle, so that nothing is left elsewhere.
        let program = Package.product(name)
        let made = try Shell.run(
            "cc", ["-O1", "-Wall", "-Wextra", "-o", program, "\(Package.root)/Tests/uringctl/Obstacles/\(name).c"]
                + libraries)
        guard made.status == 0 else { throw Missing("\(name).c does not compile: \(made.errors)") }
        return program
    }
}
