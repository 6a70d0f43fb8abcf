import Support

extension Subject {
    /// The whole program beside others: the static release, which is built for it.
    static let programs = [
        Subject.comparing("probe") { _ in
            guard let bpftool = Shell.path(of: "bpftool") ?? Shell.path(of: "/usr/sbin/bpftool") else {
                throw Missing("bpftool is not installed")
            }
            return Comparison(
                subject: "asking for everything", goal: 0.33,
                peer: ("bpftool feature probe", Run(program: bpftool, arguments: ["feature", "probe"])),
                ours: ("uringctl probe", Run(program: try StaticBuild.path(), arguments: ["probe"])))
        },
        Subject.comparing("start") { _ in
            Comparison(
                subject: "starting up", goal: 3,
                peer: ("static hello world in C", Run(program: try Peer.hello.get(), arguments: [])),
                ours: ("uringctl --version", Run(program: try StaticBuild.path(), arguments: ["--version"])),
                pairs: 200)
        },
    ]
}
