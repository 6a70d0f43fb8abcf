import Foundation
import Kernel
import Probe
import Support
import Testing

/// Asking as somebody else, without rights, and behind a filter. As whom the kernel was asked is what /proc and the
/// kernel said to the process that asked, not what the options say.
@Suite(.bounded)
struct SituationOptionTests {
    static let canBecome = Machine.isRoot && Machine.has("setpriv")

    private func probe(
        _ arguments: [String], program: String = Uringctl.program, through wrapper: [String] = [],
        in folder: String? = nil
    ) throws -> Finished {
        let all = wrapper + [program, "probe"] + arguments
        return try Shell.run(all[0], Array(all.dropFirst()), in: folder, deadlineSeconds: 60)
    }

    private func situated(_ finished: Finished) throws -> SituatedReport {
        _ = try finished.report()
        return try JSONDecoder().decode(SituatedReport.self, from: Data(finished.output.utf8))
    }

    @Test func whoAsksPlainlyIsInNoSituation() throws {
        let report = try situated(try probe(["--json"]))
        #expect(report.situation == .init(as: nil, unprivileged: false, simulate: nil))
        #expect(!(try probe([]).output.contains("\nsituation\n")))
    }

    @Test(
        .enabled(if: canBecome, "needs root"),
        arguments: [
            ("12345", 12345, 12345, []), ("12345:54321", 12345, 54321, []), ("nobody", 65534, 65534, [65534]),
            ("65534", 65534, 65534, [65534]), ("nobody:root", 65534, 0, [0]), ("0:54321", 0, 54321, [54321]),
        ] as [(String, UInt32, UInt32, [UInt32])])
    func itIsAskedAs(_ name: String, uid: UInt32, gid: UInt32, groups: [UInt32]) throws {
        let finished = try probe(["--json", "--as", name])
        let report = try situated(finished)
        #expect(report.situation.as == .init(uid: uid, gid: gid, groups: groups))
        #expect(report.identity.uid == uid && report.identity.effective_uid == uid)
        #expect(report.identity.gid == gid && report.identity.effective_gid == gid)
        #expect(report.identity.groups.sorted() == groups)
        // Root stays root, whatever its groups.
        #expect((report.identity.capabilities == []) == (uid != 0))
        #expect(try finished.report().headline.hasSuffix(uid == 0 ? ", as root" : ", as uid \(uid)"))
    }

    /// The groups that a login would give, which only /etc/group knows; whatever nsswitch.conf(5) asks for.
    @Test(
        .enabled(if: canBecome && Machine.canUnshare("mount"), "needs root and a mount namespace"),
        arguments: [false, true])
    func groupsComeFromTheFilesAlone(isStatic: Bool) throws {
        let folder = try TemporaryFolder()
        let passwd = try folder.file("passwd", "root:x:0:0::/:/bin/sh\nservice:x:4711:4712::/:/bin/sh\n")
        let members = String(repeating: "somebody,", count: 2000)
        let group = try folder.file("group", "root:x:0:\nrings:x:5000:\(members)service\nlast:x:5001:service\n")
        let switches = try folder.file("nsswitch.conf", "passwd: nowhere\ngroup: nowhere\ninitgroups: nowhere\n")
        let script = """
            mount --bind "$1" /etc/passwd && mount --bind "$2" /etc/group && mount --bind "$3" /etc/nsswitch.conf &&
                exec "$4" probe --json --as "$5"
            """
        let cases: [(String, UInt32)] = [
            ("service", 4712), ("4711", 4712), ("service:rings", 5000), ("4711:6000", 6000),
        ]
        for (name, gid) in cases {
            let finished = try Shell.run(
                "unshare",
                ["--mount", "bash", "-c", script, "bash", passwd, group, switches]
                    + [isStatic ? try StaticBuild.path() : Uringctl.program, name],
                deadlineSeconds: 60)
            let report = try situated(finished)
            #expect(report.identity.uid == 4711 && report.identity.gid == gid)
            #expect(Set(report.identity.groups) == Set([gid, 5000, 5001]))
        }
    }

    @Test(arguments: [
        ("nosuchuser", "/etc/passwd has no user 'nosuchuser'"),
        ("0:nosuchgroup", "/etc/group has no group 'nosuchgroup'"),
        ("a\u{1b}b", "/etc/passwd has no user 'a\\u{1b}b'"),
    ])
    func whoIsUnknownIsSaidToBe(_ name: String, _ complaint: String) throws {
        let finished = try probe(["--as", name])
        #expect(finished.status == 2 && finished.output.isEmpty)
        #expect(
            finished.complaints == [
                "uringctl: --as: \(complaint); one that another source of names has goes by its number"
            ])
    }

    @Test(
        .enabled(if: Obstacle.canLimit, "needs root, setpriv and prlimit"),
        arguments: ["0", "root", "1234567:7", "1234567"])
    func withoutTheRightToItSaysWhoHasIt(_ name: String) throws {
        let finished = try Obstacle.limited(uid: 1_234_568, [], ["probe", "--json", "--as", name])
        #expect(finished.status == 2 && finished.output.isEmpty)
        let complaint = try #require(finished.complaints.first)
        #expect(complaint.hasPrefix("uringctl: --as: not permitted to become uid "))
        #expect(complaint.hasSuffix("; run as root, which has CAP_SETUID and CAP_SETGID"))
        #expect(complaint.contains(": EPERM (1, Operation not permitted)"))
    }

    @Test(
        .enabled(if: Obstacle.canLimit, "needs root, setpriv and prlimit"),
        arguments: [["--as", "1234568"], ["--as", "1234568:1234568", "--unprivileged"]])
    func everybodyMayAskAsWhoHeIs(_ arguments: [String]) throws {
        let report = try situated(try Obstacle.limited(uid: 1_234_568, [], ["probe", "--json"] + arguments))
        #expect(report.identity.uid == 1_234_568 && report.identity.groups.isEmpty)
    }

    /// Who has the right to become another without being root keeps no capability over it: a user like others has none.
    @Test(.enabled(if: canBecome, "needs root"))
    func nothingIsKeptOverTheChange() throws {
        let capabilities = "-all,+setuid,+setgid,+net_admin"
        let wrapper = [
            "setpriv", "--reuid", "1234568", "--regid", "1234568", "--clear-groups", "--inh-caps", capabilities,
            "--ambient-caps", capabilities,
        ]
        let (folder, program) = try hidden(mode: 0o755)
        defer { withExtendedLifetime(folder) {} }
        #expect(chmod(folder.path, 0o755) == 0)
        let report = try situated(try probe(["--json", "--as", "1234567"], program: program, through: wrapper))
        #expect(report.identity.uid == 1_234_567 && report.identity.capabilities == [])
    }

    @Test(.enabled(if: Machine.isRoot, "only root has capabilities to give up"))
    func unprivilegedRootIsARootWithoutCapabilities() throws {
        let report = try situated(try probe(["--json", "--unprivileged"]))
        #expect(report.situation == .init(as: nil, unprivileged: true, simulate: nil))
        #expect(report.identity.uid == 0 && report.identity.capabilities == [])
    }

    /// Root who may not empty the bounding set must not get back what is in it when the child that asks is executed.
    @Test(.enabled(if: canBecome, "needs root"))
    func rootWithoutSetpcapGetsNoneBack() throws {
        let finished = try probe(["--json", "--unprivileged"], through: ["setpriv", "--bounding-set", "-setpcap"])
        let report = try situated(finished)
        #expect(report.identity.uid == 0 && report.identity.capabilities == [])
        #expect(finished.output.contains(#""no_new_privs": true"#))
    }

    /// Who is killed over asking leaves no core file where it was started, whatever the limit.
    @Test(arguments: [["--simulate", "kill"], ["--simulate", "android"]])
    func aKilledChildLeavesNoCore(_ arguments: [String]) throws {
        let folder = try TemporaryFolder()
        let script = #"ulimit -S -c "$(ulimit -H -c)"; exec "$@""#
        let finished = try probe(arguments + ["--json"], through: ["bash", "-c", script, "bash"], in: folder.path)
        #expect(try finished.report().verdict.cause == "seccomp")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test(.enabled(if: canBecome, "needs root"))
    func theOptionsCombine() throws {
        let finished = try probe(["--json", "--as", "12345", "--unprivileged", "--simulate", "sysctl-like"])
        let report = try situated(finished)
        #expect(report.situation.as == .init(uid: 12345, gid: 12345, groups: []))
        #expect(report.situation.unprivileged && report.situation.simulate == "sysctl-like")
        #expect(report.identity.uid == 12345 && report.identity.capabilities == [])
        #expect(
            try finished.report().headline
                == "simulated sysctl-like: io_uring is refused here: a seccomp filter answers EPERM, as uid 12345")
    }

    /// A simulation is a seccomp filter, and the verdict knows it for one, whatever it resembles.
    @Test(arguments: Simulation.allCases, [false, true])
    func aSimulationIsAFilter(_ simulation: Simulation, isPrivileged: Bool) throws {
        let finished = try probe(
            ["--json", "--simulate", simulation.rawValue] + (isPrivileged ? [] : ["--unprivileged"]))
        let plain = try finished.report()
        let report = try situated(finished)
        #expect(report.situation.simulate == simulation.rawValue)
        #expect(plain.verdict.usable == false && plain.verdict.cause == "seccomp")
        #expect(plain.security?.seccomp == 2)
        #expect(plain.headline.hasPrefix("simulated \(simulation.rawValue): io_uring is refused here: a seccomp filter "))
        if case .errno(let errno) = simulation.filter.action {
            #expect(report.verdict.errno?.number == errno.number && report.verdict.errno?.name == errno.name)
        } else {
            #expect(report.verdict.errno == nil)
        }
    }

    /// The filter and the identity are the child's: the file is the invoker's, where only the invoker may write.
    @Test(.enabled(if: canBecome, "needs root"))
    func theReportIsWrittenByWhoAskedForIt() throws {
        let folder = try TemporaryFolder()
        #expect(chmod(folder.path, 0o700) == 0)
        let finished = try probe(
            ["--as", "nobody", "--unprivileged", "--simulate", "kill", "--output", "report"], in: folder.path)
        #expect(finished.status == 1 && finished.errors.isEmpty)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.url("report").path)
        #expect(attributes[.ownerAccountID] as? Int == 0)
        #expect(try String(contentsOf: folder.url("report"), encoding: .utf8).hasPrefix("simulated kill: "))
    }
}

// MARK: The program's own file

extension SituationOptionTests {
    /// Of root alone, in a folder of root alone.
    private func hidden(mode: mode_t = 0o700) throws -> (folder: TemporaryFolder, program: String) {
        let folder = try TemporaryFolder()
        let program = folder.url("uringctl").path
        try FileManager.default.copyItem(atPath: try StaticBuild.path(), toPath: program)
        #expect(chmod(program, mode) == 0 && chmod(folder.path, 0o700) == 0)
        return (folder, program)
    }

    @Test(
        .enabled(if: canBecome, "needs root"),
        arguments: [
            ["--as", "nobody"], ["--as", "nobody", "--simulate", "podman"], ["--as", "12345", "--unprivileged"],
        ])
    func itMayBeOfNoUseToWhoIsAskedAs(_ arguments: [String]) throws {
        let (folder, program) = try hidden()
        defer { withExtendedLifetime(folder) {} }
        let finished = try probe(["--json"] + arguments, program: program)
        let report = try finished.report()
        #expect(report.verdict.usable == !arguments.contains("podman"))
        #expect(report.verdict.interruption == nil)
    }

    /// A name for the copy is only in /proc.
    @Test(
        .enabled(if: canBecome && Machine.canUnshare("mount"), "needs root and a mount namespace"),
        arguments: [0o755, 0o700] as [mode_t])
    func withoutProcItMustBeExecutable(mode: mode_t) throws {
        let (folder, program) = try hidden(mode: mode)
        defer { withExtendedLifetime(folder) {} }
        #expect(chmod(folder.path, 0o755) == 0)
        let script = #"umount -l /proc || exit 9; exec "$0" probe --json --as nobody"#
        let finished = try Shell.run("unshare", ["--mount", "bash", "-c", script, program], deadlineSeconds: 60)
        if mode == 0o755 {
            #expect(try finished.report().verdict.usable == true)
        } else {
            #expect(finished.status == 2 && finished.output.isEmpty)
            #expect(
                finished.complaints == [
                    "uringctl: uid 65534 may not execute this program, and no copy of it can be made: "
                        + "execve(own executable): EACCES (13, Permission denied); "
                        + "make it executable by all, or mount /proc"
                ])
        }
    }

    /// A file that nobody may read can be executed, and needs no copy.
    @Test(.enabled(if: canBecome, "needs root"))
    func itMayBeUnreadable() throws {
        let (folder, program) = try hidden(mode: 0o111)
        defer { withExtendedLifetime(folder) {} }
        #expect(chmod(folder.path, 0o711) == 0)
        let wrapper = ["setpriv", "--reuid", "1234568", "--regid", "1234568", "--clear-groups"]
        let finished = try probe(["--json", "--unprivileged"], program: program, through: wrapper)
        #expect(try finished.report().verdict.usable == true)
    }

    /// What goes wrong on the way into a situation is said, and makes no report.
    @Test(
        .enabled(if: canBecome && Machine.has("cc"), "needs root and cc"),
        arguments: [
            ("EPERM", "setgroups", ["--as", "nobody"], "--as: not permitted to become uid 65534: setgroups(1 groups): EPERM"),
            ("EPERM", "setresgid", ["--as", "nobody"], "--as: not permitted to become uid 65534: setresgid(65534): EPERM"),
            ("EPERM", "setresuid", ["--as", "nobody"], "--as: not permitted to become uid 65534: setresuid(65534): EPERM"),
            ("EACCES", "setresuid", ["--as", "nobody"], "--as: cannot become uid 65534: setresuid(65534): EACCES"),
            ("KILL_PROCESS", "setresuid", ["--as", "nobody"], "the process that was to ask the kernel was killed by signal 31"),
            ("EPERM", "capset", ["--unprivileged"], "--unprivileged: "),
            ("EPERM", "seccomp", ["--simulate", "docker"], "--simulate: "),
            ("ENOSYS", "seccomp", ["--simulate", "kill"], "--simulate: "),
        ] as [(String, String, [String], String)])
    func whatGoesWrongIsSaid(_ action: String, _ call: String, _ arguments: [String], _ complaint: String) throws {
        // A group to give up, so that there is a change to make.
        let wrapper = ["setpriv", "--groups", "4242", try Obstacle.refuse.get(), action, call]
        let finished = try probe(["--json"] + arguments, through: wrapper)
        #expect(finished.status == 2 && finished.output.isEmpty)
        #expect(finished.complaints.count == 1)
        #expect(finished.errors.hasPrefix("uringctl: \(complaint)"), "\(finished.errors)")
    }

    @Test(.enabled(if: canBecome && Machine.has("cc"), "needs root and cc"))
    func aCopyThatCannotBeMadeIsSaid() throws {
        let (folder, program) = try hidden()
        defer { withExtendedLifetime(folder) {} }
        let finished = try probe(
            ["--as", "nobody"], program: program, through: [try Obstacle.refuse.get(), "EPERM", "memfd_create"])
        #expect(finished.status == 2 && finished.output.isEmpty)
        #expect(
            finished.errors.hasPrefix(
                "uringctl: uid 65534 may not execute this program, and no copy of it can be made: memfd_create(): EPERM"))
    }
}

// MARK: The child's side

extension SituationOptionTests {
    /// What the hidden command writes is what the report says.
    @Test func theChildWritesFactsAsText() throws {
        let finished = try Uringctl.run(["gather-facts", "--simulate", "docker"])
        #expect(finished.status == 0 && finished.errors.isEmpty)
        let facts = FactsText.read(finished.output)
        #expect(facts.situation == Probe.Situation(simulation: .docker))
        #expect(ProbeResult(facts).verdict.cause == .seccomp)
        #expect(FactsText.write(facts) == finished.output)
    }

    @Test(arguments: [["1"], ["x", "1"], ["4294967295", "1"], ["--simulate", "x"]])
    func theChildRefusesWhatIsNoSituation(_ arguments: [String]) throws {
        #expect(try Uringctl.run(["gather-facts"] + arguments).status == 2)
    }
}

/// What a report says of the situation, beside what `ProbeReport` reads.
private struct SituatedReport: Decodable {
    struct Situation: Decodable, Equatable {
        struct Account: Decodable, Equatable {
            let uid: UInt32
            let gid: UInt32
            let groups: [UInt32]
        }

        let `as`: Account?
        let unprivileged: Bool
        let simulate: String?
    }

    struct Identity: Decodable {
        let uid: UInt32
        let effective_uid: UInt32
        let gid: UInt32
        let effective_gid: UInt32
        let groups: [UInt32]
        let capabilities: [String]?
    }

    struct Verdict: Decodable {
        struct Errno: Decodable {
            let number: Int32
            let name: String?
        }

        let errno: Errno?
    }

    let situation: Situation
    let identity: Identity
    let verdict: Verdict
}
