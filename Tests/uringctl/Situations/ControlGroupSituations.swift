import Foundation
import Support

/// A control group of its own, removed with its owner.
final class ControlGroup: Sendable {
    private let path: String

    /// Below the top of version 2's hierarchy where that has `controller`, else of the controller's own of version 1.
    ///
    /// - Throws: `Missing` where this machine has none, or lets nobody make groups in it.
    init(_ controller: String, limits: [String: String]) throws {
        let top = "/sys/fs/cgroup"
        let shared = try? String(contentsOfFile: "\(top)/cgroup.subtree_control", encoding: .utf8)
        let isShared = shared?.split(whereSeparator: \.isWhitespace).contains { $0 == controller } == true
        path = "\(isShared ? top : "\(top)/\(controller)")/uringctl-test-\(UUID().uuidString)"
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            for (name, value) in limits where FileManager.default.fileExists(atPath: "\(path)/\(name)") {
                try Data(value.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
            }
        } catch {
            rmdir(path)
            throw Missing("no control group of \(controller) can be made here: \(error)")
        }
    }

    /// Words that run a program in it.
    var join: [String] { ["bash", "-c", #"echo $$ >"$1/cgroup.procs" && exec "${@:2}""#, "bash", path] }

    deinit { rmdir(path) }
}

extension Situation {
    static func processGroups(_ group: ControlGroup) -> [Situation] {
        // Full with the program itself, which cannot make the process that gives up rights.
        [
            Situation(
                "control group of 1 process", fixture: "group-of-1-process",
                .works(but: .init("processes", "certain", "partly"))
            ).with {
                $0.group = group
                $0.identities = [.root, .ordinary]
            }
        ]
    }

    /// Memory enough for the program and its rings: a limit alone refuses nothing.
    static func memoryGroups(_ group: ControlGroup) -> [Situation] {
        [Situation("control group of 64 MiB", .works).with { $0.group = group }]
    }
}
