// How long uringctl takes beside its peers. Run it on an idle machine, as the user whose view matters:
//
//     swift run -c release Benchmarks
//
// It measures the static release, which it builds, and judges nothing: goals are printed beside the figures.

import Foundation
import Support

func section(_ subject: String, _ figures: () throws -> String) {
    do {
        print("\n\(try figures())")
    } catch {
        print("\n\(subject): skipped, \(error)")
    }
}

print(Machine.description)

let probe = "Asking for everything"
section(probe) {
    guard let bpftool = Shell.path(of: "bpftool") ?? Shell.path(of: "/usr/sbin/bpftool") else {
        throw Missing("bpftool is not installed")
    }
    return try Comparison(
        subject: probe, goal: "at most 0.33",
        peer: ("bpftool feature probe", Run(program: bpftool, arguments: ["feature", "probe"])),
        ours: ("uringctl probe", Run(program: StaticBuild.path(), arguments: ["probe"])),
        pairs: 15
    ).measure()
}

let start = "Starting up"
section(start) {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let hello = folder.url("hello").path
    let compiled = try Shell.run("cc", ["-O2", "-static", "-o", hello, "\(Package.root)/Tests/Benchmarks/hello.c"])
    guard compiled.status == 0 else { throw Missing("the static C program cannot be built:\n\(compiled.errors)") }
    return try Comparison(
        subject: start, goal: "at most 3",
        peer: ("static hello world in C", Run(program: hello, arguments: [])),
        ours: ("uringctl --version", Run(program: StaticBuild.path(), arguments: ["--version"])),
        pairs: 200
    ).measure()
}
