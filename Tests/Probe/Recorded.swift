import Catalog
import Foundation
import Kernel
import Support

@testable import Probe

/// What kernels answered that are not here: `uringctl ask-the-kernel` in a guest that boots a Debian kernel as root,
/// the questions themselves left out.
enum Recorded {
    static let releases: [(file: String, release: Release)] = [
        ("debian-5.10.262", "5.10"), ("debian-6.1.192", "6.1"), ("debian-6.12.117", "6.12"),
        ("debian-6.16.12", "6.16"), ("6.18.44", "6.18"), ("debian-6.19.14", "6.19"), ("debian-7.3.4", "7.3"),
    ]

    static func transcript(_ name: String) throws -> Transcript {
        Transcript(try TextFile.read("\(Package.root)/Tests/Probe/Transcripts/\(name).txt"))
    }

    /// The surroundings of an ordinary process on an ordinary server.
    static var environment: Environment {
        Environment(
            time: "2026-01-31T12:00:00Z",
            kernel: KernelName(release: "6.12.0-test", version: "#1 SMP", machine: "x86_64"),
            system: .init(identifier: "debian", version: "13", name: "Debian GNU/Linux 13"),
            containerHints: [], virtualMachineHints: [], buildOption: .init(isSet: true, file: "/boot/config"),
            disabledSetting: 0, groupSetting: -1, lockedMemoryLimit: Limit(soft: 8 << 20, hard: 8 << 20),
            descriptorLimit: Limit(soft: 1024, hard: 524_288), processLimit: Limit(soft: nil, hard: nil),
            identity: Identity(uid: 1000, effectiveUid: 1000, gid: 1000, effectiveGid: 1000, groups: [27, 1000]),
            capabilities: [], isInUserNamespace: false, knownCapabilities: 41,
            seccomp: .init(mode: 0, filters: 0, hasNoNewPrivileges: false), isTraced: false,
            securityModules: ["capability"], isConfined: nil, pageSizeBytes: 4096)
    }
}
