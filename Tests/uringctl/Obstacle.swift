import Foundation
import Support

/// The C programs of `Obstacles/`, each compiled once.
enum Obstacle {
    /// `refuse ACTION CALLS PROGRAM…`: executes a program behind a seccomp filter.
    static let refuse = Result { try compile("refuse") }

    private static func compile(_ name: String) throws -> String {
        // Beside the test bundle, so that nothing is left elsewhere.
        let program = Package.product(name)
        let made = try Shell.run(
            "cc", ["-O1", "-Wall", "-Wextra", "-o", program, "\(Package.root)/Tests/uringctl/Obstacles/\(name).c"])
        guard made.status == 0 else { throw Missing("\(name).c does not compile: \(made.errors)") }
        return program
    }
}
