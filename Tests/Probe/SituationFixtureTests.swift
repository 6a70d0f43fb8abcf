import Foundation
import Support
import Testing

@testable import Probe

/// What is made of the facts of situations that were put up in guests of other kernels: `uringctl gather-facts` in
/// each, recorded by the tests in Tests/KernelMatrix with URINGCTL_RECORD_SITUATIONS=1.
struct SituationFixtureTests {
    static let folder = "\(Package.root)/Tests/Probe/Situations"

    /// For the facts of a file, whether io_uring is usable, and all causes in order.
    typealias Expectation = (file: String, usable: Bool, causes: [String])

    static let expected = settings + filters + limits + modules + restrictions

    private static let settings: [Expectation] = ["6.12", "7.3"].flatMap { series -> [Expectation] in
        [
            ("\(series)-disabled-1-group-root", true, []),
            ("\(series)-disabled-1-group-nobody", false, ["sysctl certain refuses"]),
            ("\(series)-disabled-1-group-member", true, []),
            ("\(series)-disabled-2-group-root", false, ["sysctl certain refuses"]),
            ("\(series)-disabled-2-group-nobody", false, ["sysctl certain refuses"]),
            ("\(series)-disabled-2-group-member", false, ["sysctl certain refuses"]),
        ]
    }

    private static let filters: [Expectation] = ["6.12", "6.16", "7.3"].flatMap { series -> [Expectation] in
        [
            (
                "\(series)-disabled-2-filter-EPERM-nobody", false,
                ["seccomp certain refuses", "sysctl likely behind"]
            ),
            (
                "\(series)-disabled-2-filter-of-setup-EPERM-nobody", false,
                ["sysctl certain refuses", "seccomp possible behind"]
            ),
        ]
    }

    /// Whether rings are charged to the limit behind a filter, only a release tells.
    private static let limits: [Expectation] = [
        ("6.16-limit-memlock-0", false, ["memlock likely refuses"]),
        ("6.16-limit-memlock-65536", true, ["memlock likely partly"]),
        ("6.16-disabled-2-memlock-0", false, ["sysctl certain refuses", "memlock likely behind"]),
        ("6.16-filter-ENOSYS-memlock-0", false, ["seccomp certain refuses", "memlock likely behind"]),
        ("6.12-filter-ENOSYS-memlock-0", false, ["seccomp certain refuses", "memlock possible behind"]),
        ("7.3-filter-ENOSYS-memlock-0", false, ["seccomp certain refuses", "memlock possible behind"]),
        // Nothing says that this kernel has io_uring.
        ("5.10-filter-ENOSYS-memlock-0", false, ["seccomp likely refuses", "memlock possible behind"]),
    ]

    private static let modules: [Expectation] =
        ["6.16", "7.3"].flatMap { series -> [Expectation] in
            ["EACCES", "EPERM"].flatMap { errno in
                ["root", "nobody"].map { caller in
                    ("\(series)-bpf-uring_allowed-\(errno)-\(caller)", false, ["lsm likely refuses"])
                }
            }
        } + [
            // It is the module here; a filter that refuses setup alone looks the same.
            (
                "7.3-bpf-uring_allowed-EACCES-filter-of-vfork-nobody", false,
                ["seccomp likely refuses", "lsm possible refuses"]
            )
        ]

    private static let restrictions: [Expectation] = [
        ("7.3-restriction-set-without-NOP-nobody", false, ["restriction certain refuses"]),
        ("7.3-restriction-set-with-NOP-nobody", true, ["restriction certain partly"]),
        ("7.3-restriction-filter-of-NOP-nobody", false, ["restriction certain refuses"]),
        ("7.3-restriction-filter-of-READ-nobody", true, ["restriction certain partly"]),
        (
            "7.3-restriction-filter-of-NOP-disabled-2-nobody", false,
            ["sysctl certain refuses", "restriction likely behind"]
        ),
    ]

    @Test(arguments: expected.map(\.file)) func factsGiveTheirVerdict(_ file: String) throws {
        let expected = try #require(Self.expected.first { $0.file == file })
        let text = try String(contentsOfFile: "\(Self.folder)/guest-\(file).txt", encoding: .utf8)
        let verdict = Verdict.judge(FactsText.read(text))
        #expect(verdict.usable == expected.usable)
        #expect(verdict.outline == expected.causes)
    }

    @Test func everyRecordingHasItsVerdict() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter { $0.hasPrefix("guest-") }
        #expect(files.sorted() == Self.expected.map { "guest-\($0.file).txt" }.sorted())
    }
}
