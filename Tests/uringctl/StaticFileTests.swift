import Foundation
import Support
import Testing

/// The release as it is handed out: one file, which needs nothing around it.
@Suite(.bounded)
struct StaticFileTests {
    @Test func isSmallAndAlone() throws {
        let path = try StaticBuild.path()
        let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        // 13 MB, where 16 MiB are wanted: Foundation would add 5 MB, and regular expressions another.
        #expect(size <= 14 << 20)
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        let start = try #require(try file.read(upToCount: 4096))
        // ELF, and no program interpreter (PT_INTERP) among what it asks to load.
        #expect(start.starts(with: [0x7f, 0x45, 0x4c, 0x46]))
        #expect(start.range(of: Data("/ld-".utf8)) == nil)
    }

    /// A root that holds nothing but the file: no /proc, /dev, /etc or /sys.
    @Test(.enabled(if: Machine.isRoot && Machine.has("chroot"), "needs root"))
    func anEmptyRootGivesTheSameAnswers() throws {
        let folder = try TemporaryFolder()
        let outside = try Shell.run(try StaticBuild.path(), ["probe", "--json"]).report()
        try FileManager.default.copyItem(atPath: try StaticBuild.path(), toPath: folder.url("uringctl").path)
        let finished = try Shell.run("chroot", [folder.path, "/uringctl", "probe", "--json"])
        let inside = try finished.report()
        #expect(finished.status == 0)
        #expect(inside.rows == outside.rows)
        #expect(inside.verdict == outside.verdict)
        for unknown in ["io_uring_disabled", "name", "traced", "config_io_uring"] {
            #expect(finished.output.contains("\"\(unknown)\": null"), "\(unknown)")
        }
        // The child that asks tells what /proc would.
        #expect(inside.security == ProbeReport.Security(seccomp: 0, seccomp_filters: nil))
    }

    /// However it is called, it finds itself again to ask in a child: with /proc, and in a root without.
    @Test(
        .enabled(if: Machine.isRoot && Machine.has("chroot"), "needs root"),
        arguments: [true, false],
        ["/bin/uringctl", "./uringctl", "../bin/uringctl", "uringctl", "link", "/absolute", "deep/link"])
    func anyPathWillDo(_ hasProc: Bool, _ name: String) throws {
        let folder = try TemporaryFolder()
        let made = try Uringctl.bash(
            """
            mkdir -p bin/deep && cp "$uringctl" bin/uringctl && ln -s uringctl bin/link || exit 9
            ln -s bin/uringctl absolute; ln -s ../uringctl bin/deep/link
            """, program: try StaticBuild.path(), in: folder.path)
        try #require(made.status == 0)
        let execute = """
            import os, sys
            root, name, has_proc = sys.argv[1:]
            if has_proc == "False":
                os.chroot(root)
                root = ""
            os.chdir(root + "/bin")
            os.environ["PATH"] = root + "/bin"
            os.execvp(root + name if name.startswith("/") else name, ["odd name", "probe", "--json"])
            """
        let finished = try Shell.run(
            "python3", ["-c", execute, folder.path, name, hasProc ? "True" : "False"], deadlineSeconds: 60)
        #expect(finished.status == 0, "\(finished.errors)")
        #expect(try finished.report().verdict.usable == true)
    }

    /// The debug build, which needs its libraries and so more than an empty root.
    @Test(.enabled(if: Machine.isRoot && Machine.canUnshare("mount"), "needs root and a mount namespace"))
    func theDebugBuildNeedsNoProcEither() throws {
        let finished = try Shell.run(
            "unshare",
            ["--mount", "bash", "-c", #"umount -l /proc || exit 9; exec "$0" probe --json"#, Uringctl.program])
        #expect(finished.status == 0)
        #expect(try finished.report().verdict.usable == true)
    }

    /// Removed before it asks, as a package manager does: the child is still the same program.
    @Test func itsFileMayBeGone() throws {
        let folder = try TemporaryFolder()
        let made = try Uringctl.bash(
            #"cp "$uringctl" program; exec 3<program; rm program; /proc/self/fd/3 probe --json"#,
            program: try StaticBuild.path(), in: folder.path)
        #expect(try made.report().verdict.usable == true)
    }
}
