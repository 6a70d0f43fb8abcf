import Foundation
import Support
import Testing

@testable import Probe

/// What is made of the facts of situations that were put up on a host: `uringctl gather-facts` in each, recorded by the
/// tests in Tests/uringctl/Situations with URINGCTL_RECORD_SITUATIONS=1.
struct HostSituationTests {
    static let folder = "\(Package.root)/Tests/Probe/Situations"

    /// What must be judged from the facts of each file: whether io_uring is usable, and all causes in order.
    static let expected: [(file: String, usable: Bool?, causes: [String])] = [
        ("nothing", true, []),
        ("filter-EPERM-all", false, ["seccomp certain refuses"]),
        ("filter-ENOSYS-all", false, ["seccomp certain refuses"]),
        ("filter-EACCES-all", false, ["seccomp certain refuses"]),
        ("filter-EOPNOTSUPP-all", false, ["seccomp certain refuses"]),
        ("filter-KILL_PROCESS-all", false, ["seccomp certain refuses"]),
        ("filter-EPERM-setup", false, ["seccomp likely refuses"]),
        ("filter-ENOSYS-setup", false, ["seccomp likely refuses"]),
        ("filter-EACCES-setup", false, ["seccomp likely refuses", "lsm possible refuses"]),
        ("filter-EOPNOTSUPP-setup", false, ["seccomp likely refuses"]),
        ("filter-KILL_PROCESS-setup", false, ["seccomp certain refuses"]),
        ("filter-EACCES-register", true, ["seccomp certain partly"]),
        ("filter-of-others", true, []),
        ("memlock-0", false, ["memlock likely refuses"]),
        ("memlock-16K", true, ["memlock likely partly"]),
        ("descriptors-3", false, ["descriptors certain refuses"]),
        ("processes-1", true, ["processes likely partly"]),
        ("filter-EPERM-all-memlock-0", false, ["seccomp certain refuses", "memlock likely behind"]),
        ("filter-ENOSYS-all-memlock-0", false, ["seccomp certain refuses", "memlock likely behind"]),
        ("filter-EPERM-setup-descriptors-6", false, ["seccomp likely refuses", "descriptors possible behind"]),
        ("filter-EPERM-setup-descriptors-3", nil, ["descriptors certain partly"]),
        ("user-namespace-memlock-0", false, ["memlock likely refuses"]),
        ("user-namespace", true, []),
        ("bubblewrap", true, []),
        ("bubblewrap-no-proc", true, []),
        ("bubblewrap-filter-EPERM", false, ["seccomp certain refuses"]),
        ("bubblewrap-no-proc-filter-EPERM", false, ["seccomp certain refuses"]),
        ("bubblewrap-no-proc-filter-ENOSYS", false, ["seccomp likely refuses"]),
        ("emulator", false, ["emulation certain refuses"]),
        ("tracer", true, []),
        ("tracer-EPERM", false, ["emulation likely refuses"]),
        ("tracer-EACCES", false, ["emulation likely refuses", "lsm possible refuses"]),
        ("tracer-ENOMEM", false, ["emulation likely refuses"]),
        ("group-of-1-process", true, ["processes certain partly"]),
        ("container", true, []),
        ("container-docker", false, ["seccomp certain refuses"]),
        ("container-docker-user-namespace", false, ["seccomp certain refuses"]),
        ("container-docker-no-settings", false, ["seccomp certain refuses"]),
        ("container-docker-memlock-0", false, ["seccomp certain refuses", "memlock likely behind"]),
        ("container-podman", false, ["seccomp certain refuses"]),
        ("container-podman-user-namespace", false, ["seccomp certain refuses"]),
        ("container-podman-no-settings", false, ["seccomp likely refuses"]),
        ("container-podman-memlock-0", false, ["seccomp certain refuses", "memlock likely behind"]),
        ("container-docker-20.10", true, []),
    ]

    @Test(arguments: expected.map(\.file)) func factsGiveTheirVerdict(_ file: String) throws {
        let expected = try #require(Self.expected.first { $0.file == file })
        let text = try String(contentsOfFile: "\(Self.folder)/host-\(file).txt", encoding: .utf8)
        let verdict = Verdict.judge(FactsText.read(text))
        #expect(verdict.usable == expected.usable)
        #expect(verdict.outline == expected.causes)
    }

    @Test func everyRecordingHasItsVerdict() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter { $0.hasPrefix("host-") }
        #expect(files.sorted() == Self.expected.map { "host-\($0.file).txt" }.sorted())
    }
}
