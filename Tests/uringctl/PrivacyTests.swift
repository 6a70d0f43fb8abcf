import Foundation
import Support
import Testing

/// Nothing in a report names the host, its users, what was typed, or the container.
@Suite(.bounded)
struct PrivacyTests {
    static let secrets = [
        "hostname": "canary-host-7f3a", "variable": "canary-variable-91bc", "program": "canary-program-55d0",
        "container": "deadbeefcafe0123456789abcdef0123456789abcdef0123456789abcdef4242", "label": "canary-label-c0de",
        "folder": "canary-folder-1f1f",
    ]

    @Test(
        .enabled(
            if: Machine.isRoot && Machine.canUnshare("uts", "mount", "cgroup"), "needs root and namespaces"),
        arguments: [
            "probe --all --require op:NOP", "repro fiber", "repro fiber --specimen stale-register,switch-in-access",
            "repro event", "repro mutex --specimen evented-lock-on-thread", "repro dns", "repro dns 192.0.2.1", "repro log",
        ],
        ["text", "json", "markdown"])
    func nothingIsNamed(_ command: String, _ format: String) throws {
        let secrets = Self.secrets
        let folder = try TemporaryFolder()
        _ = try folder.file("cgroup", "0::/docker/\(secrets["container", default: ""])\n")
        _ = try folder.file("label", "docker-\(secrets["label", default: ""]) (enforce)\n")
        let script = """
            set -e
            hostname "$hostname"
            mkdir "$folder" && cp "$uringctl" "$folder/$program"
            mount --bind cgroup /proc/$$/cgroup
            mount --bind label /proc/$$/attr/current
            exec "$folder/$program" \(command) --format \(format)
            """
        let finished = try Shell.run(
            "unshare", ["--uts", "--mount", "bash", "-c", script],
            environment: secrets.merging(["uringctl": try StaticBuild.path(), "USER": "canary-user-00aa"]) { $1 },
            in: folder.path)
        try #require(finished.status == 0, "\(finished.errors)")
        for (kind, secret) in secrets.merging(["user": "canary-user-00aa"], uniquingKeysWith: { $1 }) {
            #expect(!finished.output.contains(secret), "the \(kind) is in the report")
        }
        #expect(!finished.output.contains("deadbeefcafe"), "part of the container's id is in the report")
        guard command.hasPrefix("probe") else { return }
        // That the files stood in place shows in what may be told of them.
        #expect(finished.output.contains("docker"))
        let confined = [
            "text": "confined by one   yes", "json": "\"confined\": true", "markdown": "| confined by one | yes",
        ]
        #expect(finished.output.contains(confined[format, default: "?"]))
    }
}
