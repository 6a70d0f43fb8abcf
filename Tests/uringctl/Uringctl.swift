import Foundation
import Support
import Testing

/// Runs the program under test.
enum Uringctl {
    /// The debug build.
    static let program = Package.product("uringctl")

    static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Finished {
        try Shell.run(program, arguments, environment: environment, deadlineSeconds: 30)
    }

    /// Runs a script of bash, in which `$uringctl` is the program, in `folder`.
    static func bash(
        _ script: String, program: String = program, environment: [String: String] = [:], in folder: String? = nil
    ) throws -> Finished {
        try Shell.run(
            "bash", ["--norc", "--noprofile", "-c", script],
            environment: environment.merging(["uringctl": program]) { $1 }, in: folder, deadlineSeconds: 30)
    }
}

/// What this machine has, for conditions of tests.
enum Machine {
    static let isRoot = geteuid() == 0

    /// qemu-user for this machine's own architecture.
    static let emulator: String = {
        let name = try? Shell.run("uname", ["-m"]).output.filter { !$0.isNewline }
        return "qemu-\(name ?? "unknown")-static"
    }()

    /// Whether CAP_IPC_LOCK is effective, outside of any user namespace.
    static let mayLockMemory: Bool = {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let word = status.split(separator: "\n").first { $0.hasPrefix("CapEff:") }?.split(separator: "\t").last ?? "0"
        let map = (try? String(contentsOfFile: "/proc/self/uid_map", encoding: .utf8)) ?? ""
        return (UInt64(word, radix: 16) ?? 0) >> 14 & 1 == 1 && map.contains("4294967295")
    }()

    static func has(_ programs: String...) -> Bool { programs.allSatisfy { Shell.path(of: $0) != nil } }

    /// Whether a namespace of each kind, as unshare(1) names them, can be made here.
    static func canUnshare(_ kinds: String...) -> Bool {
        (try? Shell.run("unshare", kinds.map { "--\($0)" } + ["true"]))?.status == 0
    }
}

extension Trait where Self == TimeLimitTrait {
    static var bounded: Self { .timeLimit(.minutes(Bound.testMinutes)) }
}

extension Finished {
    /// The lines of standard error.
    var complaints: [String] {
        errors.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
}
