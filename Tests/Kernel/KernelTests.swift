import Foundation
import Support
import Testing

@testable import Kernel

struct ErrnoTests {
    @Test func anErrnoHasNumberNameAndText() {
        #expect(Errno.permissionDenied.description == "EPERM (1, Operation not permitted)")
        #expect(Errno.notSupported.name == "EOPNOTSUPP")
        #expect(Errno(9999).description == "errno (9999, Unknown error)")
        #expect(Errno(9999).shortDescription == "errno 9999")
    }

    @Test func theNamedOnesAreWhatTheirNamesSay() {
        let named: [(Errno, Int32)] = [
            (.permissionDenied, EPERM), (.noSuchFile, ENOENT), (.interrupted, EINTR), (.badDescriptor, EBADF),
            (.tryAgain, EAGAIN), (.outOfMemory, ENOMEM), (.accessDenied, EACCES), (.badAddress, EFAULT),
            (.invalidArgument, EINVAL), (.tooManyFilesInSystem, ENFILE), (.tooManyFiles, EMFILE),
            (.brokenPipe, EPIPE), (.notImplemented, ENOSYS), (.timerExpired, ETIME), (.notSupported, EOPNOTSUPP),
        ]
        for (errno, number) in named { #expect(errno.number == number) }
    }

    @Test func aFailureNamesTheCall() {
        #expect(
            CallFailure("open", "/x", .noSuchFile).description == "open(/x): ENOENT (2, No such file or directory)")
    }
}

struct TextFileTests {
    @Test func readingStopsAtTheLimit() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("long", String(repeating: "x", count: 100_000))
        #expect(try TextFile.read(path).count == 100_000)
        #expect(try TextFile.read(path, limitBytes: 10_001).count == 10_001)
        #expect(try TextFile.read("/dev/zero", limitBytes: 5).count == 5)
    }

    @Test func aFifoThatNobodyWritesIsEmptyAtOnce() throws {
        let folder = try TemporaryFolder()
        #expect(mkfifo(folder.url("fifo").path, 0o600) == 0)
        #expect(try TextFile.read(folder.url("fifo").path).isEmpty)
    }

    @Test func bytesThatAreNoTextAreReplaced() throws {
        let folder = try TemporaryFolder()
        try Data([0x61, 0xff, 0x62]).write(to: folder.url("bytes"))
        #expect(try TextFile.read(folder.url("bytes").path) == "a\u{fffd}b")
    }

    @Test func whatIsNotThereIsAnErrorOrNil() {
        #expect(throws: CallFailure.self) { try TextFile.read("/nowhere") }
        #expect(TextFile.value("/nowhere") == nil)
        #expect(TextFile.integer("/proc/version") == nil)
    }

    @Test func linesWithKeys() {
        let lines = KeyedLines("Seccomp:\t2\nName:\tan:odd one\n#no: thing\nempty:\nplain\n", separator: ":")
        #expect(lines["Seccomp"] == "2")
        #expect(lines["Name"] == "an:odd one")
        #expect(lines["empty"] == "")
        #expect(lines["#no"] == nil)
        #expect(lines["plain"] == nil)
    }
}

struct ProcessTests {
    @Test func identityIsWhatIdSays() throws {
        let identity = Identity.current()
        #expect(try Shell.run("id", ["-u"]).output == "\(identity.effectiveUid)\n")
        #expect(try Shell.run("id", ["-g"]).output == "\(identity.effectiveGid)\n")
        let groups = Set(try Shell.run("id", ["-G"]).output.split(whereSeparator: \.isWhitespace).compactMap { UInt32($0) })
        #expect(Set(identity.groups + [identity.effectiveGid]) == groups)
    }

    @Test func theKernelIsWhatUnameSays() throws {
        let kernel = try KernelName.current()
        #expect(try Shell.run("uname", ["-r"]).output == kernel.release + "\n")
        #expect(try Shell.run("uname", ["-v"]).output == kernel.version + "\n")
        #expect(try Shell.run("uname", ["-m"]).output == kernel.machine + "\n")
    }

    @Test(
        arguments: [
            (Limit.Resource.descriptors, "--nofile"), (.lockedMemory, "--memlock"), (.processes, "--nproc"),
            (.stack, "--stack"), (.addressSpace, "--as"), (.data, "--data"),
        ])
    func limitsAreWhatPrlimitSays(_ resource: Limit.Resource, _ option: String) throws {
        let limit = try Limit.current(resource)
        let words = try Shell.run("prlimit", [option, "--raw", "--noheadings", "--output", "SOFT,HARD"]).output
            .split(whereSeparator: \.isWhitespace).map { UInt64($0) }
        #expect([limit.soft, limit.hard] == words)
    }

    @Test func capabilitiesAreWhatProcSays() throws {
        let status = KeyedLines(try TextFile.read("/proc/self/status"), separator: ":")
        let mask = try #require(UInt64(status["CapEff"] ?? "", radix: 16))
        let names = try Capabilities.effective()
        #expect(names.count == (mask & (1 << UInt64(Capabilities.known) - 1)).nonzeroBitCount)
        #expect(names.contains("cap_sys_admin") == (mask & 1 << 21 != 0))
        #expect(names.contains("cap_ipc_lock") == (mask & 1 << 14 != 0))
    }

    @Test func theProgramFindsItself() {
        #expect(Program.path == "/proc/self/exe")
        #expect(Program.arguments == Array(CommandLine.arguments.dropFirst()))
    }
}

struct OutputFileTests {
    @Test func aNewFileIsWhole() throws {
        let folder = try TemporaryFolder()
        let path = folder.url("new").path
        try OutputFile.write("text\n", toFileAt: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "text\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["new"])
    }

    @Test func anOldFileKeepsItsMode() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("old", "a longer text that was there")
        #expect(chmod(path, 0o640) == 0)
        try OutputFile.write("new", toFileAt: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
    }

    @Test func linksAreFollowedAlsoToWhatIsNotThere() throws {
        let folder = try TemporaryFolder()
        #expect(symlink("second", folder.url("first").path) == 0)
        #expect(symlink("target", folder.url("second").path) == 0)
        try OutputFile.write("1", toFileAt: folder.url("first").path)
        try OutputFile.write("2", toFileAt: folder.url("first").path)
        #expect(try String(contentsOfFile: folder.url("target").path, encoding: .utf8) == "2")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["first", "second", "target"])
    }

    @Test func aCircleOfLinksIsAnError() throws {
        let folder = try TemporaryFolder()
        #expect(symlink("b", folder.url("a").path) == 0)
        #expect(symlink("a", folder.url("b").path) == 0)
        #expect(throws: CallFailure.self) { try OutputFile.write("x", toFileAt: folder.url("a").path) }
    }

    @Test func aFullDeviceIsAnErrorAndStaysADevice() throws {
        #expect(throws: CallFailure.self) { try OutputFile.write("x", toFileAt: "/dev/full") }
        try OutputFile.write("x", toFileAt: "/dev/null")
        let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
        #expect(type == .typeCharacterSpecial)
    }

    @Test func aFifoThatNobodyReadsIsAnErrorAtOnce() throws {
        let folder = try TemporaryFolder()
        let path = folder.url("fifo").path
        #expect(mkfifo(path, 0o600) == 0)
        #expect(throws: CallFailure.self) { try OutputFile.write("x", toFileAt: path) }
    }

    @Test func aMissingFolderIsAnErrorThatNamesIt() {
        do throws(CallFailure) {
            try OutputFile.write("x", toFileAt: "/nowhere/file")
            Issue.record("it was written")
        } catch {
            #expect(error.errno == .noSuchFile)
            #expect(error.arguments.hasPrefix("/nowhere/"))
        }
    }
}
