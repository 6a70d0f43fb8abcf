import Kernel

/// What the control groups that this process is in leave it (cgroups(7)): numbers only, as a group's name can hold a
/// container's id.
package struct ControlGroup: Sendable, Equatable {
    /// Of one controller, in the group on the way to the root that has least left.
    package struct Usage: Sendable, Equatable {
        package var used: UInt64
        /// nil is "no limit".
        package var limit: UInt64?

        package init(used: UInt64, limit: UInt64?) {
            self.used = used
            self.limit = limit
        }

        var left: UInt64 { limit.map { $0 > used ? $0 - used : 0 } ?? .max }
    }

    /// Processes and threads; nil where it cannot be read.
    package var processes: Usage?
    /// Bytes; nil where it cannot be read.
    package var memory: Usage?

    package init(processes: Usage? = nil, memory: Usage? = nil) {
        self.processes = processes
        self.memory = memory
    }
}

extension ControlGroup {
    /// More levels than anybody nests groups.
    private static let depthLimit = 24

    static func gather() -> ControlGroup {
        let membership = TextFile.value("/proc/self/cgroup") ?? ""
        return ControlGroup(
            processes: usage("pids", membership, used: ["pids.current"], limit: ["pids.max"]),
            memory: usage(
                "memory", membership, used: ["memory.current", "memory.usage_in_bytes"],
                limit: ["memory.max", "memory.limit_in_bytes"]))
    }

    /// - Parameters:
    ///   - membership: /proc/self/cgroup: lines of a number, controllers (none: version 2) and a path.
    ///   - used: the file's name, in version 2 and in version 1 where they differ.
    private static func usage(_ controller: String, _ membership: String, used: [String], limit: [String]) -> Usage? {
        var tightest: Usage?
        for line in membership.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let isUnified = parts[1].isEmpty
            guard isUnified || parts[1].split(separator: ",").contains(Substring(controller)) else { continue }
            let mount = isUnified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/\(controller)"
            var path = parts[2].split(separator: "/").prefix(depthLimit)
            while true {
                let group = ([Substring(mount)] + path).joined(separator: "/")
                let file = isUnified ? 0 : 1
                if let used = TextFile.value("\(group)/\(used[min(file, used.count - 1)])").flatMap({ UInt64($0) }),
                    let word = TextFile.value("\(group)/\(limit[min(file, limit.count - 1)])")
                {
                    // Version 1 writes "no limit" of memory as the largest number of whole pages.
                    let limit = UInt64(word).flatMap { $0 < 1 << 62 ? $0 : nil }
                    let usage = Usage(used: used, limit: limit)
                    if tightest.map({ usage.left < $0.left }) ?? true { tightest = usage }
                }
                if path.popLast() == nil { break }
            }
        }
        return tightest
    }
}
