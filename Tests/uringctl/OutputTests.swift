import Foundation
import Support
import Testing

/// Where a report goes: files, devices, pipes, sockets, and what stands in the way.
@Suite(.bounded)
struct OutputTests {
    static let lastLine = "usable: yes"
    /// The environment is the section that text shows most shortly.
    static let brief = ["--only", "environment"]

    private func folder() throws -> TemporaryFolder { try TemporaryFolder() }

    /// Nothing but `names` in the folder: no temporary file is left behind, hidden or not.
    private func expectOnly(
        _ names: [String], in folder: TemporaryFolder, _ location: SourceLocation = #_sourceLocation
    ) throws {
        let found = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(found == names.sorted(), sourceLocation: location)
    }

    private func content(_ folder: TemporaryFolder, _ name: String) throws -> String {
        try String(contentsOf: folder.url(name), encoding: .utf8)
    }

    // MARK: Files

    @Test(arguments: ["text", "json", "markdown"])
    func aFileHoldsWhatStandardOutputWould(_ format: String) throws {
        let folder = try folder()
        let made = try Uringctl.bash(#""$uringctl" probe -f \#(format) -o new"#, in: folder.path)
        #expect(made.status == 0 && made.output.isEmpty && made.errors.isEmpty)
        let written = try content(folder, "new")
        #expect(written.hasSuffix("\n") && written.contains(Self.lastLine))
        #expect(!written.contains("\u{1b}"))
        try expectOnly(["new"], in: folder)
    }

    @Test func anExistingFileKeepsItsModeAndANewOneHeedsTheMask() throws {
        let folder = try folder()
        let made = try Uringctl.bash(
            """
            umask 027; echo before >old; chmod 604 old; ln old other
            "$uringctl" probe -o old && "$uringctl" probe -o new && stat -c %a old new && cat other
            """, in: folder.path)
        #expect(made.output == "604\n640\nbefore\n", "the file is replaced, not written over: \(made)")
        #expect(try content(folder, "old").hasSuffix(Self.lastLine + "\n"))
        try expectOnly(["new", "old", "other"], in: folder)
    }

    @Test func linksAreFollowedAndStayLinks() throws {
        let folder = try folder()
        let made = try Uringctl.bash(
            """
            mkdir deep; echo before >deep/old
            ln -s deep/old direct; ln -s direct twice; ln -s deep/new dangling; ln -s "$PWD/deep/absolute" absolute
            for link in twice dangling absolute; do "$uringctl" probe -o $link || exit; test -L $link || exit; done
            ls -A deep
            """, in: folder.path)
        #expect(made.status == 0 && made.output == "absolute\nnew\nold\n", "\(made)")
        for name in ["deep/old", "deep/new", "deep/absolute"] {
            #expect(try content(folder, name).hasSuffix(Self.lastLine + "\n"))
        }
    }

    struct Refused: CustomTestStringConvertible, Sendable {
        let path: String
        let reason: String
        var testDescription: String { path }
    }

    @Test(
        arguments: [
            Refused(path: "missing/file", reason: "ENOENT (2, No such file or directory)"),
            Refused(path: "plain/file", reason: "ENOTDIR (20, Not a directory)"),
            Refused(path: ".", reason: "EISDIR (21, Is a directory)"),
            Refused(path: "loop", reason: "ELOOP (40, Too many levels of symbolic links)"),
            Refused(path: "fifo", reason: "ENXIO (6, No such device or address)"),
            Refused(path: "/dev/full", reason: "ENOSPC (28, No space left on device)"),
            Refused(path: "/dev/fd/77", reason: "EBADF (9, Bad file descriptor)"),
            Refused(path: String(repeating: "x", count: 300), reason: "ENAMETOOLONG (36, File name too long)"),
        ])
    func whatCannotBeWrittenIsNamed(_ sample: Refused) throws {
        let folder = try folder()
        let made = try Uringctl.bash(
            #"touch plain; ln -s loop loop; mkfifo fifo; "$uringctl" probe --output "\#(sample.path)""#,
            in: folder.path)
        #expect(made.status == 2 && made.output.isEmpty)
        #expect(made.complaints.count == 1, "\(made.complaints)")
        #expect(made.errors.hasPrefix("uringctl: --output: cannot write \(sample.path): "))
        #expect(made.errors.hasSuffix(": \(sample.reason)\n"), "\(made.errors)")
        try expectOnly(["fifo", "loop", "plain"], in: folder)
    }

    @Test(.enabled(if: Machine.isRoot && Machine.has("setpriv"), "needs root and setpriv"))
    func aFolderWithoutRightsIsNamed() throws {
        let folder = try folder()
        let made = try Uringctl.bash(
            """
            chmod 755 . && mkdir closed && cp "$uringctl" program && chmod 755 program || exit 9
            exec setpriv --reuid 65534 --regid 65534 --clear-groups ./program probe -o closed/file
            """, program: try StaticBuild.path(), in: folder.path)
        #expect(made.status == 2 && made.output.isEmpty)
        #expect(made.errors.hasPrefix("uringctl: --output: cannot write closed/file: "))
        #expect(made.errors.hasSuffix(": EACCES (13, Permission denied)\n"), "\(made.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url("closed").path) == [])
    }

    /// A full file system, in a mount namespace of the test's own.
    @Test(.enabled(if: Machine.isRoot && Machine.canUnshare("mount"), "needs root and a mount namespace"))
    func aFullFileSystemKeepsTheOldFile() throws {
        let folder = try folder()
        let made = try Shell.run(
            "unshare",
            [
                "--mount", "bash", "-c",
                """
                mkdir small && mount -t tmpfs -o size=8k none small && echo before >small/old || exit 9
                "$0" probe --json -o small/old; echo $?; cat small/old; ls -A small
                """, Uringctl.program,
            ], in: folder.path)
        #expect(made.output == "2\nbefore\nold\n", "\(made)")
        #expect(made.complaints.count == 1)
        #expect(made.errors.hasSuffix(": ENOSPC (28, No space left on device)\n"))
    }

    /// RLIMIT_FSIZE ends a process by SIGXFSZ unless it asks not to be.
    @Test(.enabled(if: Machine.has("prlimit"), "prlimit is not installed"))
    func aLimitOfFileSizesKeepsTheOldFile() throws {
        let folder = try folder()
        let made = try Uringctl.bash(
            // Standard error is a file of the test, which may not grow either: a pipe takes the line.
            """
            echo before >old; prlimit --fsize=0 "$uringctl" probe -o old 2>&1 | cat; echo ${PIPESTATUS[0]}
            cat old; ls -A
            """, in: folder.path)
        #expect(made.output.hasSuffix(": EFBIG (27, File too large)\n2\nbefore\nold\n"), "\(made)")
    }

    // MARK: What is no regular file

    @Test func aFIFOWithAReaderIsWrittenTo() throws {
        let folder = try folder()
        let made = try Uringctl.bash(
            // Opened for both, it has a reader from the start.
            """
            mkfifo fifo; exec 3<>fifo
            "$uringctl" probe \(Self.brief.joined(separator: " ")) -o fifo; echo $?; test -p fifo || exit 9
            while read -r line <&3; do [[ $line == usable:* ]] && echo "$line" && break; done
            """, in: folder.path)
        #expect(made.output == "0\n\(Self.lastLine)\n", "\(made)")
        try expectOnly(["fifo"], in: folder)
    }

    @Test func devicesStayDevices() throws {
        let made = try Uringctl.bash(
            """
            "$uringctl" probe -o /dev/null; echo $?
            "$uringctl" probe -o /dev/stdout | tail -n 1
            "$uringctl" probe -o /dev/stderr 2>&1 >/dev/null | tail -n 1
            "$uringctl" probe -o /dev/fd/3 3>&1 >/dev/null | tail -n 1
            test -c /dev/null && test -L /dev/stdout && test -L /dev/stderr && echo as before
            """)
        #expect(made.output == "0\n" + String(repeating: Self.lastLine + "\n", count: 3) + "as before\n", "\(made)")
    }

    /// The file behind standard output goes on where it was, as with any other program.
    @Test func standardOutputMayBeAFile() throws {
        let folder = try folder()
        let made = try Uringctl.bash(
            #"(echo before; "$uringctl" probe -o /dev/stdout; echo after) >file; head -n 1 file; tail -n 2 file"#,
            in: folder.path)
        #expect(made.output == "before\n\(Self.lastLine)\nafter\n", "\(made)")
    }

    @Test(.enabled(if: Machine.has("python3"), "python3 is not installed"))
    func aSocketIsConnectedTo() throws {
        let folder = try folder()
        let listener = """
            import os, socket, subprocess, sys
            listener = socket.socket(socket.AF_UNIX); listener.bind("socket"); listener.listen()
            probe = subprocess.Popen([sys.argv[1], "probe", "-o", "socket"])
            connection, _ = listener.accept()
            text = b"".join(iter(lambda: connection.recv(65536), b""))
            print(probe.wait(), text.decode().splitlines()[-1])
            listener.close()
            print(subprocess.call([sys.argv[1], "probe", "-o", "socket"]))
            """
        let made = try Shell.run("python3", ["-c", listener, Uringctl.program], in: folder.path, deadlineSeconds: 60)
        #expect(made.output == "0 \(Self.lastLine)\n2\n", "\(made)")
        #expect(made.errors.hasSuffix(": ECONNREFUSED (111, Connection refused)\n"))
        try expectOnly(["socket"], in: folder)
    }
}
