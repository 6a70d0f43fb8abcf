import Kernel
import Probe

/// Which uringctl this is.
enum Version {
    static let number = "0.1.0"
    /// When the man pages were last true.
    static let date = "2026-11-29"

    static var tool: ToolVersion {
        ToolVersion(version: number, build: Program.buildIdentifier, commit: Program.commit)
    }

    /// The build id tells one binary from another whatever it calls itself; the commit stands in release builds of
    /// a clean checkout only.
    static var text: String {
        """
        uringctl \(number)
        build \(tool.build ?? "unknown")
        commit \(tool.commit ?? "development")

        """
    }
}
