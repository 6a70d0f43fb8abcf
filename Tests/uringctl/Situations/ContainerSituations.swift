import Foundation
import Support

/// Containers of runc: a read-only root of one static program, behind the default profiles of container engines.
extension Situation {
    static func containers(_ stage: Stage) throws -> [Situation] {
        let containers = try Containers(stage)
        let refused = Truth.refused(.init("seccomp", "certain"))
        // ENOSYS is also what a kernel without io_uring answers, whose configuration cannot be read in a container.
        let missing = Truth.refused(.init("seccomp", "likely"))
        let profiles: [(name: String, file: String?, truth: Truth)] = [
            ("no profile", nil, .works), ("Docker's profile", "docker", refused),
            ("Docker 20.10's profile", "docker-20.10", .works), ("Podman's profile", "podman", missing),
        ]
        var situations: [Situation] = []
        let surroundings: [(name: String?, words: [String], fixture: String?)] = [
            (nil, [], nil), ("user namespace", ["--user-namespace"], "user-namespace"),
            ("no settings to read", ["--mask", "/proc/sys"], "no-settings"),
        ]
        for (name, profile, truth) in profiles {
            for surrounding in surroundings {
                let options = profile.map { ["--profile", containers.profile($0)] } ?? []
                let names = ["container: \(name)", surrounding.name].compactMap(\.self)
                let fixture = ["container", profile, surrounding.fixture].compactMap(\.self)
                let isRecorded = truth.usable == false || surrounding.fixture == nil
                situations.append(
                    containers.situation(
                        names.joined(separator: ", "), surrounding.words + options,
                        fixture: isRecorded ? fixture.joined(separator: "-") : nil
                    ) { _ in truth })
            }
        }
        let isCharged = try LockedMemory.isCharged()
        for (name, profile) in [("Docker's profile", "docker"), ("Podman's profile", "podman")] {
            situations.append(
                containers.situation(
                    "container: \(name), locked memory: 0",
                    ["--locked-memory", "0", "--profile", containers.profile(profile)],
                    fixture: "container-\(profile)-memlock-0"
                ) { _ in
                    // No container's root has CAP_IPC_LOCK by default.
                    let filter = Truth.Cause("seccomp", profile == "docker" ? "certain" : "likely")
                    return isCharged ? .refused(filter, .init("memlock", "possible", "behind")) : .refused(filter)
                })
        }
        return situations
    }
}

/// What containers are made of.
private final class Containers: Sendable {
    private static let sources = "\(Package.root)/Tests/uringctl/Situations"
    private let stage: Stage
    private let profiles = "\(Package.root)/.build/container-profiles"

    /// - Throws: `Missing` where no container can be run, or the profiles cannot be had.
    init(_ stage: Stage) throws {
        self.stage = stage
        let fetched = try Shell.run("bash", ["\(Self.sources)/fetch-profiles", profiles], deadlineSeconds: 300)
        guard fetched.status == 0 else { throw Missing("the profiles cannot be fetched: \(fetched.errors)") }
        let made = try Shell.run(
            "bash", ["-c", "mkdir -p rootfs/proc rootfs/dev && cp uringctl rootfs/ && chmod -R a+rX rootfs"],
            in: stage.folder.path)
        guard made.status == 0 else { throw Missing(made.errors) }
        let trial = situation("", [], fixture: nil) { _ in .works }
        let tried = try stage.run(trial, as: .root, ["--version"])
        guard tried.status == 0 else { throw Missing("runc runs no container here: \(tried.errors)") }
    }

    func profile(_ name: String) -> String { "\(profiles)/\(name).json" }

    /// - Parameter words: options of make-bundle.
    func situation(
        _ name: String, _ words: [String], fixture: String?, truth: @escaping @Sendable (Who) -> Truth
    ) -> Situation {
        let folder = stage.folder.path
        // The container's arguments are the last words; the folder is its own, and so is its name.
        let script = #"""
            set -e
            bundle=$(mktemp -d "$1/bundle.XXXXXX") uid=$2
            shift 2
            options=()
            while [[ $1 != -- ]]; do options+=("$1"); shift; done
            shift
            /usr/bin/python3 \#(ShellWord.quoted("\(Self.sources)/make-bundle")) \
                --uid "$uid" "${options[@]}" "$bundle" "$PWD/rootfs" -- "$@"
            name="uringctl-test-${bundle##*.}-$$"
            # Its first process would outlive the deadline that ends this script.
            trap 'runc --root "$PWD/state" delete --force "$name" &>/dev/null || :' EXIT
            runc --root "$PWD/state" run --bundle "$bundle" "$name"
            """#
        return Situation(name, fixture: fixture, truth: truth).with { situation in
            situation.program = "/uringctl"
            situation.takesOn = { who in
                ["bash", "-c", script, "bash", folder, who == .ordinary ? "1000" : "0"] + words + ["--"]
            }
        }
    }
}
