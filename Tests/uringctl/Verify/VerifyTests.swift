import Foundation
import Support
import Testing

/// `uringctl probe --verify` on this machine.
@Suite(.bounded)
struct VerifyTests {
    private struct Report: Decodable {
        struct Result: Decodable, Equatable {
            let result: String
            let detail: String?
        }

        struct Row: Decodable {
            let name: String?
            let supported: Bool?
            let verified: Result?
        }

        struct Counts: Decodable {
            let ok, failed, skipped, unknown: Int
            let file_system: String?
        }

        let only: [String]?
        let verification: Counts?
        let opcodes, op_flags, register_ops, behaviours: [Row]?

        var rows: [Row] { (opcodes ?? []) + (op_flags ?? []) + (register_ops ?? []) }
    }

    private func verify(_ arguments: [String], environment: [String: String] = [:]) throws -> Report {
        let finished = try Uringctl.run(["probe", "--verify", "--json"] + arguments, environment: environment)
        let usable = try finished.report().verdict.usable
        guard usable == true else { throw Missing("io_uring is not usable here") }
        return try JSONDecoder().decode(Report.self, from: Data(finished.output.utf8))
    }

    private static let whos = [[], ["--unprivileged"]] + (Machine.isRoot ? [["--as", "65534"]] : [])

    @Test(arguments: whos) func whatTheKernelListsWorksOrSaysWhyNot(_ who: [String]) throws {
        let report = try verify(who)
        let opcodes = try #require(report.opcodes)
        #expect(opcodes.count >= 65)
        let isRoot = who.isEmpty && Machine.isRoot
        for row in report.rows {
            let verified = try #require(row.verified, "\(row.name ?? "")")
            let isGood =
                switch verified.result {
                case "ok": row.supported != false
                case "skipped": row.supported == false || VerifyReasons.has(verified.detail, isRoot: isRoot)
                case "unknown": row.supported == nil
                default: false
                }
            #expect(isGood, "\(row.name ?? ""): \(verified)")
        }
        let counts = try #require(report.verification)
        #expect(counts.ok + counts.failed + counts.skipped + counts.unknown == report.rows.count)
        #expect(counts.failed == 0 && counts.ok > 50 && counts.file_system != nil)
        #expect(report.behaviours?.allSatisfy { $0.verified != nil } == true)
    }

    @Test func onlyWhatIsAskedForIsTried() throws {
        let report = try verify(["--only", "op:NOP,op:READ,flag:msg_data", "--skip", "op:READ"])
        #expect(report.only == ["op:NOP", "op:READ", "flag:MSG_DATA"])
        #expect(report.opcodes?.map(\.name) == ["NOP", "READ"] && report.op_flags?.map(\.name) == ["MSG_DATA"])
        #expect(report.register_ops == nil && report.behaviours == nil)
        #expect(report.opcodes?.last?.verified == .init(result: "skipped", detail: "as asked"))
        #expect(report.verification?.ok == 2 && report.verification?.skipped == 1)
    }

    @Test func whatWasNotAskedForIsNull() throws {
        let finished = try Uringctl.run(["probe", "--json"])
        let report = try JSONDecoder().decode(Report.self, from: Data(finished.output.utf8))
        #expect(report.verification == nil && report.behaviours == nil && report.rows.allSatisfy { $0.verified == nil })
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/shm"), "there is no /dev/shm"))
    func theFileSystemIsNamed() throws {
        let mounts = try String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)
        let type = mounts.split(separator: "\n").map { $0.split(separator: " ") }.last { $0[1] == "/dev/shm" }?[2]
        let expected = try #require(type.map(String.init), "/dev/shm is no mount")
        let report = try verify(["--path", "/dev/shm", "--only", "op:READ,op:NOP"])
        #expect(report.verification?.file_system == expected)
        #expect(report.opcodes?.first { $0.name == "READ" }?.verified?.detail == "on \(expected)")
        #expect(report.opcodes?.first { $0.name == "NOP" }?.verified == .init(result: "ok", detail: nil))
    }

    @Test(.enabled(if: Machine.isRoot, "needs root, to be somebody else"))
    func aFolderThatCannotBeWrittenIsNoFailure() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        let report = try verify(["--as", "65534", "--path", folder.path, "--only", "op:READ,op:UNLINKAT"])
        // A file can be had elsewhere, a name cannot.
        #expect(report.opcodes?.first { $0.name == "READ" }?.verified?.result == "ok")
        let unlink = try #require(report.opcodes?.first { $0.name == "UNLINKAT" }?.verified)
        #expect(unlink.result == "skipped" && unlink.detail?.contains("EACCES") == true, "\(unlink)")
        #expect(unlink.detail?.contains("--path") == true)
    }

    @Test func nothingIsLeftInTheFolder() throws {
        let folder = try TemporaryFolder()
        _ = try verify([], environment: ["TMPDIR": folder.path])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test(arguments: [["--simulate", "docker"], ["--simulate", "kill"]])
    func whereItIsRefusedNothingIsTried(_ filter: [String]) throws {
        let finished = try Uringctl.run(["probe", "--verify", "--json"] + filter)
        let report = try JSONDecoder().decode(Report.self, from: Data(finished.output.utf8))
        #expect(finished.status == 1)
        #expect(report.rows.allSatisfy { $0.verified?.result == "skipped" })
    }

    private static let registering = ["requests", "processes", "tables", "waits", "restrictions"]

    /// Calls that answer 0 and do nothing: behind strace, which makes no call of them. What is to be taken back has to be
    /// there, so that the first call is made.
    @Test(.enabled(if: Machine.has("strace"), "strace is not installed"))
    func aRegisterOperationThatDoesNothingIsNoticed() throws {
        let names = try verify(["--only", "register_ops"]).rows.filter { $0.verified?.result == "ok" }.compactMap(\.name)
        let folder = try TemporaryFolder()
        var results: [String: String] = [:]
        func run(_ names: [String], callsMade: Int) throws {
            let checks = names.map { "reg:\($0)" }.joined(separator: ",")
            for group in Self.registering {
                let finished = try Shell.run(
                    "strace",
                    [
                        "-f", "-qqq", "-o", "/dev/null", "-e", "trace=io_uring_register", "-e",
                        "inject=io_uring_register:retval=0:when=\(callsMade + 1)+", Uringctl.program, "verify-operations",
                        "--checks", checks, group, "\(folder.path)/files",
                    ], deadlineSeconds: 60)
                for line in finished.output.split(separator: "\n") where line.hasPrefix("end ") {
                    let words = line.split(separator: " ")
                    results[String(words[1].dropFirst("reg:".count))] = String(words[2])
                }
            }
        }
        try run(names.filter { $0.hasPrefix("REGISTER") }, callsMade: 0)
        for name in names where name.hasPrefix("UNREGISTER") { try run([name], callsMade: 1) }
        #expect(Set(results.keys) == Set(names))
        // Where there is one processor, all run on it.
        let invisible = ProcessInfo.processInfo.activeProcessorCount == 1 ? ["UNREGISTER_IOWQ_AFF"] : []
        #expect(Set(results.filter { $0.value == "ok" }.keys).subtracting(invisible) == [])
    }

    @Test(
        .enabled(
            if: Machine.isRoot && Machine.canUnshare("net") && Machine.has("ip"),
            "needs root, a network namespace and ip"))
    func killedAtAnyMomentItLeavesNothing() throws {
        let folder = try TemporaryFolder()
        var generator = Generator(seed: 20261123)
        // Of what the whole takes; some come too late.
        let moments = (0..<1000).map { _ in "\(Int.random(in: 0..<1000, using: &generator))" }
        let script = "\(Package.root)/Tests/uringctl/Verify/kill-at-random"
        let finished = try Shell.run(
            "unshare", ["--net", script, "200", Uringctl.program] + moments, in: folder.path, deadlineSeconds: 1200)
        #expect(finished.status == 0 && finished.output == "200\n", "killed, left: \(finished.output) \(finished.errors)")
    }
}
