import Foundation
import Support

/// Facts of situations as files that verdicts are tested with where the situation is not: with
/// URINGCTL_RECORD_SITUATIONS=1 in the environment of the test run, each situation that has a fixture is recorded into
/// `Tests/Probe/Situations/host-FIXTURE.txt`.
enum SituationRecording {
    private static let isOn = ProcessInfo.processInfo.environment["URINGCTL_RECORD_SITUATIONS"] == "1"

    /// As an ordinary user where there is a choice, whom more can refuse than root.
    static func record(_ situation: Situation, _ stage: Stage) throws {
        guard isOn, let fixture = situation.fixture else { return }
        let who = situation.identities.contains(.ordinary) ? Who.ordinary : .root
        let finished = try stage.run(situation, as: who, ["gather-facts"])
        guard finished.status == 0 else { throw Missing("the facts of \(situation.name): \(finished)") }
        let lines = finished.output.split(separator: "\n").compactMap { neutral(String($0)) }
        let text = lines.map { $0 + "\n" }.joined()
        try Data(text.utf8).write(
            to: URL(fileURLWithPath: "\(Package.root)/Tests/Probe/Situations/host-\(fixture).txt"))
    }

    /// What no verdict about a host's own obstacles depends on, or what changes from host to host and from run to run.
    private static let passedOver = [
        "fact environment.time", "fact environment.system.", "fact environment.virtualMachineHints",
        "fact environment.containerHints", "fact environment.identity", "fact environment.stackLimit",
        "fact environment.dataLimit", "fact situation.", "opcode ", "operation flag ", "submission flag ",
        "enter flag ", "query ",
    ]

    /// The line without the names that kernels are given; nil where no verdict depends on it.
    private static func neutral(_ line: String) -> String? {
        if passedOver.contains(where: line.hasPrefix) { return nil }
        if line.hasPrefix("fact environment.controlGroup.") && line.hasSuffix(",unlimited") { return nil }
        // Flags that the kernel takes, and those that it does not know.
        if line.hasPrefix("setup flag ") && (line.hasSuffix(" = 0") || line.hasSuffix(" = -22")) { return nil }
        let kernel = "fact environment.kernel = "
        guard line.hasPrefix(kernel) else { return line }
        return kernel + line.dropFirst(kernel.count).prefix { $0.isNumber || $0 == "." } + ",#1,x86_64"
    }
}
