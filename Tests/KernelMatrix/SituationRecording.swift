import Foundation
import Support

/// Facts of situations in guests, kept in `Tests/Probe/Situations` for tests that boot nothing.
enum SituationRecording {
    static let isOn = ProcessInfo.processInfo.environment["URINGCTL_RECORD_SITUATIONS"] == "1"

    static func write(_ facts: String, of situation: Situation, in boot: Boot) throws {
        let lines = facts.split(separator: "\n").filter { line in
            // What a restriction refuses is told by the operations that it refuses.
            !passedOver.contains(where: line.hasPrefix) || line.hasSuffix(" = -13")
        }
        let name = "guest-\(boot)-\(situation.name)-\(situation.caller.name)"
        try lines.map { $0 + "\n" }.joined().write(
            toFile: "\(Package.root)/Tests/Probe/Situations/\(name).txt", atomically: true, encoding: .utf8)
    }

    /// What changes from run to run, and the tables of the catalog, on which no verdict depends.
    private static let passedOver = [
        "fact environment.time", "opcode ", "operation flag ", "submission flag ", "enter flag ", "query ",
    ]
}
