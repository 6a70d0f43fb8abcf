import Foundation

extension Package {
    /// The debug build of the package's program `name`: beside the test bundle, which was built together with it.
    public static func product(_ name: String) -> String {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? root
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent(name).path
    }
}
